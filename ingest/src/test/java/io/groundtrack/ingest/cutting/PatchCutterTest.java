package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.BEGINNING;
import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.ingest.raster.TinyTiff;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixels of small rasters on tile 33UUP, and what a patch sees of them. */
class PatchCutterTest {

    private static final int PIXELS = 120 * 120;

    @TempDir private Path folder;
    private PatchCutter cutter;

    @BeforeEach
    void open() {
        cutter =
                new PatchCutter(
                        CutOptions.defaults(
                                folder.toString(), List.of("B04", "B08"), List.of("VV", "VH")));
    }

    @AfterEach
    void close() {
        cutter.close();
    }

    /** A raster of whole patches, its upper-left one at row 0 and the given column. */
    private TinyTiff patchesFrom(int column, int count, int metres, IntToDoubleFunction... bands) {
        var tiff =
                aTiff(count * 1200 / metres, 1200 / metres)
                        .at(Strips.EPSG, Strips.ULX + column * 1200, Strips.ULY, metres);
        for (var band : bands) {
            tiff.band(band);
        }
        return tiff;
    }

    private void write(String name, TinyTiff tiff) {
        tiff.write(folder.resolve(name));
    }

    private static float[] plane(PatchOutcome outcome, int band) {
        var pixels = Packed.floats(outcome.getWindow().getPixels());
        return Arrays.copyOfRange(pixels, band * PIXELS, (band + 1) * PIXELS);
    }

    @Test
    void outcomeCarriesIdsPlaceAndTimeOfItsPatch() {
        write("s2.tif", patchesFrom(7, 1, 10, p -> 5, p -> 6).type(SampleType.U16));
        var strip =
                aStrip(Sensor.S2)
                        .patches(bit(0, 7))
                        .granule(
                                "late",
                                25,
                                bits(bit(0, 7)),
                                asset(Sensor.S2, "s2.tif", "B04", "B08"))
                        .granule(
                                "early",
                                0,
                                bits(bit(0, 7)),
                                asset(Sensor.S2, "s2.tif", "B04", "B08"))
                        .build();

        var outcome = cutter.cut(strip).outcomes().get(0);

        assertThat(outcome.getPatchId()).isEqualTo("33UUP_r0_c7");
        assertThat(outcome.getRow()).isZero();
        assertThat(outcome.getColumn()).isEqualTo(7);
        assertThat(outcome.getUlx()).isEqualTo(Strips.ULX + 8_400);
        assertThat(outcome.getUly()).isEqualTo(Strips.ULY);
        assertThat(outcome.getPassId()).isEqualTo("pass");
        assertThat(outcome.getPassRevision()).isEqualTo(3);
        assertThat(outcome.getRelativeOrbit()).isEqualTo(22);
        assertThat(outcome.getAcquisitionTime()).isEqualTo(BEGINNING);
        assertThat(outcome.getKind()).isEqualTo(OutcomeKind.CUT);
        assertThat(outcome.getReason()).isEmpty();
        assertThat(outcome.getWindow().getBands()).containsExactly("B04", "B08");
        // 33UUP lies in Bavaria, west of its central meridian of 15° E
        assertThat(outcome.getLongitude()).isBetween(12.2, 12.5);
        assertThat(outcome.getLatitude()).isBetween(48.6, 48.8);
        assertThat(plane(outcome, 0)).containsOnly(5);
        assertThat(plane(outcome, 1)).containsOnly(6);
    }

