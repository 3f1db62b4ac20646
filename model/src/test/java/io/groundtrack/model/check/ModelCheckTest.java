package io.groundtrack.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.groundtrack.model.check.Comparison.Outcome;
import io.groundtrack.model.check.OutputGroup.Kind;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckTest {
    private static final String WEIGHTS = "weights.safetensors";
    private static final String NUMBERS = "numbers.safetensors";
    private static final String NORM_GRADIENT = "grad/backbone.norm.weight";

    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        TinyReference.write(folder);
    }

    @Test
    void everyOutputIsComparedWhateverTheSizes() {
        WeightsReport file = onlyFile();

        assertThat(failing(file)).isEmpty();
        assertThat(file.problem()).isEmpty();
        assertThat(file.passed()).isTrue();
        assertThat(file.compared(Kind.TENSOR)).isEqualTo(12);
        assertThat(file.compared(Kind.LOSS)).isEqualTo(7);
        assertThat(file.compared(Kind.COUNT)).isEqualTo(1);
        // every weight but three tables of positions
        assertThat(file.compared(Kind.GRADIENT)).isEqualTo(tensors(WEIGHTS).size() - 3);
    }

    @Test
    void oneChangedWeightFailsByName() throws IOException {
        edit(WEIGHTS, all -> all.get("decoder_s2_to_s1.decoder_pred.bias").values()[3] += 0.01f);

        WeightsReport file = onlyFile();

        assertThat(file.passed()).isFalse();
        // only what that layer predicts, its losses, and what the gradient passes
        assertThat(failing(file))
                .contains("pred_s1_from_s1", "pred_s1_from_s2", "expected.rec_s1_from_s2")
                .contains("grad/decoder_s2_to_s1.decoder_pred.bias")
                .doesNotContain("tokens_s1", "pred_s2_from_s1", "expected.mim");
    }

    @Test
    void oneChangedExpectedNumberFailsByName() throws IOException {
        editConfig(
                config -> {
                    JsonObject expected = config.getAsJsonObject("expected");
                    expected.addProperty("mim", expected.get("mim").getAsDouble() + 2e-5);
                });

        assertThat(failing(onlyFile())).containsExactly("expected.mim");
    }

    @Test
    void oneChangedEntryOfATensorFailsByName() throws IOException {
        edit(NUMBERS, all -> all.get("tokens_s2").values()[17] += 3e-4f);

        assertThat(failing(onlyFile())).containsExactly("tokens_s2");
    }

    @Test
    void oneChangedMaskBitFailsByName() throws IOException {
        edit(NUMBERS, all -> all.get("mask_s2").values()[0] = 0.5f);

        assertThat(failing(onlyFile())).containsExactly("mask_s2");
    }

    @Test
    void oneChangedGradientFailsByName() throws IOException {
        edit(
                NUMBERS,
                all -> {
                    float[] gradient = all.get(NORM_GRADIENT).values();
                    float largest = 0;
                    for (float value : gradient) {
                        largest = Math.max(largest, Math.abs(value));
                    }
                    gradient[2] += 3e-4f * largest;
                });

        assertThat(failing(onlyFile())).containsExactly(NORM_GRADIENT);
    }

    @Test
    void outputsThatAreNotThereFailByName() throws IOException {
        edit(
                NUMBERS,
                all -> {
                    all.remove("pred_s2_from_s2");
                    all.remove(NORM_GRADIENT);
                });
        editConfig(config -> config.getAsJsonObject("expected").remove("loss"));

        WeightsReport file = onlyFile();

        assertThat(failing(file))
                .containsExactlyInAnyOrder("pred_s2_from_s2", NORM_GRADIENT, "expected.loss");
        assertThat(file.comparisons())
                .filteredOn(c -> !c.passed())
                .allMatch(c -> c.outcome() == Outcome.MISSING);
    }

    @Test
    void aNumberThatIsNoneOrAShapeThatIsAnotherFailsByName() throws IOException {
        edit(
                NUMBERS,
                all -> {
                    all.put("features_s1", Tensor.of(new float[16], 1, 16));
                    all.get("features_s2").values()[0] = Float.NaN;
                });
        editConfig(config -> config.getAsJsonObject("expected").addProperty("loss", "low"));

        assertThat(failing(onlyFile()))
                .containsExactlyInAnyOrder("features_s1", "features_s2", "expected.loss");
    }

    @Test
    void outputsThatNoOneKnowsAreTold() throws IOException {
        edit(
                NUMBERS,
                all -> {
                    all.put("attention_map", Tensor.of(new float[1], 1));
                    all.put("grad/backbone.bottleneck", Tensor.of(new float[1], 1));
                });

        WeightsReport file = onlyFile();

        assertThat(file.of(OutputGroup.UNKNOWN))
                .extracting(Comparison::name)
                .containsExactly("attention_map");
        assertThat(failing(file)).containsExactly("grad/backbone.bottleneck");
    }

    /** Trap: the official input has the ten bands of Sentinel-2 before the two of Sentinel-1. */
    @Test
    void sentinel2IsStackedFirst() throws IOException {
        edit(
                NUMBERS,
                all -> {
                    Tensor input = all.get("input");
                    var swapped = new float[input.values().length];
                    int band = 12 * 12;
                    for (int i = 0; i < TinyReference.BATCH; i++) {
                        int at = i * 5 * band;
                        System.arraycopy(input.values(), at + 3 * band, swapped, at, 2 * band);
                        System.arraycopy(input.values(), at, swapped, at + 2 * band, 3 * band);
                    }
                    all.put("input", new Tensor(input.shape(), swapped));
                });

        assertThat(failing(onlyFile())).contains("tokens_s1", "tokens_s2");
    }

    @Test
    void weightsThatLackATensorOrHaveAnotherAreRefusedByName() throws IOException {
        edit(
                WEIGHTS,
                all -> {
                    all.remove("backbone.norm.bias");
                    all.put("backbone.extra", Tensor.of(new float[1], 1));
                });

        assertThat(problem())
                .contains("missing: [backbone.norm.bias]")
                .contains("does not have: [backbone.extra]");
    }

    @Test
    void weightsOfAnotherShapeOrNotFiniteAreRefusedByName() throws IOException {
        edit(WEIGHTS, all -> all.put("backbone.norm.bias", Tensor.of(new float[4], 4)));
        assertThat(problem()).contains("backbone.norm.bias: shape [4] (expected: [16])");

        TinyReference.write(folder);
        edit(WEIGHTS, all -> all.get("backbone.norm.bias").values()[1] = Float.NaN);
        assertThat(problem()).contains("backbone.norm.bias: value 1 is NaN");
    }

    @Test
    void aTableOfPositionsThatIsNotTheCodeIsRefusedByName() throws IOException {
        edit(WEIGHTS, all -> all.get("decoder_s1_to_s2.decoder_pos_embed").values()[20] += 0.1f);

        assertThat(problem()).contains("decoder_s1_to_s2.decoder_pos_embed: value 20");
    }

    @Test
    void aFolderThatCannotBeUsedIsToldAndNothingIsThrown() throws IOException {
        assertThat(ModelCheck.check(folder.resolve("nowhere")).problem().orElseThrow())
                .contains("not a folder");

        Files.delete(folder.resolve(NUMBERS));
        assertThat(problem()).contains(NUMBERS + ": missing");

        TinyReference.write(folder);
        byte[] weights = Files.readAllBytes(folder.resolve(WEIGHTS));
        Files.write(folder.resolve(WEIGHTS), Arrays.copyOf(weights, weights.length / 2));
        assertThat(problem()).contains(WEIGHTS);

        TinyReference.write(folder);
        edit(NUMBERS, all -> all.remove("noise_s2"));
        assertThat(problem()).contains("noise_s2: missing");

        TinyReference.write(folder);
        editConfig(config -> config.addProperty("embed_dim", 20));
        assertThat(problem()).contains(WEIGHTS).contains("expected: [");

        Files.writeString(folder.resolve("config.json"), "{\"img_size\": 12,");
        FolderReport report = ModelCheck.check(folder);
        assertThat(report.passed()).isFalse();
        assertThat(report.problem().orElseThrow()).contains("config.json: not JSON");
    }

    private WeightsReport onlyFile() {
        FolderReport report = ModelCheck.check(folder);
        assertThat(report.problem()).isEmpty();
        assertThat(report.files()).hasSize(1);
        assertThat(report.passed()).isEqualTo(report.files().get(0).passed());
        return report.files().get(0);
    }

    private String problem() {
        WeightsReport file = onlyFile();
        assertThat(file.passed()).isFalse();
        return file.problem().orElseThrow();
    }

    private static List<String> failing(WeightsReport file) {
        return file.comparisons().stream()
                .filter(comparison -> !comparison.passed())
                .map(Comparison::name)
                .toList();
    }

    private Map<String, Tensor> tensors(String file) {
        try (var opened = Safetensors.open(folder.resolve(file))) {
            return opened.tensors();
        }
    }

    private void edit(String file, Consumer<Map<String, Tensor>> change) throws IOException {
        Map<String, Tensor> all = tensors(file);
        change.accept(all);
        TinyReference.write(folder, file, all);
    }

    private void editConfig(Consumer<JsonObject> change) throws IOException {
        Path file = folder.resolve("config.json");
        JsonObject config = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        change.accept(config);
        Files.writeString(file, config.toString());
    }
}
