package io.groundtrack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.script.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a vector may depend on: its patch and the shape, nothing else. */
class EncodingShapesTest {
    private static final int COUNT = 37;

    @ParameterizedTest
    @CsvSource({"csmoe-nano, FP32", "csmoe-nano, BF16", "csmae-nano, FP32", "csmae-nano, BF16"})
    void vectorsAreEqualToTheBitWhateverTheirMatesPlacePaddingAndThreads(
            String name, Precision precision) {
        var one = new ModelOptions(32, 1, "cpu", precision, true);
        var two = new ModelOptions(32, 2, "cpu", precision, true);
        try (var single = EmbeddingModel.open(name, one);
                var model = EmbeddingModel.open(name, two)) {
            for (Sensor sensor : Sensor.values()) {
                List<float[]> patches = patches(model, sensor, COUNT);
                Encoded together = model.encode(sensor, patches);
                assertThat(single.encode(sensor, patches).features())
                        .isDeepEqualTo(together.features());
                var order = new ArrayList<Integer>();
                for (int i = 0; i < COUNT; i++) {
                    order.add(i);
                }
                Collections.shuffle(order, new Random(7));
                Encoded shuffled = model.encode(sensor, order.stream().map(patches::get).toList());
                for (int place = 0; place < COUNT; place++) {
                    int i = order.get(place);
                    assertThat(shuffled.features()[place]).isEqualTo(together.features()[i]);
                    assertThat(shuffled.sketches()[place]).isEqualTo(together.sketches()[i]);
                }
                for (int i : new int[] {0, 5, 36}) {
                    Encoded alone = model.encode(sensor, patches.subList(i, i + 1));
                    assertThat(alone.shape()).isEqualTo(together.shape());
                    assertThat(alone.features()[0]).isEqualTo(together.features()[i]);
                    assertThat(alone.sketches()[0]).isEqualTo(together.sketches()[i]);
                }
            }
        }
    }

    @Test
    void shortListsMayHaveShapesOfTheirOwn() {
        var options = new ModelOptions(32, 0, "cpu", Precision.FP32, false);
        try (var model = EmbeddingModel.open("csmoe-nano", options)) {
            assertThat(List.of(model.shape(1), model.shape(2), model.shape(8), model.shape(500)))
                    .containsExactly(1, 8, 8, 8);
            List<float[]> patches = patches(model, Sensor.S1, 3);
            Encoded three = model.encode(Sensor.S1, patches);
            Encoded one = model.encode(Sensor.S1, patches.subList(0, 1));

            assertThat(three.shape()).isEqualTo(8);
            assertThat(one.shape()).isEqualTo(1);
            for (int d = 0; d < model.width(); d++) {
                assertThat((double) one.features()[0][d])
                        .isCloseTo(three.features()[0][d], within(1e-5));
            }
        }
    }

    @Test
    void shapesFollowFromModelAndBatchSize() {
        assertThat(shape("csmae-base", 1)).isEqualTo(1);
        assertThat(shape("csmae-base", 8)).isEqualTo(4);
        assertThat(shape("csmae-base", 128)).isEqualTo(8);
        assertThat(shape("csmoe-base", 8)).isEqualTo(8);
        assertThat(shape("csmoe-base", 32)).isEqualTo(16);
        assertThat(shape("csmoe-base", 128)).isEqualTo(32);
        assertThat(shape("csmoe-nano", 32)).isEqualTo(8);
    }

    private static int shape(String preset, int batchSize) {
        var config = Preset.named(preset).orElseThrow();
        return Shapes.of(config, new ModelOptions(batchSize, 0, "cpu")).largest();
    }

    @Test
    void pairsAreTheSingleVectors() {
        try (var model = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            List<float[]> s1 = patches(model, Sensor.S1, 11);
            List<float[]> s2 = patches(model, Sensor.S2, 11);

            EncodedPairs pairs = model.encodePairs(s1, s2);

            assertClose(pairs.s1(), model.encode(Sensor.S1, s1));
            assertClose(pairs.s2(), model.encode(Sensor.S2, s2));
            assertThatThrownBy(() -> model.encodePairs(s1, s2.subList(0, 3)))
                    .hasMessage("pairs: 11 of S1 and 3 of S2");
        }
    }

