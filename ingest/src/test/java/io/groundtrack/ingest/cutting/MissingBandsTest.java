package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code model.missing-bands: mean}: what a granule lacks has no data, is listed, and is alone. */
class MissingBandsTest {

    private static final int PIXELS = 120 * 120;

    @TempDir private Path folder;

    @BeforeEach
    void write() {
        for (int band = 0; band < 2; band++) {
            double value = -10 - 5 * band;
            aTiff(120, 120)
                    .band(p -> value)
                    .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                    .write(folder.resolve(band == 0 ? "vv.tif" : "vh.tif"));
        }
        // the western half, so that a second granule is needed for the other
        aTiff(60, 120)
                .band(p -> -11)
                .band(p -> -16)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                .write(folder.resolve("west.tif"));
    }

    private Cut cut(MissingBands rule, Strip strip) {
        var options =
                CutOptions.defaults(
                        folder.toString(), List.of("B02", "B04", "B08"), List.of("VV", "VH"));
        try (var cutter = new PatchCutter(options.with(rule))) {
            return cutter.cut(strip);
        }
    }

    private static Strips radar() {
        return aStrip(Sensor.S1).patches(bit(0, 0));
    }

    private static float[] plane(PatchOutcome outcome, int band) {
        var pixels = Packed.floats(outcome.getWindow().getPixels());
        return Arrays.copyOfRange(pixels, band * PIXELS, (band + 1) * PIXELS);
    }

    @Test
    void aMissingBandHasNoDataAndIsListed() {
        var strip =
                radar().granule("a", 0, bits(bit(0, 0)), asset(Sensor.S1, "vv.tif", "VV")).build();

        var cut = cut(MissingBands.MEAN, strip);

        assertThat(cut.rejects()).isEmpty();
        var outcome = cut.outcomes().get(0);
        assertThat(outcome.getKind()).isEqualTo(OutcomeKind.CUT);
        assertThat(outcome.getWindow().getBands()).containsExactly("VV", "VH");
        assertThat(outcome.getWindow().getMissingBands()).containsExactly("VH");
        assertThat(plane(outcome, 0)).containsOnly(-10);
        assertThat(plane(outcome, 1)).containsOnly(Float.NaN);
        assertThat(outcome.getValidFraction()).isEqualTo(1);
        assertThat(outcome.getCells().getNames()).containsExactly("VV.mean", "VV.sd");
        assertThat(Packed.shorts(outcome.getCells().getNumbers()))
                .startsWith((short) -1000, (short) 0);
        assertThat(cut(MissingBands.REFUSE, strip).outcomes().get(0).getKind())
                .isEqualTo(OutcomeKind.REJECTED);
    }

    @Test
    void nothingIsListedWhereNothingIsMissing() {
        var strip =
                radar().granule(
                                "a",
                                0,
                                bits(bit(0, 0)),
                                asset(Sensor.S1, "vv.tif", "VV"),
                                asset(Sensor.S1, "vh.tif", "VH"))
                        .build();

        var filled = cut(MissingBands.MEAN, strip);

        assertThat(filled.outcomes().get(0).getWindow().getMissingBands()).isEmpty();
        assertThat(filled.outcomes().equals(cut(MissingBands.REFUSE, strip).outcomes())).isTrue();
    }

    /** The first band decides how clear a pixel is; here it is the one that is missing. */
    @Test
    void theFirstBandMayBeMissing() {
        aTiff(120, 120)
                .type(SampleType.U16)
                .band(p -> 700)
                .band(p -> 900)
                .band(p -> p % 120 < 60 ? 4 : 9)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                .write(folder.resolve("s2.tif"));
        var strip =
                aStrip(Sensor.S2)
                        .patches(bit(0, 0))
                        .granule(
                                "a",
                                0,
                                bits(bit(0, 0)),
                                asset(Sensor.S2, "s2.tif", "B04", "B08", "SCL"))
                        .build();

        var outcome = cut(MissingBands.MEAN, strip).outcomes().get(0);

        assertThat(outcome.getWindow().getMissingBands()).containsExactly("B02");
        assertThat(plane(outcome, 0)).containsOnly(Float.NaN);
        assertThat(plane(outcome, 1)).containsOnly(700);
        assertThat(outcome.getValidFraction()).isEqualTo(1);
        assertThat(outcome.getClearFraction()).isEqualTo(0.5f);
        assertThat(outcome.getCells().getNames()).contains("B08.mean", "NDVI.mean");
    }

    /** Half a plane of one list would compare with nothing. */
    @Test
    void whatOneGranuleLacksIsLeftOutOfTheWholePatch() {
        var strip =
                radar().granule(
                                "west",
                                0,
                                bits(bit(0, 0)),
                                asset(Sensor.S1, "west.tif", "VV", "VH"))
                        .granule("all", 25, bits(bit(0, 0)), asset(Sensor.S1, "vv.tif", "VV"))
                        .build();

        var outcome = cut(MissingBands.MEAN, strip).outcomes().get(0);

        assertThat(outcome.getWindow().getMissingBands()).containsExactly("VH");
        assertThat(plane(outcome, 0)).contains(-11, -10);
        assertThat(plane(outcome, 1)).containsOnly(Float.NaN);
    }

    @Test
    void granulesWithoutABandInCommonAreRejected() {
        var strip =
                radar().granule("vv", 0, bits(bit(0, 0)), asset(Sensor.S1, "vv.tif", "VV"))
                        .granule("vh", 25, bits(bit(0, 0)), asset(Sensor.S1, "vh.tif", "VH"))
                        .build();

        var cut = cut(MissingBands.MEAN, strip);

        assertThat(cut.outcomes().get(0).getKind()).isEqualTo(OutcomeKind.REJECTED);
        assertThat(cut.rejects()).singleElement().matches(r -> says(r, "bands VV, VH"));
    }

    @Test
    void oneBandHasToBeThere() {
        var strip =
                radar().granule("a", 0, bits(bit(0, 0)), asset(Sensor.S1, "vv.tif", "HH")).build();

        var cut = cut(MissingBands.MEAN, strip);

        assertThat(cut.outcomes().get(0).getKind()).isEqualTo(OutcomeKind.REJECTED);
        assertThat(cut.rejects())
                .singleElement()
                .matches(r -> says(r, "bands VV, VH", "expected: at least one of [VV, VH]"));
    }

    private static boolean says(Reject reject, String... texts) {
        return reject.getReason() == RejectReason.BAND_MISSING
                && Arrays.stream(texts).allMatch(reject.getMessage()::contains);
    }
}
