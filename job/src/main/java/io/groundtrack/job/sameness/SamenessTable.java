package io.groundtrack.job.sameness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.embedded.EmbeddedWith;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * What each way to run the job over one archive gave, held against the first.
 *
 * @param modelId model of all runs
 * @param embeddedWith how all runs but the one without pixels made their vectors
 * @param counts what the first run counted, as in {@code summary.json}
 * @param rows one for each run, the first of them the one that all others are held against
 */
public record SamenessTable(
        String modelId, EmbeddedWith embeddedWith, ObjectNode counts, List<Row> rows) {

    /** Digits of a hash that are shown. */
    static final int SHOWN = 16;

    private static final List<String> COUNTS =
            List.of(
                    "notices",
                    "repeated",
                    "superseded",
                    "deleted",
                    "granules",
                    "passes",
                    "pairs",
                    "classifications");

    /**
     * One run.
     *
     * @param variation what was different
     * @param detail where it was stopped and the like; may be empty
     * @param resultHash of what lived at its end
     * @param differences what was not as in the first run: the hash, counts, sums that did not
     *     close
     * @param seconds it took
     */
    public record Row(
            String variation,
            String detail,
            String resultHash,
            List<String> differences,
            double seconds) {

        public boolean same() {
            return differences.isEmpty();
        }
    }

    /** True where every run gave the result of the first. */
    public boolean holds() {
        return rows.stream().allMatch(Row::same);
    }

    /** As a person reads it. */
    public void print(PrintWriter out) {
        out.printf(
                "model %s, model.threads %d, batches of %d on %s in %s%n",
                modelId,
                embeddedWith.threads(),
                embeddedWith.batch(),
                embeddedWith.device(),
                embeddedWith.precision());
        for (var count : COUNTS) {
            out.printf("%s %s, ", count, counts.path(count).asText());
        }
        out.printf(
                "embedded %s, gated %s, alerts %s%n%n",
                counts.at("/patches/embedded").asText(),
                counts.at("/patches/gated").asText(),
                counts.path("alerts"));
        out.printf("%-44s %-16s  %-4s %7s  %s%n", "variation", "resultHash", "same", "s", "");
        for (var row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-44s %-16s  %-4s %7.1f  %s%n",
                    row.variation(),
                    row.resultHash().substring(0, SHOWN),
                    row.same() ? "yes" : "NO",
                    row.seconds(),
                    row.detail());
            row.differences().forEach(difference -> out.println("    " + difference));
        }
        long differing = rows.stream().filter(row -> !row.same()).count();
        out.printf(
                "%n%s%n",
                differing == 0
                        ? "All %d are the same.".formatted(rows.size())
                        : "%d of %d differ from the first.".formatted(differing, rows.size()));
    }

    /** As a program reads it. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("same", holds());
        json.put("modelId", modelId);
        embeddedWith.describe(json);
        json.set("counts", counts);
        var lines = json.putArray("rows");
        for (var row : rows) {
            var line = lines.addObject();
            line.put("variation", row.variation());
            line.put("detail", row.detail());
            line.put("resultHash", row.resultHash());
            line.put("same", row.same());
            line.put("seconds", Math.round(row.seconds() * 1000) / 1000.0);
            row.differences().forEach(line.putArray("differences")::add);
        }
        return json;
    }
}
