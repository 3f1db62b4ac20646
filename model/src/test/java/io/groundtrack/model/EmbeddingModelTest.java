package io.groundtrack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.sketch.Sketch;
import io.groundtrack.model.sketch.SketchFit;
import io.groundtrack.model.sketch.Sketches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingModelTest {
    private static EmbeddingModel nano;

    @BeforeAll
    static void open() {
        nano = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults());
    }

    @AfterAll
    static void close() {
        nano.close();
    }

    @Test
    void nanoSaysWhatItIs() {
        assertThat(nano.modelId()).matches("csmoe-nano-untrained-[0-9a-f]{8}");
        assertThat(nano.width()).isEqualTo(192);
        assertThat(nano.imageSize()).isEqualTo(120);
        assertThat(nano.gridSize()).isEqualTo(8);
        assertThat(nano.sketchSize()).isEqualTo(16);
        assertThat(nano.bands(Sensor.S1)).containsExactly("VV", "VH");
        assertThat(nano.bands(Sensor.S2))
                .containsExactly(
                        "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12");
    }

    @ParameterizedTest
    @EnumSource(Sensor.class)
    void aVectorNeverDependsOnItsBatchMatesOrItsPlace(Sensor sensor) {
        List<float[]> patches = patches(nano, sensor, 70);
        Encoded together = nano.encode(sensor, patches);

        for (int i : new int[] {0, 7, 31, 32, 63, 64, 69}) {
            Encoded alone = nano.encode(sensor, patches.subList(i, i + 1));
            assertThat(alone.features()[0]).isEqualTo(together.features()[i]);
            assertThat(alone.sketches()[0]).isEqualTo(together.sketches()[i]);
        }
        for (int place = 0; place < 32; place++) {
            var mates = new ArrayList<>(patches.subList(32, 64));
            mates.set(place, patches.get(3));
            assertThat(nano.encode(sensor, mates).features()[place])
                    .isEqualTo(together.features()[3]);
        }
    }

    @Test
    void differentPatchesHaveDifferentVectors() {
        Encoded encoded = nano.encode(Sensor.S2, patches(nano, Sensor.S2, 2));

        assertThat(encoded.features()[0]).hasSize(192).isNotEqualTo(encoded.features()[1]);
        assertThat(encoded.sketches()[0]).hasSize(64 * 16).isNotEqualTo(encoded.sketches()[1]);
    }

    @Test
    void missingPixelsAreTheBandsMean() {
        float[] gaps = patches(nano, Sensor.S1, 1).get(0);
        float[] means = gaps.clone();
        int perBand = 120 * 120;
        for (int i = 100; i < 2 * perBand; i += 3) {
            gaps[i] = i % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
            means[i] = i < perBand ? -12.643863677978516f : -19.352558135986328f;
        }

        float[][] features = nano.encode(Sensor.S1, List.of(gaps, means)).features();

        assertThat(features[0]).isEqualTo(features[1]);
    }

    @Test
    void callsLeaveNoNativeArrays() {
        List<float[]> patches = patches(nano, Sensor.S2, 3);
        nano.encode(Sensor.S2, patches);
        int before = nano.nativeArrays();
        for (int i = 0; i < 5; i++) {
            nano.encode(Sensor.S2, patches);
            nano.tokens(Sensor.S1, patches(nano, Sensor.S1, 1));
        }

        assertThat(nano.nativeArrays()).isEqualTo(before);
    }

    @Test
    void threadsGetTheSameVectors() {
        List<float[]> patches = patches(nano, Sensor.S2, 40);
        float[][] expected = nano.encode(Sensor.S2, patches).features();
        var calls = new ArrayList<CompletableFuture<Encoded>>();
        for (int i = 0; i < 4; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> nano.encode(Sensor.S2, patches)));
        }

        for (CompletableFuture<Encoded> call : calls) {
            assertThat(call.join().features()).isDeepEqualTo(expected);
        }
    }

    /** Parts on fewer threads than they are meant for would add up in another order. */
    @Test
    void whoElseCallsDoesNotShowInTheVectors() {
        var defaults = ModelOptions.defaults();
        var fourThreads =
                new ModelOptions(
                        defaults.batchSize(),
                        4,
                        defaults.device(),
                        defaults.precision(),
                        defaults.oneShape());
        try (var model = EmbeddingModel.open("csmoe-nano", fourThreads)) {
            List<float[]> patches = patches(model, Sensor.S1, 30);
            for (int round = 0; round < 10; round++) {
                var calls = new ArrayList<CompletableFuture<float[][]>>();
                for (int size : new int[] {8, 30, 16, 7, 8, 5}) {
                    calls.add(
                            CompletableFuture.supplyAsync(
                                    () ->
                                            model.encode(Sensor.S1, patches.subList(0, size))
                                                    .features()));
                }
                float[][] all = calls.get(1).join();
                for (var call : calls) {
                    var some = call.join();
                    assertThat(some).isDeepEqualTo(Arrays.copyOf(all, some.length));
                }
            }
        }
    }

    @Test
    void emptyListGivesEmptyResult() {
        assertThat(nano.encode(Sensor.S1, List.of()).features()).isEmpty();
        assertThat(nano.tokens(Sensor.S1, List.of())).isEmpty();
    }

    @Test
    void patchOfTheWrongSizeIsNamed() {
        assertThatThrownBy(
                        () ->
                                nano.encode(
                                        Sensor.S1, List.of(new float[2 * 120 * 120], new float[7])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("patch 1: 7 numbers (expected: 28800, bands × rows × columns)");
    }

    @Test
    void sketchIsTheProjectedTokenLessItsMean(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        try (var model = open(folder)) {
            var s1 = new SketchFit(16, 8);
            var s2 = new SketchFit(16, 8);
            for (float[] tokens : model.tokens(Sensor.S1, patches(model, Sensor.S1, 20))) {
                s1.add(tokens);
            }
            for (float[] tokens : model.tokens(Sensor.S2, patches(model, Sensor.S2, 20))) {
                s2.add(tokens);
            }
            byte[] fitted = new Sketches(s1.fit(3), s2.fit(3)).toBytes();
            TinyCheckpoint.put(folder, "sketch.safetensors", fitted);
        }
        try (var model = open(folder)) {
            List<float[]> patches = patches(model, Sensor.S2, 3);
            Sketch sketch =
                    Sketches.read(
                                    "sketch",
                                    Files.readAllBytes(folder.resolve("sketch.safetensors")),
                                    16,
                                    8)
                            .s2();
            float[] token = model.tokens(Sensor.S2, patches)[2];
            byte[] bytes = model.encode(Sensor.S2, patches).sketches()[2];

            assertThat(model.sketchSize()).isEqualTo(3);
            assertThat(bytes).hasSize(16 * 3);
            for (int i = 0; i < 16; i++) {
                for (int k = 0; k < 3; k++) {
                    double sum = 0;
                    for (int d = 0; d < 8; d++) {
                        sum +=
                                sketch.projection().values()[k * 8 + d]
                                        * (token[i * 8 + d] - sketch.mean().values()[i * 8 + d]);
                    }
                    double scaled = sum / sketch.scale().values()[k];
                    assertThat((double) bytes[i * 3 + k])
                            .isCloseTo(Math.max(-127, Math.min(127, scaled)), within(0.501));
                }
            }
        }
    }

    @Test
    void savedModelGivesTheSameVectorsAndTheSameId(@TempDir Path folder) throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        TinyCheckpoint.write(one);
        String id;
        float[][] features;
        try (var model = open(one)) {
            id = model.modelId();
            features = model.encode(Sensor.S2, patches(model, Sensor.S2, 2)).features();
        }
        try (var model = open(one)) {
            assertThat(model.modelId()).isEqualTo(id).matches("one-[0-9a-f]{8}");
            assertThat(model.encode(Sensor.S2, patches(model, Sensor.S2, 2)).features())
                    .isDeepEqualTo(features);
        }
        change(one, tensors -> tensors.get("backbone.norm.bias").values()[0] += 1);
        try (var model = open(one)) {
            assertThat(model.modelId()).isNotEqualTo(id);
        }
    }

    @Test
    void untrainedPresetIsTheSameEveryTime() {
        try (var again = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            assertThat(again.modelId()).isEqualTo(nano.modelId());
            List<float[]> patches = patches(nano, Sensor.S1, 1);
            assertThat(again.encode(Sensor.S1, patches).features())
                    .isDeepEqualTo(nano.encode(Sensor.S1, patches).features());
        }
    }

    @Test
    void weightsOfDecodersAreToleratedAndOtherStrangersRefused(@TempDir Path folder)
            throws IOException {
        TinyCheckpoint.write(folder);
        change(folder, tensors -> tensors.put("decoder.mask_token", scalar(1)));
        open(folder).close();

        change(folder, tensors -> tensors.put("backbone.blocks.7.norm1.bias", scalar(1)));
        assertThatThrownBy(() -> open(folder))
                .hasMessageContaining(
                        "model.safetensors: tensor backbone.blocks.7.norm1.bias: not");
    }

    @Test
    void damagedModelsAreRefusedByFileTensorAndReason(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        change(folder, tensors -> tensors.remove("backbone.norm.weight"));
        assertThatThrownBy(() -> open(folder))
                .hasMessageContaining("model.safetensors: tensor backbone.norm.weight: missing");

        TinyCheckpoint.write(folder);
        change(folder, tensors -> tensors.put("backbone.norm.weight", scalar(1)));
        assertThatThrownBy(() -> open(folder))
                .hasMessageContaining("tensor backbone.norm.weight: shape [] (expected: [8])");

        TinyCheckpoint.write(folder);
        change(folder, tensors -> tensors.get("backbone.norm.weight").values()[3] = Float.NaN);
        assertThatThrownBy(() -> open(folder))
                .hasMessageContaining("tensor backbone.norm.weight: value 3 is NaN");

        TinyCheckpoint.write(folder);
        change(
                folder,
                tensors ->
                        tensors.put("backbone.pos_embed", Tensor.of(new float[17 * 8], 1, 17, 8)));
        assertThatThrownBy(() -> open(folder))
                .hasMessageContaining("tensor backbone.pos_embed: value");

        TinyCheckpoint.write(folder);
        byte[] whole = Files.readAllBytes(folder.resolve("model.safetensors"));
        TinyCheckpoint.put(folder, "model.safetensors", Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("model.safetensors: ");

        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("model.safetensors: missing");
    }

    @Test
    void unknownNamesSayWhatThereIs() {
        assertThatThrownBy(() -> EmbeddingModel.open("csmoe-huge", ModelOptions.defaults()))
                .hasMessageContaining("'csmoe-huge'")
                .hasMessageContaining("csmoe-nano");
        assertThatThrownBy(
                        () -> EmbeddingModel.open("csmoe-nano", new ModelOptions(1, 0, "gpu:99")))
                .hasMessageContaining("gpu:99");
        assertThatThrownBy(() -> new ModelOptions(1, 0, "tpu"))
                .hasMessage("device: tpu (expected: cpu or gpu:0)");
    }

    @Test
    void filesOutsideTheCheckpointAreNotGiven(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        TinyCheckpoint.put(folder, "thresholds.json", new byte[] {1, 2});
        try (var model = open(folder)) {
            assertThat(model.file("thresholds.json")).contains(new byte[] {1, 2});
            assertThat(model.file("heads/none.json")).isEmpty();
            for (String path : List.of("../x", "/etc/hosts", "heads/../../x", "a\\..\\b", "")) {
                assertThatThrownBy(() -> model.file(path))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(nano.file("heads/none.json")).isEmpty();
        assertThat(nano.file("config.json")).isPresent();
    }

    @Test
    void transposedInputIsReadByColumns(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        float[] rows;
        float[] patch = new float[2 * 144];
        float[] turned = new float[2 * 144];
        for (int i = 0; i < patch.length; i++) {
            patch[i] = (float) Math.sin(i * 0.37) * 10 - 15;
            int pixel = i % 144;
            turned[i / 144 * 144 + pixel % 12 * 12 + pixel / 12] = patch[i];
        }
        try (var model = open(folder)) {
            rows = model.encode(Sensor.S1, List.of(patch)).features()[0];
        }
        String bands = Files.readString(folder.resolve("bands.json"));
        TinyCheckpoint.put(
                folder,
                "bands.json",
                bands.replaceFirst("\\{", "{\"transpose_input\": true,").getBytes());
        try (var model = open(folder)) {
            assertThat(model.encode(Sensor.S1, List.of(turned)).features()[0]).isEqualTo(rows);
        }
    }

    @Test
    void closedModelSaysSo(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        EmbeddingModel model = open(folder);
        model.close();
        model.close();

        assertThatThrownBy(() -> model.encode(Sensor.S1, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static EmbeddingModel open(Path folder) {
        return EmbeddingModel.open(folder.toString(), ModelOptions.defaults());
    }

    private static Tensor scalar(float value) {
        return Tensor.of(new float[] {value});
    }

    private static void change(Path folder, Consumer<Map<String, Tensor>> how) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Map<String, Tensor> tensors;
        try (var opened = Safetensors.open(file)) {
            tensors = new TreeMap<>(opened.tensors());
        }
        how.accept(tensors);
        Files.write(file, Safetensors.bytes(tensors));
    }

    private static List<float[]> patches(EmbeddingModel model, Sensor sensor, int count) {
        var random = new Random(11);
        int values = model.bands(sensor).size() * model.imageSize() * model.imageSize();
        List<float[]> patches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var patch = new float[values];
            float level = 1 + random.nextFloat();
            for (int k = 0; k < values; k++) {
                float noise = random.nextFloat();
                patch[k] = sensor == Sensor.S1 ? -20 * level * noise : 3000 * level * noise;
            }
            patches.add(patch);
        }
        return patches;
    }
}
