package io.groundtrack.sinks.completeness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.sinks.files.AlertLine;
import io.groundtrack.sinks.files.LedgerFile;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a run.
 *
 * @param notices how many were announced
 * @param runStep the step a run into files was at when it was last heard of; empty where it ended,
 *     or where the job is live
 * @param ledger lines, one a key
 * @param alerts all that were ever said, withdrawn ones too
 * @param classified observations that a classification rests on; null where classifications were
 *     not read
 * @param tooLate ids of what came too late: granule and tile as {@link #late} writes them, or an
 *     observation
 */
public record Progress(
        long notices,
        String runStep,
        Collection<LedgerEntry> ledger,
        List<AlertLine> alerts,
        Set<String> classified,
        Set<String> tooLate) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAIRING = "pair-by-footprint";
    private static final String CLASSIFYING = "classify-patches";

    /** A granule that came too late for one tile. */
    static String late(String granuleId, String tile) {
        return granuleId + "|" + tile;
    }

    /** What stands on the topics of a live job. */
    public static Progress of(LiveRecords live) {
        var classified = new HashSet<String>();
        live.classifications()
                .values()
                .forEach(c -> add(classified, c.getPatchId(), c.getS1Pass(), c.getS2Pass()));
        var late = new HashSet<String>();
        live.deadLetters()
                .values()
                .forEach(
                        r ->
                                addLate(
                                        late,
                                        r.getStep(),
                                        r.getReason().name(),
                                        r.getId(),
                                        r.getSubject()));
        var alerts =
                live.changes().values().stream()
                        .map(c -> AlertLine.of(c, live.changeTimes().get(c.getId())))
                        .toList();
        return new Progress(live.notices(), "", live.ledger().values(), alerts, classified, late);
    }

    /** What a replay left in {@code folder}, at its end or when it was stopped. */
    public static Progress in(Path folder) throws IOException {
        var run = RunState.read(folder);
        boolean hasLedger = Files.exists(folder.resolve(LedgerFile.NAME));
        var ledger =
                hasLedger ? LedgerFile.read(folder) : new LedgerFile.Contents(List.of(), List.of());
        if (!run.ended()) {
            return new Progress(
                    run.notices(), run.step(), ledger.entries(), ledger.alerts(), null, Set.of());
        }
        if (!hasLedger) {
            throw new IOException(
                    folder.resolve(LedgerFile.NAME)
                            + ": is not there (expected: the ledger of a run)");
        }
        var classified = new HashSet<String>();
        for (var line : lines(folder.resolve("classifications.jsonl"))) {
            add(
                    classified,
                    line.path("patch").asText(),
                    line.path("s1Pass").asText(null),
                    line.path("s2Pass").asText(null));
        }
        var late = new HashSet<String>();
        for (var line : lines(folder.resolve("dead-letters.jsonl"))) {
            addLate(
                    late,
                    line.path("step").asText(),
                    line.path("reason").asText(),
                    line.path("id").asText(),
                    line.path("subject").asText());
        }
        return new Progress(run.notices(), "", ledger.entries(), ledger.alerts(), classified, late);
    }

    private static void add(Set<String> classified, String patch, String... passes) {
        for (var pass : passes) {
            if (pass != null) {
                classified.add(Ids.observation(patch, pass));
            }
        }
    }

    private static void addLate(
            Set<String> late, String step, String reason, String id, String subject) {
        if (!reason.equals(RejectReason.TOO_LATE.name())) {
            return;
        }
        if (step.equals(PAIRING)) {
            late.add(late(subject, id.substring(id.lastIndexOf('|') + 1)));
        } else if (step.equals(CLASSIFYING)) {
            late.add(subject);
        }
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
            return values.readAll();
        } catch (IOException e) {
            throw new IOException(
                    file + ": cannot be read (expected: JSON lines, as replay writes)", e);
        }
    }
}
