package io.groundtrack.sinks.kafka;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.LedgerKind;
import org.junit.jupiter.api.Test;

class OutcomeToLedgerFunctionTest {

    private final OutcomeToLedgerFunction function = new OutcomeToLedgerFunction();

    @Test
    void saysWhatBecameOfOnePatchOfOnePass() {
        var outcome = anObservation().pass("p").revision(3).gated("too cloudy");
        var line = function.map(outcome);
        assertThat(line.getKey()).isEqualTo("patch|33UUP_r30_c40|p");
        assertThat(line.getKind()).isEqualTo(LedgerKind.PATCH);
        assertThat(line.getStatus()).isEqualTo("gated");
        assertThat(line.getDetail()).isEqualTo("too cloudy");
        assertThat(line.getRevision()).isEqualTo(3);
        assertThat(line.getAcquisitionTime()).isEqualTo(outcome.getAcquisitionTime());
    }

    @Test
    void whatIsGoneHasNoTime() {
        assertThat(function.map(anObservation().gone()).getAcquisitionTime()).isNull();
    }
}
