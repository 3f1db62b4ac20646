package io.groundtrack.sinks.kafka;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import java.util.Locale;
import org.apache.flink.api.common.functions.MapFunction;

/** The ledger line of a patch outcome: what became of one patch of one pass. */
public final class OutcomeToLedgerFunction implements MapFunction<PatchOutcome, LedgerEntry> {

    private static final long serialVersionUID = 1L;

    @Override
    public LedgerEntry map(PatchOutcome outcome) {
        var observation = Ids.observation(outcome.getPatchId(), outcome.getPassId());
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(LedgerKind.PATCH, observation))
                .setKind(LedgerKind.PATCH)
                .setSubject(observation)
                .setTile(outcome.getTile())
                .setStatus(outcome.getKind().name().toLowerCase(Locale.ROOT))
                .setDetail(outcome.getReason())
                .setSensor(outcome.getSensor())
                .setAcquisitionTime(
                        outcome.getKind() == OutcomeKind.GONE ? null : outcome.getAcquisitionTime())
                .setRevision(outcome.getPassRevision())
                .build();
    }
}
