package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rasters made here on a grid made here; the expected values are worked out by hand. */
class GridWarpTest {

    private static final GridWindow PATCH = new GridWindow(32633, 404400, 5342400, 10, 120, 120);

    @TempDir private Path folder;
    private final CrsTransforms transforms = new CrsTransforms();
    private final GridWarp warp = new GridWarp(transforms);

    private float[] warped(TinyTiff tiff, GridWindow window, Resampling resampling)
            throws IOException {
        var into = new float[window.pixels()];
        var file = tiff.write(folder.resolve("source.tif"));
        try (var raster = GeoTiff.open(file, new BlockCache(0))) {
            warp.warp(
                    raster,
                    0,
                    raster.georeference().orElseThrow(),
                    window,
                    resampling,
                    PixelConversion.NONE,
                    into);
        }
        return into;
    }

    @Test
    void rasterOnTheGridIsCopied() throws IOException {
        var tiff = aTiff(120, 120).band(p -> p).at(32633, 404400, 5342400, 10);

        for (var resampling : Resampling.values()) {
            var pixels = warped(tiff, PATCH, resampling);
            for (int i = 0; i < pixels.length; i++) {
                assertThat(pixels[i]).isEqualTo(i);
            }
        }
    }

    @Test
    void pixelsOutsideTheRasterAreNaN() throws IOException {
        var tiff = aTiff(60, 120).band(p -> 1).at(32633, 404400 + 600, 5342400, 10);

        for (var resampling : Resampling.values()) {
            var pixels = warped(tiff, PATCH, resampling);
            assertThat(pixels[59]).isNaN();
            assertThat(pixels[60]).isEqualTo(1);
        }
        var elsewhere = aTiff(60, 120).band(p -> 1).at(32633, 504400, 5342400, 10);
        assertThat(warped(elsewhere, PATCH, Resampling.NEAREST)).containsOnly(Float.NaN);
    }

