package io.groundtrack.job.cli;

import io.groundtrack.job.options.MonitoringOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Arguments that every command takes. */
final class CommonArguments {

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "An option of docs/configuration.md; repeatable.",
            mapFallbackValue = "")
    Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Options as a properties file.")
    Path config;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    /** Options: the file first, then what the command sets by itself, then {@code -D}. */
    MonitoringOptions options(Map<String, String> ofCommand) throws IOException {
        var all = new TreeMap<String, String>();
        if (config != null) {
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(config, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new IOException(
                        "--config " + config + ": cannot be read (expected: a properties file)", e);
            }
            properties.forEach((key, value) -> all.put(key.toString(), value.toString()));
        }
        var set = new TreeMap<>(ofCommand);
        set.keySet().removeAll(all.keySet());
        all.putAll(set);
        all.putAll(overrides);
        return MonitoringOptions.of(all);
    }
}
