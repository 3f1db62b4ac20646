package io.groundtrack.sinks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @Test
    void everyFileHoldsWhatLives() throws IOException {
        var results = Results.ofTwoPasses();
        results.deadLetters.put("bad", reject());
        results.take(Results.alert("old", ChangeState.SUPERSEDED, Results.SQUARE));
        write(results);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "alerts.geojson",
                            "classifications.jsonl",
                            "dead-letters.jsonl",
                            "embeddings.parquet",
                            "ledger.jsonl",
                            "passes.jsonl",
                            "summary.json");
        }
        assertThat(lines("classifications.jsonl"))
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.get("scores").toString()).isEqualTo("[0.25,0.75]");
                            assertThat(c.get("s1Pass").asText()).isEqualTo("pass-S1");
                        });
        assertThat(lines("passes.jsonl"))
                .extracting(p -> p.get("pass").asText())
                .containsExactly("pass-S1", "pass-S2");
        assertThat(lines("ledger.jsonl"))
                .as("and both passes of the classification")
                .hasSize(results.ledger.size() + results.changes.size() + 2);
        assertThat(JSON.readTree(folder.resolve("summary.json").toFile()).get("pairs").asInt())
                .isEqualTo(1);
    }

    @Test
    void alertsAreAFeatureCollectionOfThoseThatHold() throws IOException {
        var results = Results.ofTwoPasses();
        results.take(Results.alert("none", ChangeState.RETRACTED, Results.SQUARE));
        write(results);
        var collection = JSON.readTree(folder.resolve("alerts.geojson").toFile());
        assertThat(collection.get("type").asText()).isEqualTo("FeatureCollection");
        assertThat(collection.has("crs")).isFalse();
        assertThat(collection.get("features"))
                .singleElement()
                .extracting(f -> f.get("id").asText())
                .isEqualTo("alert");
    }

    @Test
    void embeddingsReadBackWithoutRevisions() throws IOException {
        var results = Results.ofTwoPasses();
        results.embeddings.values().forEach(e -> e.setPassRevision(3));
        write(results);
        var read = new ArrayList<PatchEmbedding>();
        try (var file = StoredEmbeddings.open(folder.resolve("embeddings.parquet"))) {
            file.read(0, read::add);
        }
        assertThat(read).extracting(PatchEmbedding::getPassRevision).containsExactly(0, 0);
        results.embeddings.values().forEach(e -> e.setPassRevision(0));
        assertThat(read.equals(List.copyOf(results.embeddings.values()))).isTrue();
    }

    @Test
    void aDeadLetterSaysWhereItWasReadAndWhatItWas() throws IOException {
        var results = Results.ofTwoPasses();
        results.deadLetters.put("bad", reject());
        write(results);
        assertThat(lines("dead-letters.jsonl"))
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.get("topic").asText()).isEqualTo("notices");
                            assertThat(letter.get("offset").asLong()).isEqualTo(7);
                            assertThat(letter.get("original").asText()).isEqualTo("{\"half");
                        });
    }

    @Test
    void filesOfTheSameResultsAreTheSameToTheByte() throws IOException {
        write(Results.ofTwoPasses());
        var first = Files.readString(folder.resolve("ledger.jsonl"));
        var alerts = Files.readString(folder.resolve("alerts.geojson"));
        write(Results.ofTwoPasses());
        assertThat(Files.readString(folder.resolve("ledger.jsonl"))).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("alerts.geojson"))).isEqualTo(alerts);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedAtOnce() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "x");
        var below = file.resolve("out");
        assertThatIOException()
                .isThrownBy(() -> ResultFiles.in(below))
                .withMessage(
                        "--out %s: not writable (expected: a folder this user may write to)",
                        below);
    }

    @Test
    void findingOutLeavesNothingBehind() throws IOException {
        ResultFiles.in(folder.resolve("new/deep"));
        assertThat(folder.resolve("new/deep")).isEmptyDirectory();
    }

    private void write(Results results) throws IOException {
        var live = results.live();
        ResultFiles.in(folder).write(live, Summary.of(live, "m", Map.of()));
    }

    private List<JsonNode> lines(String name) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(folder.resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Reject reject() {
        return Reject.newBuilder()
                .setId("bad")
                .setReason(RejectReason.FIELD_INVALID)
                .setStep("read-notices")
                .setOrigin(new Origin("notices", 0, 7L))
                .setOriginal(ByteBuffer.wrap("{\"half".getBytes(StandardCharsets.UTF_8)))
                .build();
    }
}