    @Test
    void twentyMetrePixelsBecomeFourOfTenByNearest() throws IOException {
        var tiff = aTiff(60, 60).band(p -> p).at(32633, 404400, 5342400, 20);

        var pixels = warped(tiff, PATCH, Resampling.NEAREST);

        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i]).isEqualTo(i / 120 / 2 * 60 + i % 120 / 2);
        }
    }

    @Test
    void bilinearIsLinearBetweenPixelCentresAndFlatBeyondTheLastOne() throws IOException {
        var tiff = aTiff(60, 60).band(p -> p % 60).at(32633, 404400, 5342400, 20);

        var pixels = warped(tiff, PATCH, Resampling.BILINEAR);

        assertThat(pixels[0]).isZero();
        assertThat(pixels[1]).isEqualTo(0.25f);
        assertThat(pixels[2]).isEqualTo(0.75f);
        assertThat(pixels[119]).isEqualTo(59);
    }

    @Test
    void bilinearLeavesOutNeighboursWithoutDataButNeedsThePixelUnderItsCentre() throws IOException {
        var tiff =
                aTiff(60, 60)
                        .band(p -> p % 60 == 1 ? Double.NaN : p % 60)
                        .at(32633, 404400, 5342400, 20);

        var pixels = warped(tiff, PATCH, Resampling.BILINEAR);

        assertThat(pixels[1]).isZero();
        assertThat(pixels[2]).isNaN();
        assertThat(pixels[3]).isNaN();
        assertThat(pixels[4]).isEqualTo(2);
    }

    @Test
    void bilinearSmoothsARasterTwiceAsFineOverTwoOfItsPixelsToEachSide() throws IOException {
        var tiff = aTiff(240, 240).band(p -> (p % 240) * (p % 240)).at(32633, 404400, 5342400, 5);

        var pixels = warped(tiff, PATCH, Resampling.BILINEAR);

        // centres lie 0.5 and 1.5 pixels away: weights 3/4 and 1/4 of the triangle, half of it
        int c = 2 * 50;
        double expected =
                (0.25 * (c - 1) * (c - 1)
                                + 0.75 * c * c
                                + 0.75 * (c + 1) * (c + 1)
                                + 0.25 * (c + 2) * (c + 2))
                        / 2;
        assertThat(pixels[50]).isEqualTo((float) expected, within(0.01f));
    }

    @ParameterizedTest
    @CsvSource({
        "32633, 404400, 5342400, 32632",
        "32633, 204400, 5342400, 32632",
        "32633, 499980, 9300000, 32635",
        "32760, 799980, 8000020, 32701",
        "32601, 199980, 7000020, 32660",
        "32633, 404400, 5342400, 4326",
        "32633, 404400, 5342400, 3035"
    })
    void positionsBendFromTheExactOnesByLessThanAHundredthOfAPixel(
            int epsg, double ulx, double uly, int rasterEpsg) {
        var window = new GridWindow(epsg, ulx, uly, 10, 120, 120);
        var exact = transforms.between(epsg, rasterEpsg);
        assertThat(exact.move(ulx, uly)).isTrue();
        double pixel = transforms.isGeographic(rasterEpsg) ? 1e-4 : 10;
        var place = Georeference.northUp(rasterEpsg, exact.x(), exact.y(), pixel, pixel);
        var positions = new SourcePositions(transforms);

        positions.locate(place, window, 100, 100);

        for (int i = 0; i < window.pixels(); i++) {
            exact.move(ulx + (i % 120 + 0.5) * 10, uly - (i / 120 + 0.5) * 10);
            assertThat(positions.column(i))
                    .isEqualTo(place.column(exact.x(), exact.y()), within(1e-2));
            assertThat(positions.row(i)).isEqualTo(place.row(exact.x(), exact.y()), within(1e-2));
        }
    }

    @Test
    void transformsMeetKnownCoordinates() {
        // by definition of UTM: the central meridian is 500 km east, the equator 0 or 10,000 km
        // north
        var point = transforms.between(CrsTransforms.WGS84, 32633);
        assertThat(point.move(15, 0)).isTrue();
        assertThat(point.x()).isEqualTo(500_000, within(1e-6));
        assertThat(point.y()).isEqualTo(0, within(1e-6));
        var south = transforms.between(CrsTransforms.WGS84, 32733);
        assertThat(south.move(15, 0)).isTrue();
        assertThat(south.y()).isEqualTo(10_000_000, within(1e-6));
    }

    @Test
    void zonesOnBothSidesOfTheAntimeridianMeet() {
        var west = transforms.between(32601, 32660);
        var back = transforms.between(32660, 32601);
        assertThat(west.move(300_000, 7_000_000)).isTrue();
        double x = west.x();
        assertThat(x).isBetween(500_000.0, 900_000.0);
        assertThat(back.move(x, west.y())).isTrue();
        assertThat(back.x()).isEqualTo(300_000, within(1e-3));
        assertThat(back.y()).isEqualTo(7_000_000, within(1e-3));
    }

    @Test
    void longitudesBeyondTheAntimeridianAreTheSameTurnAsTheRasters() throws IOException {
        var toDegrees = transforms.between(32601, CrsTransforms.WGS84);
        assertThat(toDegrees.move(340_000, 7_000_000)).isTrue();
        double east = toDegrees.x() + 360;
        var tiff = aTiff(400, 400).band(p -> 5).at(4326, east - 0.02, toDegrees.y() + 0.02, 1e-4);

        var pixels =
                warped(
                        tiff,
                        new GridWindow(32601, 340_000, 7_000_000, 10, 120, 120),
                        Resampling.BILINEAR);

        assertThat(pixels[0]).isEqualTo(5);
    }

    @Test
    void unknownSystemsAreAProblemOfTheGrid() {
        var tiff = aTiff(60, 60).band(p -> 1).at(39999, 404400, 5342400, 20);

        assertThatThrownBy(() -> warped(tiff, PATCH, Resampling.NEAREST))
                .isInstanceOfSatisfying(
                        RasterException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.NO_GRID))
                .hasMessageContaining("EPSG:39999");
    }

    @Test
    void aPatchIsTheSameWhateverWasWarpedBefore() throws IOException {
        var toRaster = transforms.between(32633, 32632);
        assertThat(toRaster.move(404400, 5342400)).isTrue();
        var tiff =
                aTiff(200, 200)
                        .band(p -> Math.sin(p))
                        .at(32632, toRaster.x() - 303, toRaster.y() + 307, 10);

        var alone = warped(tiff, PATCH, Resampling.BILINEAR);
        warped(tiff, new GridWindow(32633, 403200, 5342400, 10, 120, 120), Resampling.BILINEAR);

        var again = warped(tiff, PATCH, Resampling.BILINEAR);

        assertThat(alone[60 * 120 + 60]).isNotNaN();
        assertThat(again).containsExactly(alone);
    }
}
