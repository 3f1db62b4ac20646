package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step inside an operator. */
class CutIntoPatchesHarnessTest {

    @TempDir private Path folder;

    @Test
    void outcomesGoOnAndRejectsGoToTheSide() throws Exception {
        aTiff(120, 120)
                .band(p -> -10)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                .write(folder.resolve("good.tif"));
        var strip =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0), bit(0, 1))
                        .granule("good", 0, bits(bit(0, 0)), asset(Sensor.S1, "good.tif", "VV"))
                        .granule("bad", 0, bits(bit(0, 1)), asset(Sensor.S1, "bad.tif", "VV"))
                        .build();
        var options = CutOptions.defaults(folder.toString(), List.of("B04"), List.of("VV"));
        var operator = new ProcessOperator<>(new CutIntoPatchesFunction(options));

        var harness = new OneInputStreamOperatorTestHarness<>(operator);
        try {
            harness.open();
            harness.processElement(strip, 0);

            assertThat(harness.extractOutputValues())
                    .extracting(PatchOutcome::getKind)
                    .containsExactly(OutcomeKind.CUT, OutcomeKind.REJECTED);
            assertThat(harness.getSideOutput(CutIntoPatchesFunction.REJECTS))
                    .singleElement()
                    .satisfies(
                            record ->
                                    assertThat(record.getValue().getReason())
                                            .isEqualTo(RejectReason.ASSET_MISSING));
        } finally {
            harness.close();
        }
    }
}
