package io.groundtrack.job.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as it stands, anchors and merge keys resolved. */
final class ComposeFile {

    private final Map<String, Object> root;

    private ComposeFile(Map<String, Object> root) {
        this.root = root;
    }

    static ComposeFile ofTheProject() throws IOException {
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        var file = Path.of(System.getProperty("project.root", ".."), "docker-compose.yml");
        return new ComposeFile(
                map(new Yaml(new SafeConstructor(loading)).load(Files.readString(file))));
    }

    Map<String, Object> root() {
        return root;
    }

    Map<String, Map<String, Object>> services() {
        var services = new TreeMap<String, Map<String, Object>>();
        map(root.get("services")).forEach((name, service) -> services.put(name, map(service)));
        return services;
    }

    /** Variables that the Kafka image reads. */
    Map<String, String> environment(String service) {
        var environment = new TreeMap<String, String>();
        map(services().get(service).get("environment"))
                .forEach((name, value) -> environment.put(name, value.toString()));
        return environment;
    }

    /** A mapping; what is absent has nothing in it. */
    static Map<String, Object> map(Object node) {
        var map = new TreeMap<String, Object>();
        if (node != null) {
            ((Map<?, ?>) node).forEach((key, value) -> map.put(key.toString(), value));
        }
        return map;
    }

    /** A sequence of texts; what is absent has nothing in it. */
    static List<String> texts(Object node) {
        return node == null
                ? List.of()
                : ((List<?>) node).stream().map(String.class::cast).toList();
    }
}
