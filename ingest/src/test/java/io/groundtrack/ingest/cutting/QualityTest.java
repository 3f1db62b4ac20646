package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.ingest.raster.TinyTiff;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an observation says of itself, and which pixels of it are clear. */
class QualityTest {

    private static final int PIXELS = 120 * 120;

    @TempDir private Path folder;

    private CutOptions options() {
        return CutOptions.defaults(folder.toString(), List.of("B04"), List.of("VV", "VH"));
    }

    private PatchOutcome cut(CutOptions options, Sensor sensor, Asset... assets) {
        var strip = aStrip(sensor).patches(0).granule("g", 0, bits(0), assets).build();
        try (var cutter = new PatchCutter(options)) {
            var cut = cutter.cut(strip);
            assertThat(cut.rejects()).isEmpty();
            return cut.outcomes().get(0);
        }
    }

    private PatchOutcome cutClasses(CutOptions options, int metres, IntToDoubleFunction classes) {
        aTiff(120, 120)
                .type(SampleType.U16)
                .band(p -> 500)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                .write(folder.resolve("b04.tif"));
        aTiff(1200 / metres, 1200 / metres)
                .type(SampleType.U8)
                .band(classes)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, metres)
                .write(folder.resolve("scl.tif"));
        return cut(
                options,
                Sensor.S2,
                asset(Sensor.S2, "b04.tif", "B04"),
                asset(Sensor.S2, "scl.tif", "SCL"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0", "1,0", "2,0", "3,0", "4,1", "5,1", "6,1", "7,1", "8,0", "9,0", "10,0", "11,0",
        "12,0", "255,0"
    })
    void eachSceneClassIsClearOrNot(int sceneClass, float clear) {
        // half of the patch is vegetation, so that it is not gated
        var outcome = cutClasses(options(), 20, p -> p % 60 < 30 ? 4 : sceneClass);

        assertThat(outcome.getClearFraction()).isEqualTo(0.5f + clear / 2);
        assertThat(outcome.getValidFraction()).isEqualTo(1);
        assertThat(outcome.getUnknownClassPixels()).isEqualTo(sceneClass > 11 ? PIXELS / 2 : 0);
        assertThat(outcome.getQuality())
                .isEqualTo(sceneClass > 11 ? List.of("UNKNOWN_SCENE_CLASSES") : List.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 60, 120})
    void sceneClassesOfCoarserPixelsCoverAllPixelsUnderThem(int metres) {
        int side = 1200 / metres;
        var outcome = cutClasses(options(), metres, p -> (p % side + p / side) % 2 == 0 ? 4 : 9);

        // cells of 15 pixels of 10 m: each clear pixel is under a class pixel that is clear
        var clear = Packed.bytes(outcome.getCells().getClear());
        for (int cell = 0; cell < 64; cell++) {
            int expected = 0;
            for (int i = 0; i < 225; i++) {
                int x = cell % 8 * 15 + i % 15;
                int y = cell / 8 * 15 + i / 15;
                expected += (x * 10 / metres + y * 10 / metres) % 2 == 0 ? 1 : 0;
            }
            assertThat(Byte.toUnsignedInt(clear[cell])).isEqualTo(expected);
        }
    }

    @Test
    void anOptionLetsSnowCountAsClear() {
        IntToDoubleFunction snow = p -> p % 60 < 30 ? 4 : 11;

        assertThat(cutClasses(options(), 20, snow).getClearFraction()).isEqualTo(0.5f);
        assertThat(cutClasses(options().with(List.of(4, 5, 6, 7, 11)), 20, snow).getClearFraction())
                .isEqualTo(1);
    }

    @Test
    void opticalPixelsWithoutClassesAreGatedByWhatIsThereAndSaySo() {
        aTiff(120, 120)
                .type(SampleType.U16)
                .band(p -> p % 120 < 30 ? 0 : p % 120 < 60 ? 65_535 : 800)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                .write(folder.resolve("b04.tif"));

        var outcome = cut(options(), Sensor.S2, asset(Sensor.S2, "b04.tif", "B04"));

        // no data and saturated are both no measurement
        assertThat(outcome.getValidFraction()).isEqualTo(0.5f);
        assertThat(outcome.getClearFraction()).isEqualTo(0.5f);
        assertThat(outcome.getQuality()).containsExactly("NO_SCENE_CLASSIFICATION");
    }

