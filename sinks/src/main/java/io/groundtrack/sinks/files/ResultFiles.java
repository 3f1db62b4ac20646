package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Reject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.function.BiConsumer;

/**
 * Writes what lives at the end of a run into a folder (architecture 5.2), each file sorted by key.
 *
 * <p>in: {@link LiveRecords} → out: {@code alerts.geojson} (RFC 7946), {@code
 * classifications.jsonl}, {@code embeddings.parquet}, {@code passes.jsonl}, {@code
 * dead-letters.jsonl}, {@code ledger.jsonl}, {@code summary.json}. Errors: {@link IOException}
 * naming the folder that cannot be written.
 */
public final class ResultFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private ResultFiles(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, and finds out now rather than at the end whether it can be written. */
    public static ResultFiles in(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            var probe = Files.createTempFile(folder, ".write", ".probe");
            Files.delete(probe);
        } catch (IOException e) {
            throw new IOException(
                    "--out "
                            + folder
                            + ": not writable (expected: a folder this user may write to)",
                    e);
        }
        return new ResultFiles(folder);
    }

    public Path folder() {
        return folder;
    }

    public void write(LiveRecords live, Summary summary) throws IOException {
        writeAlerts(live);
        lines("classifications.jsonl", live.classifications().values(), ResultFiles::describe);
        EmbeddingsWriter.write(folder.resolve("embeddings.parquet"), live.embeddings().values());
        var pairs = new HashMap<String, LedgerEntry>();
        live.lines(LedgerKind.PAIR, "live").forEach(pair -> pairs.put(pair.getSubject(), pair));
        lines(
                "passes.jsonl",
                live.lines(LedgerKind.PASS, "live").toList(),
                (pass, line) -> describePass(pass, pairs.get(pass.getSubject()), line));
        lines("dead-letters.jsonl", live.deadLetters().values(), ResultFiles::describe);
        LedgerFile.write(folder, live);
        Files.writeString(
                folder.resolve("summary.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary.json()) + "\n");
    }

    private void writeAlerts(LiveRecords live) throws IOException {
        var collection = JSON.createObjectNode().put("type", "FeatureCollection");
        var features = collection.putArray("features");
        var pictures = new AlertPictures(live);
        live.alerts().forEach(alert -> features.add(AlertFeature.of(alert, pictures)));
        Files.writeString(
                folder.resolve("alerts.geojson"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(collection) + "\n");
    }

    private <T> void lines(String name, Collection<T> records, BiConsumer<T, ObjectNode> describe)
            throws IOException {
        try (var out = Files.newBufferedWriter(folder.resolve(name), StandardCharsets.UTF_8)) {
            for (var record : records) {
                var line = JSON.createObjectNode();
                describe.accept(record, line);
                out.write(JSON.writeValueAsString(line));
                out.write('\n');
            }
        }
    }

    private static void describe(Classification c, ObjectNode line) {
        line.put("id", c.getId());
        line.put("patch", c.getPatchId());
        line.put("tile", c.getTile());
        line.put("s1Pass", c.getS1Pass());
        line.put("s2Pass", c.getS2Pass());
        line.put("acquisitionTime", c.getAcquisitionTime().toString());
        line.put("modelId", c.getModelId());
        var labels = line.putArray("labels");
        c.getLabels().forEach(labels::add);
        var scores = line.putArray("scores");
        for (float score : Packed.floats(c.getScores())) {
            scores.add(score);
        }
        if (!c.getFilledBands().isEmpty()) {
            c.getFilledBands().forEach(line.putArray("filledBands")::add);
        }
        line.put("longitude", c.getLongitude());
        line.put("latitude", c.getLatitude());
    }

    private static void describePass(LedgerEntry pass, LedgerEntry pair, ObjectNode line) {
        line.put("pass", pass.getSubject());
        line.put("tile", pass.getTile());
        line.put("sensor", pass.getSensor().name());
        line.put("productKind", pass.getDetail());
        line.put("acquisitionTime", pass.getAcquisitionTime().toString());
        line.put("granules", pass.getLive());
        line.put("patches", pass.getPatches());
        if (pair != null) {
            line.put("s1Pass", pair.getDetail());
            line.put("pairedPatches", pair.getPatches());
        }
        line.put("epsg", pass.getEpsg());
        line.put("footprintWkb", HexFormat.of().formatHex(Packed.bytes(pass.getFootprint())));
    }

    private static void describe(Reject reject, ObjectNode line) {
        line.put("id", reject.getId());
        line.put("reason", reject.getReason().name());
        line.put("step", reject.getStep());
        line.put("subject", reject.getSubject());
        line.put("message", reject.getMessage());
        line.put("topic", reject.getOrigin().getTopic());
        line.put("partition", reject.getOrigin().getPartition());
        line.put("offset", reject.getOrigin().getOffset());
        if (reject.getOriginal().hasRemaining()) {
            line.put(
                    "original",
                    new String(Packed.bytes(reject.getOriginal()), StandardCharsets.UTF_8));
        }
    }
}
