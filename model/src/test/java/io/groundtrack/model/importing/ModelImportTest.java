package io.groundtrack.model.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.checkpoint.WeightTable;
import io.groundtrack.model.network.PositionTables;
import io.groundtrack.model.torchfile.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportTest {
    private static final Map<String, long[]> SHAPES =
            WeightTable.of(TinyCheckpoint.CONFIG, TinyCheckpoint.BANDS).all();
    private static final WeightSource WEIGHTS = new PositionTables(new DrawnWeights(5, 4));

    @TempDir Path folder;
    private final Map<String, Tensor> tensors = new TreeMap<>();

    @BeforeEach
    void drawWeights() {
        SHAPES.forEach(
                (name, shape) -> tensors.put(name, new Tensor(shape, WEIGHTS.values(name, shape))));
    }

    @Test
    void theCheckpointOfALightningRunBecomesAFolderThatOpens() throws IOException {
        Path golden =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/model")
                        .resolve("csmae-sesd")
                        .normalize();
        Assumptions.assumeTrue(Files.isDirectory(golden), "no reference numbers at " + golden);
        ModelConfig config =
                ModelConfig.read("config", Files.readAllBytes(golden.resolve("config.json")));
        Path out = folder.resolve("imported");

        var imported =
                ModelImport.run(
                        new ModelImport.Request(
                                golden.resolve("weights.ckpt"),
                                config,
                                Bands.csmaeV1(),
                                out,
                                "x",
                                NumberType.F32),
                        line -> {});

        assertThat(imported.tensors()).isEqualTo(139);
        // what config.json expects, and three stored tables of positions
        assertThat(imported.parameters()).isEqualTo(111_628 + 65 * (32 + 24 + 24));
        assertThat(imported.skipped()).contains("optimizer_states");
        try (var expected = Safetensors.open(golden.resolve("weights.safetensors"));
                var found = Safetensors.open(out.resolve("model.safetensors"));
                var model = EmbeddingModel.open(out.toString(), new ModelOptions(2, 1, "cpu"))) {
            assertThat(found.names()).isEqualTo(expected.names());
            for (String name : expected.names()) {
                assertThat(found.tensor(name).values())
                        .as(name)
                        .isEqualTo(expected.tensor(name).values());
            }
            assertThat(model.modelId()).isEqualTo(imported.modelId());
        }
    }

    @Test
    void weightsAreTheSameFromEitherForm() throws IOException {
        Path ckpt = folder.resolve("a.ckpt");
        RandomCheckpoint.write(ckpt, SHAPES, WEIGHTS, "module.");
        Path safetensors = folder.resolve("a.safetensors");
        Files.write(safetensors, Safetensors.bytes(tensors));

        var fromCkpt = run(ckpt, "one/tiny", NumberType.BF16);
        var fromSafetensors = run(safetensors, "two/tiny", NumberType.BF16);

        assertThat(fromCkpt.modelId()).isEqualTo(fromSafetensors.modelId());
        assertThat(fromCkpt.notes()).containsExactly("prefix stripped from every name: module.");
    }

    @Test
    void anEncoderAloneIsTakenAndTablesOfPositionsAreComputed() throws IOException {
        tensors.keySet().removeIf(name -> name.startsWith("decoder"));
        tensors.remove("backbone.pos_embed");

        var imported = run(file(), "tiny", NumberType.F32);

        assertThat(imported.encoderOnly()).isTrue();
        assertThat(imported.notes())
                .hasSize(2)
                .contains("tables of positions were computed: [backbone.pos_embed]");
        try (var written = Safetensors.open(folder.resolve("tiny/model.safetensors"))) {
            assertThat(written.has("backbone.pos_embed")).isTrue();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedByNameAndNothingIsWritten() throws IOException {
        tensors.remove("backbone.norm.bias");
        tensors.remove("decoder_s1_to_s2.mask_token");
        tensors.put("backbone.head.weight", Tensor.of(new float[2], 2));
        tensors.put("backbone.fc_norm.bias", Tensor.of(new float[9], 9));

        assertThatThrownBy(() -> run(file(), "tiny", NumberType.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 tensors do not fit the network of config.json:")
                .hasMessageContaining("backbone.norm.bias: missing [8]")
                .hasMessageContaining("decoder_s1_to_s2.mask_token: missing [1, 1, 8]")
                .hasMessageContaining("backbone.fc_norm.bias: shape [9] (expected: [8])")
                .hasMessageContaining("backbone.head.weight: not part of the network");
        assertThat(folder.resolve("tiny")).doesNotExist();
    }

    @Test
    void aNumberThatIsNoneIsRefusedWithItsPlace() throws IOException {
        tensors.get("backbone.norm.bias").values()[3] = Float.NaN;

        assertThatThrownBy(() -> run(file(), "tiny", NumberType.F32))
                .hasMessageEndingWith(
                        "tensor backbone.norm.bias: value 3 is NaN (expected: finite)");
        assertThat(folder.resolve("tiny")).doesNotExist();
    }

    @Test
    void anotherTableOfPositionsIsRefused() throws IOException {
        tensors.get("backbone.pos_embed").values()[100] += 0.01f;

        assertThatThrownBy(() -> run(file(), "tiny", NumberType.F32))
                .hasMessageContaining("tensor backbone.pos_embed: value 100 is ");
    }

    private Path file() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Files.write(file, Safetensors.bytes(tensors));
        return file;
    }

    private ModelImport.Imported run(Path file, String out, NumberType type) {
        return ModelImport.run(
                new ModelImport.Request(
                        file,
                        TinyCheckpoint.CONFIG,
                        TinyCheckpoint.BANDS,
                        folder.resolve(out),
                        "Tiny",
                        type),
                line -> {});
    }
}