    @ParameterizedTest
    @CsvSource({"sigma0,''", "'',''", "gamma0,GAMMA0", "beta0,BETA0"})
    void backscatterThatIsNotTheUsualOneSaysSo(String quantity, String flag) {
        onGrid(p -> -10).write(folder.resolve("vv.tif"));
        var asset = asset(Sensor.S1, "vv.tif", "VV", "VH");
        asset.setQuantity(quantity);

        assertThat(cut(options(), Sensor.S1, asset).getQuality())
                .isEqualTo(flag.isEmpty() ? List.of() : List.of(flag));
    }

    private TinyTiff onGrid(IntToDoubleFunction pixels) {
        return aTiff(120, 120)
                .band(pixels)
                .band(pixels)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10);
    }

    /**
     * Tie points every 50 pixels of 10 m, as longitude and latitude, with the upper-left corner.
     */
    private static double[] ties(int columns, int rows, double ulx, double uly) {
        var there = new CrsTransforms().between(Strips.EPSG, CrsTransforms.WGS84);
        var points = new ArrayList<Double>();
        for (int row = 0; row <= rows; row += 50) {
            for (int column = 0; column <= columns; column += 50) {
                there.move(ulx + column * 10, uly - row * 10);
                points.addAll(
                        List.of((double) column, (double) row, 0.0, there.x(), there.y(), 12.0));
            }
        }
        return points.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A ground-range image of 200 × 200 digital numbers whose amplitude is 100 + column. */
    private Asset groundRange() {
        aTiff(200, 200)
                .type(SampleType.U16)
                .band(p -> p % 200 == 0 ? 0 : 100 + p % 200)
                .band(p -> 50)
                .tiePoints(4326, ties(200, 200, Strips.ULX - 400, Strips.ULY + 400))
                .write(folder.resolve("grd.tif"));
        var asset = asset(Sensor.S1, "grd.tif", "VV", "VH");
        asset.setUnit("");
        return asset;
    }

    @Test
    void groundRangeByTiePointsIsPlacedAndSaysThatItIsNeitherCorrectedNorCalibrated() {
        var outcome = cut(options(), Sensor.S1, groundRange());

        assertThat(outcome.getKind()).isEqualTo(OutcomeKind.CUT);
        assertThat(outcome.getQuality()).containsExactly("NO_TERRAIN_CORRECTION", "UNCALIBRATED");
        var pixels = Packed.floats(outcome.getWindow().getPixels());
        for (int i = 0; i < PIXELS; i++) {
            double amplitude = 100 + 40 + i % 120;
            assertThat(pixels[i]).isEqualTo((float) (20 * Math.log10(amplitude)), within(0.01f));
        }
    }

    @Test
    void aCalibrationMakesDigitalNumbersSigma0() throws IOException {
        var asset = groundRange();
        asset.setCalibration("calibration-vv.xml");
        Files.write(
                folder.resolve("calibration-vv.xml"),
                CalibrationTableTest.document(
                                CalibrationTableTest.vector(0, "0 100 200", "400 500 600"),
                                CalibrationTableTest.vector(199, "0 100 200", "400 500 600"))
                        .getBytes(StandardCharsets.UTF_8));

        var outcome = cut(options(), Sensor.S1, asset);

        assertThat(outcome.getQuality()).containsExactly("NO_TERRAIN_CORRECTION");
        var vv = Arrays.copyOf(Packed.floats(outcome.getWindow().getPixels()), PIXELS);
        for (int i = 0; i < PIXELS; i++) {
            double column = 40 + i % 120;
            double sigma = Math.pow(100 + column, 2) / Math.pow(400 + column, 2);
            assertThat(vv[i]).isEqualTo((float) (10 * Math.log10(sigma)), within(0.01f));
        }
    }
}
