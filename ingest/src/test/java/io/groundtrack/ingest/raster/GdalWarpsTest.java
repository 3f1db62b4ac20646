package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One raster of 200 × 180 pixels, put everywhere on Earth in every way, on our grid: what GDAL
 * makes of it.
 *
 * <p>Each line: EPSG code and affine transform of the raster, the patch, whether every tenth pixel
 * is without data, and of GDAL's nearest and bilinear pixels: how many have data, their sum, and
 * their sum weighted with the pixel's number modulo 97. Computed with GDAL 3.10.3.
 */
class GdalWarpsTest {

    private static final int WIDTH = 200;
    private static final int HEIGHT = 180;

    @TempDir private Path folder;

    private static double value(int pixel) {
        return (pixel % WIDTH * 37 + pixel / WIDTH * 101) % 251;
    }

    private static boolean isHole(int pixel) {
        return (pixel % WIDTH * 7 + pixel / WIDTH * 13) % 10 == 0;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "neighbour zone, 32633, 274478.2362, 10, 0, 5321584.886, 0, -10, 32631, 1169720, 5356140, false, 14400, 1799719, 86317191, 14400, 1801545.4, 86407867",
        "neighbour zone - half covered, 32633, 274478.2362, 10, 0, 5321584.886, 0, -10, 32631, 1168580, 5356860, false, 3617, 451392, 21606463, 3617, 450817.37, 21602540",
        "neighbour zone - a corner, 32635, 499523.7729, 10, 0, 6875080.188, 0, -10, 32636, 186920, 6888300, false, 3613, 451023, 21577683, 3613, 451690.08, 21616226",
        "far north, 32633, 499000, 10, 0, 9217359.019, 0, -10, 32634, 417920, 9221280, false, 14400, 1798996, 86263991, 14400, 1800731.1, 86298578",
        "south, 32719, 470006.8549, 20, 0, 6339386.936, 0, -20, 32719, 471440, 6338160, false, 14400, 1799433, 86242905, 14400, 1799784.7, 86273865",
        "across the equator, 32633, 510127.502, 10, 0, 678.9395688, 0, -10, 32733, 510560, 10000380, false, 14400, 1800043, 86296789, 14400, 1800175, 86282454",
        "geographic, 4326, 15.09, 0.0001, 0, 48.209, 0, -0.0001, 32633, 506840, 5339160, false, 14400, 1799628, 86305164, 14400, 1799912.7, 86254591",
        "geographic - oblong pixels, 4326, 15.075, 0.00025, 0, 68.209, 0, -0.0001, 32633, 503540, 7565760, false, 14400, 1798374, 86127811, 14400, 1800245.4, 86279212",
        "geographic - south, 4326, 150.19, 0.0001, 0, -33.391, 0, -0.0001, 32756, 238100, 6301440, false, 7790, 973734, 46701336, 7790, 973737.88, 46736058",
        "geographic - over the antimeridian, 4326, 179.989, 0.0001, 0, -16.991, 0, -0.0001, 32760, 818780, 8118600, false, 14400, 1800252, 86175371, 14400, 1799883.4, 86237996",
        "zones over the antimeridian, 32701, 180614.0939, 10, 0, 8118914.492, 0, -10, 32760, 819920, 8118600, false, 14400, 1798677, 86188096, 14400, 1799084, 86208338",
        "web mercator, 3857, 2791119.219, 30, 0, 11136825.24, 0, -30, 32635, 427580, 7789920, false, 14400, 1800063, 86147463, 14400, 1800160.4, 86230502",
        "equal area, 3035, 4698951.381, 10, 0, 2801376.999, 0, -10, 32633, 506840, 5339160, false, 14400, 1798707, 86224543, 14400, 1799606.6, 86216935",
        "equal area - coarse, 3035, 4022675.401, 100, 0, 3918740.451, 0, -100, 32631, 632360, 6454440, false, 12053, 1503821, 72265831, 12053, 1503459, 72118969",
        "polar north, 32661, 2216214.276, 10, 0, 1195868.104, 0, -10, 32633, 500900, 9161220, false, 14400, 1799954, 86224168, 14400, 1799951.7, 86271639",
        "polar south, 32761, 2316085.556, 30, 0, 3185283.646, 0, -30, 32733, 500840, 1233240, false, 7012, 871272, 41726552, 7012, 873601.68, 41786145",
        "polar sea ice, 3413, -4000, 40, 0, -1191526.166, 0, -40, 32623, 499400, 8770560, false, 14400, 1793353, 85862510, 14400, 1794321.3, 86044314",
        "rotated, 32633, 506183.1615, 9.396926208, 3.420201433, 5339038.32, 3.420201433, -9.396926208, 32633, 506840, 5339160, false, 14400, 1801544, 86328061, 14400, 1799424.9, 86250785",
        "rotated - geographic, 4326, 15.08925365, 9.961946981e-05, 8.715574275e-06, 48.20809419, 8.715574275e-06, -9.961946981e-05, 32633, 507560, 5340240, false, 3148, 391778, 18648110, 3148, 393417.66, 18797190",
        "30 m, 32633, 505173.7393, 30, 0, 5341235.632, 0, -30, 32633, 507620, 5339160, false, 14400, 1797225, 86126149, 14400, 1798230, 86137179",
        "120 m, 32633, 496173.7393, 120, 0, 5349335.632, 0, -120, 32633, 507620, 5339160, false, 14400, 1791408, 85592016, 14400, 1793144, 85846449",
        "finer than the grid, 32633, 507773.7393, 4, 0, 5338895.632, 0, -4, 32633, 507620, 5339160, false, 5760, 715674, 34519743, 5760, 719414.14, 34554810",
        "much finer - half covered, 32633, 507923.7393, 2.5, 0, 5338760.632, 0, -2.5, 32633, 507860, 5339160, false, 2250, 281634, 13434030, 2250, 281228.57, 13462134",
        "holes, 32633, 505430.6722, 20, 0, 5340334.617, 0, -20, 32633, 506840, 5339160, true, 12960, 1620474, 77586924, 12960, 1620511.8, 77652796",
        "holes - another zone, 32633, 275348.13, 10, 0, 5343811.15, 0, -10, 32632, 722600, 5343540, true, 6075, 762111, 36554874, 6075, 759827.41, 36413243",
        "beyond sight, 32633, 506430.6722, 10, 0, 5339434.617, 0, -10, 32633, 512840, 5339160, false, 0, 0, 0, 0, 0, 0"
    })
    void pixelsAreGdals(
            String name,
            int epsg,
            double x0,
            double dxColumn,
            double dxRow,
            double y0,
            double dyColumn,
            double dyRow,
            int gridEpsg,
            double ulx,
            double uly,
            boolean holes,
            int nearestCount,
            double nearestSum,
            double nearestWeighted,
            int bilinearCount,
            double bilinearSum,
            double bilinearWeighted)
            throws IOException {
        var place = new Georeference(epsg, x0, dxColumn, dxRow, y0, dyColumn, dyRow);
        var window = new GridWindow(gridEpsg, ulx, uly, 10, 120, 120);

        var nearest = warped(place, window, holes, Resampling.NEAREST);
        var bilinear = warped(place, window, holes, Resampling.BILINEAR);

        assertThat(count(nearest)).isEqualTo(nearestCount);
        assertThat(count(bilinear)).isEqualTo(bilinearCount);
        assertThat(sum(nearest, false)).isEqualTo(nearestSum, within(0.5));
        assertThat(sum(nearest, true)).isEqualTo(nearestWeighted, within(0.5));
        assertThat(sum(bilinear, false)).isEqualTo(bilinearSum, within(2 + 1e-6 * bilinearSum));
        assertThat(sum(bilinear, true))
                .isEqualTo(bilinearWeighted, within(2 + 1e-6 * bilinearWeighted));
    }

    private float[] warped(
            Georeference place, GridWindow window, boolean holes, Resampling resampling)
            throws IOException {
        var file =
                aTiff(WIDTH, HEIGHT)
                        .band(p -> holes && isHole(p) ? Double.NaN : value(p))
                        .write(folder.resolve("source.tif"));
        var into = new float[window.pixels()];
        try (var raster = GeoTiff.open(file, new BlockCache(0))) {
            new GridWarp(new CrsTransforms())
                    .warp(raster, 0, place, window, resampling, PixelConversion.NONE, into);
        }
        return into;
    }

    private static int count(float[] pixels) {
        int count = 0;
        for (float pixel : pixels) {
            count += Float.isNaN(pixel) ? 0 : 1;
        }
        return count;
    }

    private static double sum(float[] pixels, boolean weighted) {
        double sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            sum += Float.isNaN(pixels[i]) ? 0 : (double) pixels[i] * (weighted ? i % 97 : 1);
        }
        return sum;
    }
}
