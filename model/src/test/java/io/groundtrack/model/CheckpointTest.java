package io.groundtrack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.CheckpointNotes;
import io.groundtrack.model.checkpoint.Checksums;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.checkpoint.WeightTable;
import io.groundtrack.model.network.PositionTables;
import io.groundtrack.model.sketch.Sketches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final byte[] HEAD = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatIsWrittenOpensUnderTheModelIdItGave(@TempDir Path folder) throws IOException {
        Checkpoint.Written written = write(folder.resolve("tiny"), NumberType.F32);

        try (var model = open(folder.resolve("tiny"))) {
            assertThat(model.modelId())
                    .startsWith("tiny-")
                    .isEqualTo(written.modelId(Sketches.unfitted(16, 8).toBytes()));
            assertThat(model.file("heads/h.json")).contains(HEAD);
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
    }

    /** Lines of {@code sha256sum}: hex, two spaces, name. */
    @Test
    void everyFileIsListedWithItsSum(@TempDir Path folder) throws Exception {
        write(folder.resolve("tiny"), NumberType.BF16);
        var listed = new TreeMap<String, String>();
        for (String line : Files.readAllLines(folder.resolve("tiny/SHA256SUMS"))) {
            listed.put(line.substring(66), line.substring(0, 66));
        }

        assertThat(listed.keySet())
                .containsExactly(
                        "MODEL_CARD.md",
                        "bands.json",
                        "config.json",
                        "heads/h.json",
                        "model.safetensors");
        for (var one : listed.entrySet()) {
            byte[] content = Files.readAllBytes(folder.resolve("tiny").resolve(one.getKey()));
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
            assertThat(one.getValue()).isEqualTo(HexFormat.of().formatHex(sum) + "  ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "config.json", "bands.json", "heads/h.json"})
    void aChangedFileIsRefusedByName(String name, @TempDir Path folder) throws IOException {
        write(folder.resolve("tiny"), NumberType.F32);
        Path file = folder.resolve("tiny").resolve(name);
        byte[] content = Files.readAllBytes(file);
        if (name.equals("model.safetensors")) {
            // lowest bit of the last number
            content[content.length - 4] ^= 1;
        } else {
            content[0] = ' ';
        }
        Files.write(file, content);

        assertThatThrownBy(
                        () -> {
                            try (var model = open(folder.resolve("tiny"))) {
                                model.file(name);
                            }
                        })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHA256SUMS: " + name + ": SHA-256 ");
    }

    @Test
    void aListedFileThatIsMissingIsRefused(@TempDir Path folder) throws IOException {
        write(folder.resolve("tiny"), NumberType.F32);
        Files.delete(folder.resolve("tiny/heads/h.json"));

        assertThatThrownBy(() -> open(folder.resolve("tiny")))
                .hasMessageEndingWith("heads/h.json: missing, SHA256SUMS lists it");
    }

    @Test
    void aFileAddedLaterIsListedToo(@TempDir Path folder) throws IOException {
        Path place = folder.resolve("tiny");
        write(place, NumberType.F32);
        byte[] sketch = Sketches.unfitted(16, 8).toBytes();
        Checkpoint.put(place, "sketch.safetensors", sketch);
        Checkpoint.put(place, "heads/h.json", "[]".getBytes(StandardCharsets.UTF_8));

        byte[] list = Files.readAllBytes(place.resolve("SHA256SUMS"));
        assertThat(Checksums.read("x", list).files())
                .contains("sketch.safetensors", "heads/h.json")
                .hasSize(6);
        try (var model = open(place)) {
            assertThat(model.file("heads/h.json")).isPresent();
        }
    }

    @Test
    void aWriterThatFailsLeavesNothing(@TempDir Path folder) throws IOException {
        WeightSource failing =
                (name, shape) -> {
                    throw new IllegalArgumentException("tensor " + name + ": no");
                };

        assertThatThrownBy(
                        () ->
                                Checkpoint.write(
                                        folder.resolve("tiny"),
                                        TinyCheckpoint.CONFIG,
                                        TinyCheckpoint.BANDS,
                                        Map.of("w", new long[] {1}),
                                        failing,
                                        CheckpointNotes.of("tiny", "")))
                .hasMessage("tensor w: no");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aTakenFolderIsRefused(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("x"));

        assertThatThrownBy(() -> write(folder, NumberType.F32))
                .hasMessage(folder + ": exists (expected: a new or an empty folder)");
    }

    @Test
    void theCardsFrontMatterSaysWhatTheModelTakesAndGives(@TempDir Path folder) throws IOException {
        write(folder.resolve("tiny"), NumberType.F32);
        Map<String, JsonElement> fields = frontMatter(folder.resolve("tiny/MODEL_CARD.md"));

        assertThat(fields.get("mlm:name").getAsString()).isEqualTo("Tiny");
        assertThat(fields.get("mlm:architecture").getAsString()).endsWith("CSMoE SESD");
        assertThat(fields.get("mlm:total_parameters").getAsLong())
                .isEqualTo(WeightTable.count(shapes()));
        assertThat(fields.get("mlm:pretrained").getAsBoolean()).isTrue();
        assertThat(fields.get("mlm:pretrained_source").getAsString()).isEqualTo("noise");
        assertThat(fields.get("mlm:hyperparameters").getAsJsonObject().get("epochs").getAsInt())
                .isEqualTo(3);
        var s2 = fields.get("mlm:input").getAsJsonArray().get(1).getAsJsonObject();
        assertThat(s2.get("bands")).hasToString("[\"B02\",\"B03\",\"B08\"]");
        assertThat(s2.getAsJsonObject("input").get("shape")).hasToString("[-1,3,12,12]");
        assertThat(s2.getAsJsonArray("value_scaling").get(2))
                .hasToString("{\"type\":\"z-score\",\"mean\":2000.0,\"stddev\":1300.0}");
        assertThat(s2.get("resize_type").getAsString()).isEqualTo("interpolation-nearest");
        assertThat(fields.get("mlm:output").getAsJsonArray().get(0))
                .hasToString(
                        "{\"name\":\"features_s1\",\"tasks\":[\"similarity-search\"],"
                                + "\"result\":{\"shape\":[-1,8],"
                                + "\"dim_order\":[\"batch\",\"embedding\"],"
                                + "\"data_type\":\"float32\"}}");
    }

    private static Map<String, JsonElement> frontMatter(Path card) throws IOException {
        String text = Files.readString(card);
        String front = text.substring(4, text.indexOf("\n---\n", 4));
        var fields = new LinkedHashMap<String, JsonElement>();
        for (String field : front.split("\n(?! )")) {
            int colon = field.indexOf(": ");
            fields.put(
                    field.substring(0, colon), JsonParser.parseString(field.substring(colon + 2)));
        }
        return fields;
    }

    private static Map<String, long[]> shapes() {
        return WeightTable.of(TinyCheckpoint.CONFIG, TinyCheckpoint.BANDS).all();
    }

    private static Checkpoint.Written write(Path folder, NumberType type) {
        return Checkpoint.write(
                folder,
                TinyCheckpoint.CONFIG,
                TinyCheckpoint.BANDS,
                shapes(),
                new PositionTables(new DrawnWeights(5, 4)),
                CheckpointNotes.of("Tiny", "Made by a test.")
                        .trainedOn("noise", Map.of("epochs", 3, "optimiser", "AdamW"))
                        .storedAs(type)
                        .with("heads/h.json", HEAD));
    }

    private static EmbeddingModel open(Path folder) {
        return EmbeddingModel.open(folder.toString(), new ModelOptions(2, 1, "cpu"));
    }
}