    @Test
    void firstValidPixelOfTwoSlicesWins() {
        // the early slice ends in the middle of the patch, the late one covers all of it
        write("early.tif", patchesFrom(0, 1, 10, p -> p % 120 < 60 ? -10 : Double.NaN, p -> -15));
        write("late.tif", patchesFrom(0, 1, 10, p -> -20, p -> -25));
        var all = bits(bit(0, 0));
        var strip =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0))
                        .granule("b", 25, all, asset(Sensor.S1, "late.tif", "VV", "VH"))
                        .granule("a", 0, all, asset(Sensor.S1, "early.tif", "VV", "VH"))
                        .build();

        var outcome = cutter.cut(strip).outcomes().get(0);

        assertThat(plane(outcome, 0)[59]).isEqualTo(-10);
        assertThat(plane(outcome, 0)[60]).isEqualTo(-20);
        assertThat(plane(outcome, 1)).containsOnly(-15);
        assertThat(outcome.getValidFraction()).isEqualTo(1);
        assertThat(outcome.getAcquisitionTime()).isEqualTo(BEGINNING);
    }

    @Test
    void granuleGivesNoPixelsToPatchesItsFootprintDoesNotTouch() {
        write("wide.tif", patchesFrom(0, 2, 10, p -> -10, p -> -15));
        var strip =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0), bit(0, 1))
                        .granule("a", 0, bits(bit(0, 0)), asset(Sensor.S1, "wide.tif", "VV", "VH"))
                        .build();

        assertThat(cutter.cut(strip).outcomes())
                .extracting(PatchOutcome::getKind)
                .containsExactly(OutcomeKind.CUT, OutcomeKind.GONE);
    }

    @Test
    void halfCoveredPatchSaysSoAndItsCellsCountTheirClearPixels() {
        write(
                "s2.tif",
                patchesFrom(0, 1, 10, p -> p % 120 < 60 ? 100 : 0, p -> 200).type(SampleType.U16));
        var strip = s2Strip("s2.tif");

        var outcome = cutter.cut(strip.build()).outcomes().get(0);

        assertThat(outcome.getValidFraction()).isEqualTo(0.5f);
        assertThat(outcome.getClearFraction()).isEqualTo(0.5f);
        assertThat(plane(outcome, 0)[60]).isNaN();
        assertThat(plane(outcome, 1)[60]).isEqualTo(200);
        var clear = Packed.bytes(outcome.getCells().getClear());
        assertThat(Byte.toUnsignedInt(clear[3])).isEqualTo(225);
        assertThat(clear[4]).isZero();
    }

    private static Strips onePatch(Sensor sensor, Asset... assets) {
        return aStrip(sensor).patches(bit(0, 0)).granule("a", 0, bits(bit(0, 0)), assets);
    }

    private static Strips s2Strip(String file) {
        return onePatch(Sensor.S2, asset(Sensor.S2, file, "B04", "B08"));
    }

    @Test
    void scaleAndOffsetGiveDigitalNumbersLessAThousand() {
        write("s2.tif", patchesFrom(0, 1, 10, p -> p + 1, p -> 1_234).type(SampleType.U16));
        var asset = asset(Sensor.S2, "s2.tif", "B04", "B08");
        asset.setOffset(-0.1);
        var strip = onePatch(Sensor.S2, asset);

        var outcome = cutter.cut(strip.build()).outcomes().get(0);

        for (int i = 0; i < PIXELS; i++) {
            assertThat(plane(outcome, 0)[i]).isEqualTo(i + 1 - 1_000);
        }
        assertThat(plane(outcome, 1)).containsOnly(234);
    }

    @Test
    void integersWithoutScaleAreDigitalNumbersAndFloatsReflectance() {
        write("dn.tif", patchesFrom(0, 1, 10, p -> 1_234, p -> 9).type(SampleType.U16));
        write("reflectance.tif", patchesFrom(0, 1, 10, p -> 0.1234, p -> 0.0009));
        for (var file : List.of("dn.tif", "reflectance.tif")) {
            var asset = asset(Sensor.S2, file, "B04", "B08");
            asset.setScale(1);
            var strip = onePatch(Sensor.S2, asset);

            var outcome = cutter.cut(strip.build()).outcomes().get(0);

            assertThat(plane(outcome, 0)[0]).isEqualTo(1_234, within(1e-3f));
            assertThat(plane(outcome, 1)[0]).isEqualTo(9, within(1e-3f));
        }
    }

    @Test
    void decibelAndLinearPowerGiveTheSamePatch() {
        IntToDoubleFunction db = p -> -20 + p % 7;
        IntToDoubleFunction power = p -> Math.pow(10, db.applyAsDouble(p) / 10);
        write("db.tif", patchesFrom(0, 1, 30, db, db));
        write("power.tif", patchesFrom(0, 1, 30, power, power));
        write(
                "hundredths.tif",
                patchesFrom(
                                0,
                                1,
                                30,
                                p -> 100 * db.applyAsDouble(p),
                                p -> 100 * db.applyAsDouble(p))
                        .type(SampleType.I16));
        var linear = asset(Sensor.S1, "power.tif", "VV", "VH");
        linear.setUnit("linear");
        var hundredths = asset(Sensor.S1, "hundredths.tif", "VV", "VH");
        hundredths.setScale(0.01);
        var all = bits(bit(0, 0));
        var expected =
                plane(
                        cutter.cut(
                                        onePatch(Sensor.S1, asset(Sensor.S1, "db.tif", "VV", "VH"))
                                                .build())
                                .outcomes()
                                .get(0),
                        0);

        for (var asset : List.of(linear, hundredths)) {
            var strip = onePatch(Sensor.S1, asset).build();
            var pixels = plane(cutter.cut(strip).outcomes().get(0), 0);
            for (int i = 0; i < PIXELS; i++) {
                assertThat(pixels[i]).isEqualTo(expected[i], within(1e-4f));
            }
        }
        // a third of the way between two pixels of 30 m whose values are -20 and -19 dB
        assertThat(expected[2]).isEqualTo(-20 + 1 / 3f, within(1e-4f));
    }

    @Test
    void powerOfZeroOrLessIsNoData() {
        write("power.tif", patchesFrom(0, 1, 10, p -> p % 120 < 60 ? 0.1 : -p, p -> 0.1));
        var asset = asset(Sensor.S1, "power.tif", "VV", "VH");
        asset.setUnit("linear");
        var strip = onePatch(Sensor.S1, asset);

        var outcome = cutter.cut(strip.build()).outcomes().get(0);

        assertThat(outcome.getValidFraction()).isEqualTo(0.5f);
        assertThat(plane(outcome, 0)[0]).isEqualTo(-10, within(1e-5f));
    }

    @Test
    void nodataOfItemAndFileAreBothNoData() {
        write(
                "db.tif",
                patchesFrom(0, 1, 10, p -> p % 4 == 0 ? -99 : p % 4 == 1 ? -98 : -10, p -> -10)
                        .nodata("-99"));
        var asset = asset(Sensor.S1, "db.tif", "VV", "VH");
        asset.setNodata("-98");
        var strip = onePatch(Sensor.S1, asset);

        assertThat(cutter.cut(strip.build()).outcomes().get(0).getValidFraction()).isEqualTo(0.5f);
    }

    @Test
    void bandsOfTwentyMetresAreTakenByNearest() {
        write("b04.tif", patchesFrom(0, 1, 10, p -> 1).type(SampleType.U16));
        write("b08.tif", patchesFrom(0, 1, 20, p -> p + 1).type(SampleType.U16));
        var strip =
                onePatch(
                                Sensor.S2,
                                asset(Sensor.S2, "b08.tif", "B08"),
                                asset(Sensor.S2, "b04.tif", "B04"))
                        .build();

        var pixels = plane(cutter.cut(strip).outcomes().get(0), 1);

        for (int i = 0; i < PIXELS; i++) {
            assertThat(pixels[i]).isEqualTo(i / 240 * 60 + i % 120 / 2 + 1);
        }
    }

    @Test
    void finestAssetOfABandIsTaken() {
        write("coarse.tif", patchesFrom(0, 1, 20, p -> 20, p -> 20).type(SampleType.U16));
        write("fine.tif", patchesFrom(0, 1, 10, p -> 10, p -> 10).type(SampleType.U16));
        var strip =
                onePatch(
                                Sensor.S2,
                                asset(Sensor.S2, "coarse.tif", "B04", "B08"),
                                asset(Sensor.S2, "fine.tif", "B04", "B08"))
                        .build();

        assertThat(plane(cutter.cut(strip).outcomes().get(0), 0)).containsOnly(10);
    }

    @Test
    void cloudsAreNotClearAndGateThePatch() {
        write("s2.tif", patchesFrom(0, 1, 10, p -> 100, p -> 200).type(SampleType.U16));
        // 20 m: classes 4 to 7 in the first six of sixty columns, clouds elsewhere
        write(
                "scl.tif",
                patchesFrom(0, 1, 20, p -> p % 60 < 6 ? 4 + p % 4 : 9).type(SampleType.U8));
        var strip = classified("s2.tif", "scl.tif");

        var outcome = cutter.cut(strip.build()).outcomes().get(0);

        assertThat(outcome.getKind()).isEqualTo(OutcomeKind.GATED);
        assertThat(outcome.getClearFraction()).isEqualTo(0.1f);
        assertThat(outcome.getValidFraction()).isEqualTo(1);
        assertThat(outcome.getReason())
                .isEqualTo("clear fraction 0.1000 is below patches.min-clear 0.2");
        assertThat(outcome.getWindow()).isNull();
        assertThat(outcome.getCells()).isNull();
    }

    private static Strips classified(String file, String scl) {
        return onePatch(
                Sensor.S2, asset(Sensor.S2, file, "B04", "B08"), asset(Sensor.S2, scl, "SCL"));
    }

    @Test
    void onlyGroundThatIsSeenIsClear() {
        write("s2.tif", patchesFrom(0, 1, 10, p -> 100, p -> 200).type(SampleType.U16));
        // twelve classes, ten columns each
        write("scl.tif", patchesFrom(0, 1, 10, p -> p % 120 / 10).type(SampleType.U8));

        var outcome = cutter.cut(classified("s2.tif", "scl.tif").build()).outcomes().get(0);

        assertThat(outcome.getClearFraction()).isEqualTo(4 / 12f);
    }

    @Test
    void patchJustAtTheGateIsCutAndJustBelowIsNot() {
        for (int columns : new int[] {23, 24}) {
            write(
                    "s2.tif",
                    patchesFrom(0, 1, 10, p -> p % 120 < columns ? 9 : 0, p -> 9)
                            .type(SampleType.U16));

            var outcome = cutter.cut(s2Strip("s2.tif").build()).outcomes().get(0);

            assertThat(outcome.getKind())
                    .isEqualTo(columns == 24 ? OutcomeKind.CUT : OutcomeKind.GATED);
            if (columns == 23) {
                assertThat(outcome.getReason()).startsWith("valid fraction 0.1917");
            }
        }
    }

    @Test
    void patchesThatAreGoneComeInTheOrderOfTheirBits() {
        write("s2.tif", patchesFrom(1, 1, 10, p -> 5, p -> 6).type(SampleType.U16));
        var strip =
                aStrip(Sensor.S2)
                        .patches(bit(0, 1))
                        .gone(bit(0, 0), bit(1, 2))
                        .granule("a", 0, bits(bit(0, 1)), asset(Sensor.S2, "s2.tif", "B04", "B08"))
                        .build();

        var outcomes = cutter.cut(strip).outcomes();

        assertThat(outcomes)
                .extracting(PatchOutcome::getKind)
                .containsExactly(OutcomeKind.GONE, OutcomeKind.CUT, OutcomeKind.GONE);
        assertThat(outcomes.get(2).getPatchId()).isEqualTo("33UUP_r1_c2");
        assertThat(outcomes.get(2).getAcquisitionTime()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aPatchIsTheSameWhateverElseTheStripHolds() {
        write("s1.tif", patchesFrom(0, 3, 30, p -> -20 + p % 11, p -> -20 + p % 5));
        var asset = asset(Sensor.S1, "s1.tif", "VV", "VH");
        var touched = bits(bit(0, 0), bit(0, 1), bit(0, 2));
        var alone = aStrip(Sensor.S1).patches(bit(0, 1)).granule("a", 0, touched, asset).build();
        var together =
                aStrip(Sensor.S1)
                        .patches(bit(0, 0), bit(0, 1), bit(0, 2))
                        .granule("a", 0, touched, asset)
                        .build();

        assertThat(cutter.cut(together).outcomes().get(1))
                .isEqualTo(cutter.cut(alone).outcomes().get(0));
    }
}
