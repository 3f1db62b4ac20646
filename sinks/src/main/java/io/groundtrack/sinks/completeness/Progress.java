package io.groundtrack.sinks.completeness;

import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.sinks.files.AlertLine;
import io.groundtrack.sinks.files.ClassifiedPatches;
import io.groundtrack.sinks.files.LedgerFile;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * What is known of a run.
 *
 * @param notices how many were announced
 * @param runStep the step a run into files was at when it was last heard of; empty where it ended,
 *     or where the job is live
 * @param ledger lines, one a key
 * @param alerts all that were ever said, withdrawn ones too
 * @param classified how far classification has come
 */
public record Progress(
        long notices,
        String runStep,
        Collection<LedgerEntry> ledger,
        List<AlertLine> alerts,
        ClassifiedPatches classified) {

    /** What stands on the topics of a live job. */
    public static Progress of(LiveRecords live) {
        var alerts =
                live.changes().values().stream()
                        .map(c -> AlertLine.of(c, live.changeTimes().get(c.getId())))
                        .toList();
        return new Progress(
                live.notices(), "", live.ledger().values(), alerts, ClassifiedPatches.of(live));
    }

    /** What a replay left in {@code folder}, at its end or when it was stopped. */
    public static Progress in(Path folder) throws IOException {
        var run = RunState.read(folder);
        boolean hasLedger = Files.exists(folder.resolve(LedgerFile.NAME));
        if (run.ended() && !hasLedger) {
            throw new IOException(
                    folder.resolve(LedgerFile.NAME)
                            + ": is not there (expected: the ledger of a run)");
        }
        var ledger = hasLedger ? LedgerFile.read(folder) : LedgerFile.Contents.empty();
        return new Progress(
                run.notices(),
                run.ended() ? "" : run.step(),
                ledger.entries(),
                ledger.alerts(),
                ledger.classified());
    }
}
