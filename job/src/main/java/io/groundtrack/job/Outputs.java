package io.groundtrack.job;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where results go.
 *
 * @param embeddings outcomes; only embedded ones stand
 * @param classifications upserts, withdrawn ones not live
 * @param changes alerts
 * @param deadLetters rejects of every step
 * @param ledger progress of every granule
 */
public record Outputs(
        Sink<PatchOutcome> embeddings,
        Sink<Classification> classifications,
        Sink<Change> changes,
        Sink<Reject> deadLetters,
        Sink<LedgerEntry> ledger) {}