    @Test
    void pairsOneByOneAreTheSingleVectorsToTheBit() {
        var options = new ModelOptions(1, 0, "cpu");
        try (var model = EmbeddingModel.open("csmoe-nano", options)) {
            List<float[]> s1 = patches(model, Sensor.S1, 3);
            List<float[]> s2 = patches(model, Sensor.S2, 3);

            EncodedPairs pairs = model.encodePairs(s1, s2);

            assertThat(pairs.s1().features()).isDeepEqualTo(model.encode(Sensor.S1, s1).features());
            assertThat(pairs.s2().sketches()).isDeepEqualTo(model.encode(Sensor.S2, s2).sketches());
        }
    }

    private static void assertClose(Encoded found, Encoded expected) {
        assertThat(found.features()).hasSameDimensionsAs(expected.features());
        for (int i = 0; i < expected.features().length; i++) {
            for (int d = 0; d < expected.features()[i].length; d++) {
                assertThat((double) found.features()[i][d])
                        .isCloseTo(expected.features()[i][d], within(1e-5));
            }
            for (int k = 0; k < expected.sketches()[i].length; k++) {
                assertThat((int) found.sketches()[i][k])
                        .isCloseTo(expected.sketches()[i][k], within(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "BF16"})
    void precisionIsPartOfTheIdOfVectorsButNotOfTheWeights(
            Precision precision, @TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        var options = new ModelOptions(8, 0, "cpu", precision, true);
        try (var plain = EmbeddingModel.open(folder.toString(), ModelOptions.defaults());
                var model = EmbeddingModel.open(folder.toString(), options)) {
            assertThat(model.checkpointId()).isEqualTo(plain.modelId());
            assertThat(model.modelId())
                    .isEqualTo(plain.modelId() + (precision == Precision.BF16 ? "-bf16" : ""));
        }
        assertThatThrownBy(() -> new ModelOptions(8, 0, "cpu", Precision.FP16, true))
                .hasMessageContaining("fp16");
    }

    /** 10,000 calls; the memory measured is what neither the heap nor DJL counts. */
    @Test
    void tenThousandCallsLeaveNothingBehind(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        // threads that wait for each other would take most of the time
        var options = new ModelOptions(32, 1, "cpu");
        try (var model = EmbeddingModel.open(folder.toString(), options)) {
            List<float[]> s1 = patches(model, Sensor.S1, 8);
            List<float[]> s2 = patches(model, Sensor.S2, 8);
            calls(model, s1, s2, 2_000);
            int arrays = model.nativeArrays();
            long before = anonymousBytes();
            calls(model, s1, s2, 8_000);

            assertThat(model.nativeArrays()).isEqualTo(arrays);
            // one array of tokens left behind in each call would be 64 MB
            assertThat(anonymousBytes() - before).isLessThan(32L << 20);
        }
    }

    private static void calls(EmbeddingModel model, List<float[]> s1, List<float[]> s2, int count) {
        for (int i = 0; i < count; i++) {
            if (i % 3 == 2) {
                model.encodePairs(s1, s2);
            } else if (i % 3 == 1) {
                model.tokens(Sensor.S2, s2);
            } else {
                model.encode(Sensor.S1, s1);
            }
            if (i % 500 == 499) {
                System.gc();
            }
        }
    }

    private static long anonymousBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) {
                return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/self/status has no RssAnon");
    }

    private static List<float[]> patches(EmbeddingModel model, Sensor sensor, int count) {
        var random = new Random(13);
        int values = model.bands(sensor).size() * model.imageSize() * model.imageSize();
        List<float[]> patches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var patch = new float[values];
            for (int k = 0; k < values; k++) {
                float noise = random.nextFloat() + i * 0.01f;
                patch[k] = sensor == Sensor.S1 ? -20 * noise : 3000 * noise;
            }
            patches.add(patch);
        }
        return patches;
    }
}
