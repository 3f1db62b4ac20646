package io.groundtrack.job.compose;

import static io.groundtrack.job.compose.ComposeFile.map;
import static io.groundtrack.job.compose.ComposeFile.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.cli.Groundtrack;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * The form of {@code docker-compose.yml}, held to the rules of the Compose specification that it
 * relies on, and to our own options. No container engine is assumed: it says nothing about whether
 * the containers run.
 */
final class DockerComposeTest {

    private static final Set<String> SERVICE_KEYS =
            Set.of(
                    "image",
                    "restart",
                    "volumes",
                    "environment",
                    "ports",
                    "healthcheck",
                    "command",
                    "depends_on",
                    "profiles");
    private static final Set<String> HEALTHCHECK_KEYS =
            Set.of("test", "interval", "timeout", "retries", "start_period");

    private static ComposeFile file;
    private static Map<String, Map<String, Object>> services;

    @BeforeAll
    static void read() throws IOException {
        file = ComposeFile.ofTheProject();
        services = file.services();
    }

    @Test
    void hasTheServicesOfTheFirstForm() {
        assertThat(services).containsOnlyKeys("kafka", "jobmanager", "taskmanager", "submit");
    }

    @Test
    void topLevelKeysAreOfTheSpecification() {
        assertThat(file.root().keySet())
                .allMatch(
                        key -> Set.of("services", "volumes").contains(key) || key.startsWith("x-"));
    }

    @Test
    void serviceKeysAreKnown() {
        services.forEach(
                (name, service) -> assertThat(service.keySet()).as(name).isSubsetOf(SERVICE_KEYS));
    }

    @Test
    void imagesArePinnedToAVersionOfThreeNumbers() {
        services.forEach(
                (name, service) ->
                        assertThat((String) service.get("image"))
                                .as(name)
                                .matches("[a-z/-]+:\\d+\\.\\d+\\.\\d+[\\w.-]*"));
    }

    @Test
    void portsAreBoundToLoopback() {
        services.forEach(
                (name, service) ->
                        assertThat(texts(service.get("ports")))
                                .as(name)
                                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+")));
    }

    @Test
    void everyDependencyIsAServiceThatSaysWhenItIsHealthy() {
        services.forEach(
                (name, service) ->
                        map(service.get("depends_on"))
                                .forEach(
                                        (other, how) -> {
                                            assertThat(services).as(name).containsKey(other);
                                            assertThat(map(how))
                                                    .containsExactly(
                                                            Map.entry(
                                                                    "condition",
                                                                    "service_healthy"));
                                            assertThat(services.get(other))
                                                    .as(other)
                                                    .containsKey("healthcheck");
                                        }));
    }

    @Test
    void dependenciesHaveNoCycle() {
        var started = new HashSet<String>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (var service : services.entrySet()) {
                if (started.containsAll(map(service.getValue().get("depends_on")).keySet())) {
                    progress |= started.add(service.getKey());
                }
            }
        }
        assertThat(started).isEqualTo(services.keySet());
    }

    @Test
    void whatStaysUpHasAHealthCheckAndOnlySubmitEnds() {
        services.forEach(
                (name, service) -> {
                    if (name.equals("submit")) {
                        assertThat(service.get("restart")).isEqualTo("no");
                        assertThat(texts(service.get("profiles"))).containsExactly("submit");
                        return;
                    }
                    assertThat(service).as(name).doesNotContainKey("profiles");
                    var check = map(service.get("healthcheck"));
                    assertThat(check.keySet()).isSubsetOf(HEALTHCHECK_KEYS).contains("interval");
                    assertThat(texts(check.get("test")).get(0)).isIn("CMD", "CMD-SHELL");
                    assertThat((Integer) check.get("retries")).isPositive();
                });
    }

    @Test
    void namedVolumesAreDeclaredAndUsed() {
        var used =
                services.values().stream()
                        .flatMap(service -> texts(service.get("volumes")).stream())
                        .filter(volume -> !volume.startsWith(".") && !volume.startsWith("$"))
                        .map(volume -> volume.substring(0, volume.indexOf(':')))
                        .collect(Collectors.toSet());
        assertThat(map(file.root().get("volumes")).keySet()).isEqualTo(used);
    }

    @Test
    void foldersOfTheCheckoutAreMountedReadOnly() {
        services.forEach(
                (name, service) ->
                        assertThat(texts(service.get("volumes")))
                                .as(name)
                                .filteredOn(v -> v.startsWith(".") || v.startsWith("$"))
                                .allMatch(v -> v.endsWith(":ro")));
    }

    @Test
    void scriptsThatAreStartedAreInTheDistribution() {
        var root = Path.of(System.getProperty("project.root", ".."));
        for (var service : List.of("jobmanager", "taskmanager", "submit")) {
            var script =
                    texts(services.get(service).get("command")).stream()
                            .flatMap(line -> List.of(line.split(" ")).stream())
                            .filter(word -> word.startsWith("/opt/groundtrack/conf/"))
                            .map(word -> root.resolve("job/src/dist").resolve(word.substring(17)))
                            .findFirst()
                            .orElseThrow();
            assertThat(script).as(service).isRegularFile();
            assertThat(Files.isExecutable(script)).as(script.toString()).isTrue();
        }
    }

    @Test
    void submitGivesArgumentsAndOptionsThatExist() {
        var command = texts(services.get("submit").get("command"));
        var arguments = command.subList(1, command.size()).toArray(String[]::new);
        var run = new CommandLine(new Groundtrack()).parseArgs(arguments).subcommand();
        Map<String, String> options = run.matchedOptionValue("-D", Map.of());
        assertThat(options).containsKeys("kafka.bootstrap-servers", "assets.base");
        assertThat(MonitoringOptions.of(options).get(Options.KAFKA_SERVERS))
                .isEqualTo("kafka:9092");
    }

    @Test
    void theBrokerAllowsTheTransactionsOfTheJobAndKeepsOldRecords() {
        var broker = file.environment("kafka");
        var timeout = MonitoringOptions.of(Map.of()).get(Options.KAFKA_TRANSACTION_TIMEOUT);
        var longest =
                Duration.ofMillis(Long.parseLong(broker.get("KAFKA_TRANSACTION_MAX_TIMEOUT_MS")));
        assertThat(longest).isGreaterThanOrEqualTo(timeout);
        assertThat(broker)
                .containsEntry("KAFKA_LOG_RETENTION_MS", "-1")
                .containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    }
}
