package io.groundtrack.sinks.files;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Reject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What stands on the output topics: the last record of every key, by key.
 *
 * @param notices how many records the notice topics hold
 * @param embeddings by observation
 * @param classifications by id
 * @param changes alerts by id, withdrawn ones too
 * @param deadLetters by id
 * @param ledger by key
 * @param changeTimes when each alert was written last (processing time), by id
 * @param classifiedAt when a classification of each pass was written last (processing time)
 */
public record LiveRecords(
        long notices,
        SortedMap<String, PatchEmbedding> embeddings,
        SortedMap<String, Classification> classifications,
        SortedMap<String, Change> changes,
        SortedMap<String, Reject> deadLetters,
        SortedMap<String, LedgerEntry> ledger,
        SortedMap<String, Instant> changeTimes,
        SortedMap<String, Instant> classifiedAt) {

    /** Records of which nobody asks when they were written. */
    public LiveRecords(
            long notices,
            SortedMap<String, PatchEmbedding> embeddings,
            SortedMap<String, Classification> classifications,
            SortedMap<String, Change> changes,
            SortedMap<String, Reject> deadLetters,
            SortedMap<String, LedgerEntry> ledger) {
        this(
                notices,
                embeddings,
                classifications,
                changes,
                deadLetters,
                ledger,
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
    }

    /** Alerts that hold. */
    public List<Change> alerts() {
        return changes.values().stream()
                .filter(
                        c ->
                                c.getState() != ChangeState.SUPERSEDED
                                        && c.getState() != ChangeState.RETRACTED)
                .toList();
    }

    /** Ledger lines of one kind and status, by key. */
    public Stream<LedgerEntry> lines(LedgerKind kind, String status) {
        return ledger.values().stream()
                .filter(e -> e.getKind() == kind && e.getStatus().equals(status));
    }
}
