package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The counts of a run, judged on what lives at the end, so that they do not depend on order.
 *
 * <p>in: live records and the seconds each step took → out: the object of {@code summary.json}
 * (architecture 5.2), and which of its sums do not close.
 */
public final class Summary {

    private static final String NOTICE_STEP = "read-notices";

    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final List<String> openSums = new ArrayList<>();

    private Summary() {}

    /** Sums that do not close yet, in words: empty when everything announced is through. */
    public static List<String> openSums(LiveRecords live) {
        return counts(live).openSums;
    }

    private static Summary counts(LiveRecords live) {
        var summary = new Summary();
        summary.notices(live);
        summary.patches(live);
        return summary;
    }

    public static Summary of(LiveRecords live, String modelId, Map<String, Double> seconds) {
        var summary = counts(live);
        var json = summary.json;
        json.put("classifications", live.classifications().size());
        var states = new TreeMap<String, Integer>();
        live.alerts()
                .forEach(
                        a ->
                                states.merge(
                                        a.getState().name().toLowerCase(Locale.ROOT),
                                        1,
                                        Integer::sum));
        var alerts = json.putObject("alerts");
        states.forEach(alerts::put);
        json.put("deadLetters", live.deadLetters().size());
        json.put("modelId", modelId);
        var times = json.putObject("seconds");
        seconds.forEach(times::put);
        json.put("resultHash", ResultHash.of(live));
        return summary;
    }

    /** The object of summary.json; callers may add to it. */
    public ObjectNode json() {
        return json;
    }

    /** Sums that do not close, in words; empty when all do. */
    public List<String> openSums() {
        return List.copyOf(openSums);
    }

    private void notices(LiveRecords live) {
        int products = sum(live, LedgerKind.PRODUCT, LedgerEntry::getLive);
        int repeated = sum(live, LedgerKind.PRODUCT, LedgerEntry::getRepeated);
        int superseded = sum(live, LedgerKind.PRODUCT, LedgerEntry::getSuperseded);
        int deleted = sum(live, LedgerKind.PRODUCT, LedgerEntry::getDeleted);
        long ignored = live.lines(LedgerKind.NOTICE, "ignored").count();
        long rejected =
                live.deadLetters().values().stream()
                        .filter(r -> r.getStep().equals(NOTICE_STEP))
                        .count();
        json.put("notices", live.notices());
        json.put("products", products);
        json.put("granules", sum(live, LedgerKind.PASS, LedgerEntry::getLive));
        json.put("repeated", repeated);
        json.put("superseded", superseded);
        json.put("deleted", deleted);
        json.put("ignored", ignored);
        json.put("rejected", rejected);
        check(
                "notices = products + repeated + superseded + deleted + ignored + rejected",
                live.notices(),
                products + repeated + superseded + deleted + ignored + rejected);
    }

    private void patches(LiveRecords live) {
        json.put("passes", live.lines(LedgerKind.PASS, "live").count());
        json.put("pairs", live.lines(LedgerKind.PAIR, "live").count());
        json.put(
                "pairedPatches",
                live.classifications().values().stream()
                        .filter(c -> c.getS1Pass() != null && c.getS2Pass() != null)
                        .count());
        long expected = live.lines(LedgerKind.PASS, "live").mapToInt(LedgerEntry::getPatches).sum();
        long embedded = live.lines(LedgerKind.PATCH, "embedded").count();
        long gated = live.lines(LedgerKind.PATCH, "gated").count();
        long rejected = live.lines(LedgerKind.PATCH, "rejected").count();
        var patches = json.putObject("patches");
        patches.put("expected", expected);
        patches.put("embedded", live.embeddings().size());
        patches.put("gated", gated);
        patches.put("rejected", rejected);
        check("expected = embedded + gated + rejected", expected, embedded + gated + rejected);
        check("embedded patches = embeddings", embedded, live.embeddings().size());
    }

    private void check(String sum, long left, long right) {
        if (left != right) {
            openSums.add(sum + ": " + left + " is not " + right);
        }
    }

    private static int sum(LiveRecords live, LedgerKind kind, ToIntFunction<LedgerEntry> count) {
        return live.ledger().values().stream()
                .filter(e -> e.getKind() == kind)
                .mapToInt(count)
                .sum();
    }
}
