package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lines of a ledger file that tell how far classification has come: one for the patches of a
 * pass in one row of the tile, with the time at which the last patch of the pass was classified.
 */
final class ClassesLines {

    static final String KIND = "CLASSES";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLASSIFIED = "classified";
    private static final String TOO_LATE = "late";

    private ClassesLines() {}

    static List<ObjectNode> of(ClassifiedPatches classified) {
        var lines = new ArrayList<ObjectNode>();
        for (var row : rows(classified.observations(), CLASSIFIED, lines)) {
            var line = line(row.subject(), CLASSIFIED);
            row.describe(line);
            var at = classified.at().get(row.pass());
            if (at != null) {
                line.put("written", at.toString());
            }
            lines.add(line);
        }
        for (var row : rows(classified.tooLate(), TOO_LATE, lines)) {
            var line = line(row.subject(), TOO_LATE);
            row.describe(line);
            lines.add(line);
        }
        return lines;
    }

    /** By row of a tile; what has none gets a line of its own. */
    private static Iterable<PatchRow> rows(
            Set<String> observations, String status, List<ObjectNode> lines) {
        var rows = new TreeMap<String, PatchRow>();
        for (var observation : observations) {
            var patch = PatchRow.of(observation);
            if (patch.isEmpty()) {
                lines.add(line(observation, status));
                continue;
            }
            var known = rows.putIfAbsent(patch.get().subject(), patch.get());
            if (known != null) {
                known.add(patch.get());
            }
        }
        return rows.values();
    }

    private static ObjectNode line(String subject, String status) {
        return JSON.createObjectNode()
                .put("kind", KIND)
                .put("subject", subject)
                .put("status", status);
    }

    static void take(JsonNode line, ClassifiedPatches into) {
        var observations = PatchRow.observations(line);
        if (line.path("status").asText().equals(TOO_LATE)) {
            into.tooLate().addAll(observations);
            return;
        }
        into.observations().addAll(observations);
        var written = line.path("written").asText("");
        if (!written.isEmpty()) {
            var subject = line.path("subject").asText();
            into.at().put(subject.substring(subject.indexOf('|') + 1), Instant.parse(written));
        }
    }
}
