package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTableTest {

    @Test
    void isWhatEveryReferenceFolderHolds() throws IOException {
        Path golden =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/model")
                        .normalize();
        Assumptions.assumeTrue(Files.isDirectory(golden), "no reference numbers at " + golden);
        List<Path> folders;
        try (Stream<Path> all = Files.list(golden)) {
            folders =
                    all.filter(folder -> Files.exists(folder.resolve("weights.safetensors")))
                            .filter(folder -> folder.getFileName().toString().startsWith("cs"))
                            .toList();
        }
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            ModelConfig config =
                    ModelConfig.read("config", Files.readAllBytes(folder.resolve("config.json")));
            try (var file = Safetensors.open(folder.resolve("weights.safetensors"))) {
                var held = new TreeMap<String, long[]>();
                file.names().forEach(name -> held.put(name, file.shape(name)));

                assertThat(words(WeightTable.of(config, 2, 10).all()))
                        .as(folder.toString())
                        .isEqualTo(words(held));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csmoe-nano", "csmae-tiny", "csmoe-large"})
    void theEncodersPartIsWhatTheNetworkHas(String preset) {
        ModelConfig config = Preset.named(preset).orElseThrow();
        Map<String, long[]> table = WeightTable.of(config, 2, 10).encoder();
        table.remove("backbone.pos_embed");

        assertThat(words(table))
                .isEqualTo(words(Weights.shapes(new CrossSensorEncoder(config, 2, 10))));
    }

    /** csmoe.md 2.2 and 4.2: counted without the stored tables of positions. */
    @Test
    void countsAreThoseOfTheDesign() {
        WeightTable dense = WeightTable.of(Preset.BASE.csmae(), Bands.bigEarthNet());
        WeightTable mixed = WeightTable.of(Preset.BASE.csmoe(), Bands.bigEarthNet());

        assertThat(trainable(dense.encoder())).isEqualTo(158_016_000);
        assertThat(trainable(dense.decoders())).isEqualTo(52_613_772);
        assertThat(trainable(dense.all())).isEqualTo(210_629_772);
        assertThat(trainable(mixed.encoder()) / 1e6).isBetween(885.45, 885.55);
    }

    private static long trainable(Map<String, long[]> shapes) {
        var trained = new TreeMap<>(shapes);
        trained.keySet().removeIf(WeightTable::isPositionTable);
        return WeightTable.count(trained);
    }

    private static Map<String, String> words(Map<String, long[]> shapes) {
        return shapes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Arrays.toString(e.getValue())));
    }
}
