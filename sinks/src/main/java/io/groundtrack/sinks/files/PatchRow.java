package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Ids;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Patches in one row of a tile of which a pass is told the same: one line in place of many.
 *
 * <p>in: observations → out: {@code subject} (row and pass), {@code columns} ({@code 40-83,85}) and
 * {@code patches} (how many) of a line; and back. Errors: {@link IllegalArgumentException} for
 * columns that no tile has.
 */
final class PatchRow {

    private static final Pattern OBSERVATION = Pattern.compile("(.+_r\\d+)_c(\\d{1,3})\\|(.+)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");

    private final String row;
    private final String pass;
    private final BitSet columns = new BitSet();

    private PatchRow(String row, String pass) {
        this.row = row;
        this.pass = pass;
    }

    /** One observation; empty where its patch is not named by row and column. */
    static Optional<PatchRow> of(String observation) {
        var match = OBSERVATION.matcher(observation);
        if (!match.matches()) {
            return Optional.empty();
        }
        var one = new PatchRow(match.group(1), match.group(3));
        one.columns.set(Integer.parseInt(match.group(2)));
        return Optional.of(one);
    }

    /** Row and pass: what patches that share a line have in common. */
    String subject() {
        return Ids.observation(row, pass);
    }

    String pass() {
        return pass;
    }

    void add(PatchRow other) {
        columns.or(other.columns);
    }

    void describe(ObjectNode line) {
        line.put("subject", subject());
        line.put("columns", ranges());
        line.put("patches", columns.cardinality());
    }

    private String ranges() {
        var text = new StringBuilder();
        for (int from = columns.nextSetBit(0); from >= 0; ) {
            int last = columns.nextClearBit(from) - 1;
            text.append(text.isEmpty() ? "" : ",").append(from);
            if (last > from) {
                text.append('-').append(last);
            }
            from = columns.nextSetBit(last + 1);
        }
        return text.toString();
    }

    /** Every observation that a line is about: many where it has columns, else its subject. */
    static List<String> observations(JsonNode line) {
        var subject = line.path("subject").asText();
        if (!line.has("columns")) {
            return List.of(subject);
        }
        int bar = subject.indexOf('|');
        var observations = new ArrayList<String>();
        for (var range : line.path("columns").asText().split(",", -1)) {
            var match = RANGE.matcher(range);
            if (bar < 0 || !match.matches()) {
                throw new IllegalArgumentException(
                        "columns " + range + " of " + subject + " (expected: such as 40-83,85)");
            }
            int first = Integer.parseInt(match.group(1));
            int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
            for (int column = first; column <= last; column++) {
                observations.add(
                        subject.substring(0, bar) + "_c" + column + subject.substring(bar));
            }
        }
        return observations;
    }
}
