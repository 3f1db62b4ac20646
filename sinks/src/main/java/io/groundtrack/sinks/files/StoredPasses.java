package io.groundtrack.sinks.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads back what a run left beside its embeddings: {@code passes.jsonl} (passes and their pairs)
 * and, of {@code ledger.jsonl}, the patches that were gated or rejected.
 *
 * <p>in: the folder of a run → out: ledger lines as they lived, revision 0. Memory: the passes.
 * Errors: {@link IOException} naming file and line.
 */
public final class StoredPasses {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final List<LedgerEntry> lines = new ArrayList<>();
    private final Map<String, String> partners = new TreeMap<>();

    private StoredPasses(Path folder) {
        this.folder = folder;
    }

    /** Reads {@code passes.jsonl} of a folder. */
    public static StoredPasses in(Path folder) throws IOException {
        var passes = new StoredPasses(folder);
        each(folder.resolve("passes.jsonl"), passes::take);
        return passes;
    }

    /** S1 pass by S2 pass. */
    public Map<String, String> partners() {
        return partners;
    }

    /** Lines of live passes and live pairs. */
    public List<LedgerEntry> lines() {
        return lines;
    }

    /** Hands over the lines of patches that were gated or rejected. */
    public void patchesNotEmbedded(Consumer<LedgerEntry> into) throws IOException {
        each(
                folder.resolve("ledger.jsonl"),
                line -> {
                    var status = text(line, "status");
                    if (text(line, "kind").equals(LedgerKind.PATCH.name())
                            && (status.equals("gated") || status.equals("rejected"))) {
                        for (var observation : PatchRow.observations(line)) {
                            into.accept(
                                    entry(LedgerKind.PATCH, observation, line)
                                            .setStatus(status)
                                            .setDetail(line.path("detail").asText())
                                            .build());
                        }
                    }
                });
    }

    private void take(JsonNode line) {
        var pass = text(line, "pass");
        lines.add(
                entry(LedgerKind.PASS, pass, line)
                        .setStatus("live")
                        .setDetail(text(line, "productKind"))
                        .setLive(line.path("granules").asInt())
                        .setPatches(line.path("patches").asInt())
                        .setSensor(Sensor.valueOf(text(line, "sensor")))
                        .setEpsg(line.path("epsg").asInt())
                        .setFootprint(
                                ByteBuffer.wrap(
                                        HexFormat.of().parseHex(text(line, "footprintWkb"))))
                        .build());
        if (line.hasNonNull("s1Pass")) {
            var partner = text(line, "s1Pass");
            partners.put(pass, partner);
            lines.add(
                    entry(LedgerKind.PAIR, pass, line)
                            .setAcquisitionTime(null)
                            .setStatus("live")
                            .setDetail(partner)
                            .setPatches(line.path("pairedPatches").asInt())
                            .build());
        }
    }

    private static LedgerEntry.Builder entry(LedgerKind kind, String subject, JsonNode line) {
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(kind, subject))
                .setKind(kind)
                .setSubject(subject)
                .setTile(text(line, "tile"))
                .setAcquisitionTime(
                        line.hasNonNull("acquisitionTime")
                                ? Instant.parse(text(line, "acquisitionTime"))
                                : null);
    }

    private static String text(JsonNode line, String key) {
        var value = line.get(key);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("no text " + key);
        }
        return value.asText();
    }

    private static void each(Path file, Consumer<JsonNode> take) throws IOException {
        try (var in = Files.newBufferedReader(file)) {
            int number = 0;
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                try {
                    take.accept(JSON.readTree(line));
                } catch (JsonProcessingException | RuntimeException e) {
                    throw new IOException(
                            "%s, line %d: %s (expected: as a replay writes it)"
                                    .formatted(file, number, e.getMessage()),
                            e);
                }
            }
        }
    }
}
