package io.groundtrack.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.checkpoint.Variant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribedModelTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("project.root", ".."), "../shared/golden/model").normalize();

    @TempDir private Path folder;

    /** Reference: the trainable parameters that the authors' code counts, or ours for Soft MoE. */
    @Test
    void goldenFoldersHaveTheirTrainableParameters() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(GOLDEN), "reference numbers are not at " + GOLDEN);
        List<Path> cases;
        try (var folders = Files.list(GOLDEN)) {
            cases = folders.filter(f -> f.getFileName().toString().startsWith("cs")).toList();
        }
        assertThat(cases).isNotEmpty();
        for (Path golden : cases) {
            JsonObject config = read(Files.readString(golden.resolve("config.json")));
            var described = DescribedModel.of(golden.toString());
            JsonObject json = read(described.json(null, 1));
            long expected =
                    config.getAsJsonObject("expected").get("trainable_parameters").getAsLong();
            long s1 = new NetworkCost(config(golden), 2, 10).s1Macs();

            assertThat(json.getAsJsonObject("parameters").get("trainable").getAsLong())
                    .as(golden.toString())
                    .isEqualTo(expected);
            assertThat(json.getAsJsonObject("parameters").get("stored").getAsLong())
                    .isEqualTo(expected);
            assertThat(json.getAsJsonObject("macs").get("s1").getAsLong()).isEqualTo(s1);
            assertThat(described.isCheckpoint()).isFalse();
        }
    }

    @Test
    void aLayerAloneIsRefusedByName() {
        Path layer = GOLDEN.resolve("soft-moe-layer");
        Assumptions.assumeTrue(Files.isDirectory(layer), "reference numbers are not at " + layer);

        assertThatThrownBy(() -> DescribedModel.of(layer.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("config.json: tokens");
    }

    @Test
    void aModelThatCannotPretrainIsDescribedAllTheSame() throws IOException {
        String json = new String(Preset.NANO.csmae().toJson(), StandardCharsets.UTF_8);
        Files.writeString(
                folder.resolve("config.json"),
                json.replace("\"mask_ratio\": 0.5", "\"mask_ratio\": 0"));

        var described = DescribedModel.of(folder.toString());

        assertThat(read(described.json(null, 1)).getAsJsonObject("macs").get("pretrainingStep"))
                .isEqualTo(JsonNull.INSTANCE);
        assertThat(described.text(1)).contains("no pretraining");
    }

    @Test
    void csmoeBaseIsWhatTheDesignSays() {
        JsonObject json = read(DescribedModel.of("csmoe-base").json(null, 32));

        assertThat(json.get("name").getAsString()).isEqualTo("csmoe-base");
        assertThat(json.get("modelId")).isNull();
        assertThat(json.getAsJsonObject("parameters").get("encoder").getAsLong())
                .isBetween(885_450_000L, 885_550_000L);
        assertThat(json.getAsJsonObject("macs").get("both").getAsLong())
                .isBetween(5_835_000_000L, 5_845_000_000L);
        assertThat(json.get("ratioToDense").getAsDouble()).isBetween(0.515, 0.525);
        assertThat(json.get("flopsPerMac").getAsInt()).isEqualTo(2);
        JsonObject memory = json.getAsJsonObject("memoryBytes");
        long encoder = json.getAsJsonObject("parameters").get("encoder").getAsLong();
        assertThat(memory.get("encoderFloat32").getAsLong()).isEqualTo(4 * encoder);
        assertThat(memory.get("encoderBfloat16").getAsLong()).isEqualTo(2 * encoder);
        assertThat(memory.get("activations").getAsLong()).isPositive();
        assertThat(DescribedModel.of("csmoe-base").text(32))
                .contains("885.5", "both 5.838", "12 of 12 blocks", "885,540,886");
    }

    /** A description that trusted the formula alone would not see this. */
    @Test
    void aNetworkThatDiffersFromTheFormulaIsNamed() {
        ModelConfig config = Preset.NANO.csmoe();
        var other = new BuiltNetwork(Preset.NANO.csmae(), 2, 10);
        var fewerBands = new BuiltNetwork(config, 2, 9);

        assertThatThrownBy(() -> new ModelDescription(new NetworkCost(config, 2, 10), other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("encoder parameters: ");
        assertThatThrownBy(() -> new ModelDescription(new NetworkCost(config, 2, 10), fewerBands))
                .hasMessageContaining("on the built network (expected: ");
    }

    @Test
    void weightsThatDoNotFitAreNamed() throws IOException {
        ModelConfig config = tiny();
        Files.write(folder.resolve("config.json"), config.toJson());
        assertThat(DescribedModel.of(folder.toString()).storedParameters()).isEmpty();

        Map<String, Tensor> weights = weights(config, 3, 4);
        store(weights);
        var described = DescribedModel.of(folder.toString());
        // bands are those of the weights
        long expected = new NetworkCost(config, 3, 4).encoderParameters();
        assertThat(described.description().encoderParameters()).isEqualTo(expected);
        assertThat(described.storedParameters()).hasValue(expected);

        weights.put("backbone.extra", new Tensor(new long[] {1}, new float[1]));
        store(weights);
        assertRefused("tensor backbone.extra: not part of the network");

        weights.remove("backbone.extra");
        weights.put("backbone.norm.weight", new Tensor(new long[] {3}, new float[3]));
        store(weights);
        assertRefused("tensor backbone.norm.weight: shape [3] (expected: [8]");

        weights.remove("backbone.norm.weight");
        store(weights);
        assertRefused("tensor backbone.norm.weight: missing");

        weights.remove("backbone.patch_embed.proj.weight");
        store(weights);
        assertRefused("tensor backbone.patch_embed.proj.weight: missing");

        Files.write(folder.resolve("weights.safetensors"), new byte[] {1, 2, 3});
        assertRefused("weights.safetensors: 3 bytes are too few");
    }

    @Test
    void aFolderWithoutConfigurationIsRefused() {
        assertRefused("config.json: missing");
        assertThatThrownBy(() -> DescribedModel.of("csmoe-hug"))
                .hasMessageContaining("'csmoe-hug' (expected: a folder, or one of [csmoe-nano");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> DescribedModel.of(folder.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private void store(Map<String, Tensor> weights) throws IOException {
        Files.write(folder.resolve("weights.safetensors"), Safetensors.bytes(weights));
    }

    private static Map<String, Tensor> weights(ModelConfig config, int s1Bands, int s2Bands) {
        var weights = new LinkedHashMap<String, Tensor>();
        new BuiltNetwork(config, s1Bands, s2Bands)
                .encoderShapes()
                .forEach(
                        (name, shape) -> {
                            int size = 1;
                            for (long axis : shape) {
                                size *= (int) axis;
                            }
                            weights.put(name, new Tensor(shape, new float[size]));
                        });
        return weights;
    }

    private static ModelConfig tiny() {
        return Variant.SECD.of(
                new ModelConfig(
                        6,
                        3,
                        8,
                        2,
                        1,
                        1,
                        2,
                        "specific",
                        4,
                        1,
                        2,
                        "random",
                        "disjoint",
                        0.5,
                        false,
                        Preset.NANO.csmae().softMoe()));
    }

    private static ModelConfig config(Path golden) throws IOException {
        return ModelConfig.read("config.json", Files.readAllBytes(golden.resolve("config.json")));
    }

    private static JsonObject read(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }
}
