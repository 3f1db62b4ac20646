package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiePointGridTest {

    private static final String GRD =
            "data/rio-tiler-pds/tests/fixtures/sentinel-s1-l1c/GRD/2018/7/16/IW/DV/"
                    + "S1A_IW_GRDH_1SDV_20180716T004042_20180716T004107_022812_02792A_FD5B/measurement/";
    private static final String ANNOTATION =
            "data/stac-s1/tests/data-files/grd/"
                    + "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8.SAFE/annotation/"
                    + "s1a-iw-grd-vv-20210809t173953-20210809t174018-039156-049f13-001.xml";
    private static final Pattern POINT =
            Pattern.compile(
                    "<line>(\\d+)</line>\\s*<pixel>(\\d+)</pixel>\\s*<latitude>([^<]+)</latitude>"
                            + "\\s*<longitude>([^<]+)</longitude>\\s*<height>([^<]+)</height>");

    private final CrsTransforms transforms = new CrsTransforms();

    private static double[] numbers(ArrayList<double[]> points) {
        return points.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** Points of the annotation, in its order: rows from the first line on. */
    private static ArrayList<double[]> annotated() throws IOException {
        var points = new ArrayList<double[]>();
        var text = Files.readString(SharedFolder.require(ANNOTATION));
        for (var match = POINT.matcher(text); match.find(); ) {
            points.add(
                    new double[] {
                        Double.parseDouble(match.group(2)),
                        Double.parseDouble(match.group(1)),
                        0,
                        Double.parseDouble(match.group(4)),
                        Double.parseDouble(match.group(3)),
                        Double.parseDouble(match.group(5))
                    });
        }
        assertThat(points).hasSize(210);
        return points;
    }

    /** Where a grid puts points, against where they are, in pixels; the largest distance. */
    private double farthest(TiePointGrid grid, Iterable<double[]> points, int epsg) {
        var locator = grid.towards(epsg, transforms).locator();
        var there = transforms.between(CrsTransforms.WGS84, epsg);
        double farthest = 0;
        for (var point : points) {
            assertThat(there.move(point[3], point[4])).isTrue();
            assertThat(locator.locate(there.x(), there.y())).isTrue();
            farthest =
                    Math.max(
                            farthest,
                            Math.hypot(locator.column() - point[0], locator.row() - point[1]));
        }
        return farthest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"iw-vv.tiff", "iw-vh.tiff"})
    void eachTiePointOfARealGrdMapsBackToItsPixel(String name) throws IOException {
        try (var raster = GeoTiff.open(SharedFolder.require(GRD + name), new BlockCache(0))) {
            var grid = raster.tiePoints().orElseThrow();

            assertThat(raster.georeference()).isEmpty();
            assertThat(grid.epsg()).isEqualTo(4326);
            assertThat(grid.points()).isEqualTo(210);
            // what GDAL reports as the first and the last ground control point
            assertThat(grid.x(0, 0)).isEqualTo(78.20390305293508, within(1e-12));
            assertThat(grid.y(0, 0)).isEqualTo(10.737548333634779, within(1e-12));
            assertThat(grid.x(64.02249033618367, 100.44199785177229))
                    .isEqualTo(78.0514445639831, within(1e-12));
            assertThat(grid.lowest()).isLessThan(grid.highest());
            var locator = grid.towards(32644, transforms).locator();
            var there = transforms.between(4326, 32644);
            for (int line = 0; line <= 836; line += 44) {
                for (int column = 0; column <= 1280; column += 64) {
                    // on the lines of tie points both ways of interpolating agree along longitude
                    there.move(grid.x(column, line), grid.y(column, line));
                    assertThat(locator.locate(there.x(), there.y())).isTrue();
                    assertThat(locator.column()).isEqualTo(column, within(0.1));
                    assertThat(locator.row()).isEqualTo(line, within(0.1));
                }
            }
        }
    }

    @Test
    void eachAnnotatedPointOfAFullSizeGrdMapsBackToItsPixel() throws IOException {
        var points = annotated();
        var grid = TiePointGrid.of(4326, numbers(points)).orElseThrow();

        // the scene lies in zone 33; a patch at its edge may be in the neighbouring zone
        assertThat(farthest(grid, points, 32633)).isLessThan(0.05);
        assertThat(farthest(grid, points, 32632)).isLessThan(0.05);
    }

    /**
     * Half the points predict the others, at 40 km: what is off is off by its height, as the points
     * were computed on the ground and the radar looks from the side at 29° to 46°.
     */
    @Test
    void pointsThatAreLeftOutAreOffByTheirHeightAlone() throws IOException {
        var points = annotated();
        var kept = new ArrayList<double[]>();
        var heights = new ArrayList<double[]>();
        var left = new ArrayList<double[]>();
        for (int i = 0; i < points.size(); i++) {
            var point = points.get(i);
            (i % 21 % 2 == 0 ? kept : left).add(point);
            if (i % 21 % 2 == 0) {
                heights.add(new double[] {point[0], point[1], 0, point[5], point[1], 0});
            }
        }
        var grid = TiePointGrid.of(4326, numbers(kept)).orElseThrow();
        var height = TiePointGrid.of(0, numbers(heights)).orElseThrow();

        for (var point : left) {
            double off = farthest(grid, List.of(point), 32633);
            double higher = Math.abs(point[5] - height.x(point[0], point[1]));
            assertThat(off).isLessThan(2 + higher / Math.tan(Math.toRadians(29)) / 10);
        }
    }

    @Test
    void rowsMayHaveTheirOwnColumnsAndBend() {
        var points = new ArrayList<double[]>();
        double[][] columns = {{0, 50, 100}, {0, 30, 60, 100}, {0, 100}};
        for (int r = 0; r < 3; r++) {
            for (double column : columns[r]) {
                double line = r * 40 + column * 0.05;
                points.add(
                        new double[] {
                            column, line, 0, 400_000 + 10 * column, 5_000_000 - 10 * line, 0
                        });
            }
        }
        var grid = TiePointGrid.of(32633, numbers(points)).orElseThrow();
        var locator = grid.locator();

        for (double line = 0; line <= 90; line += 7.5) {
            for (double column = -5; column <= 105; column += 5) {
                assertThat(grid.x(column, line)).isEqualTo(400_000 + 10 * column, within(1e-6));
                assertThat(grid.y(column, line)).isEqualTo(5_000_000 - 10 * line, within(1e-6));
                assertThat(locator.locate(400_000 + 10 * column, 5_000_000 - 10 * line)).isTrue();
                assertThat(locator.column()).isEqualTo(column, within(1e-6));
                assertThat(locator.row()).isEqualTo(line, within(1e-6));
            }
        }
    }

    @Test
    void pointsAcrossTheAntimeridianAreOneGrid() {
        var points = new ArrayList<double[]>();
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                double longitude = 179.9 + 0.1 * c;
                points.add(
                        new double[] {
                            c * 1000,
                            r * 1000,
                            0,
                            longitude > 180 ? longitude - 360 : longitude,
                            -17 - 0.1 * r,
                            0
                        });
            }
        }
        var grid = TiePointGrid.of(4326, numbers(points)).orElseThrow();

        assertThat(farthest(grid, points, 32760)).isLessThan(0.05);
        assertThat(farthest(grid, points, 32701)).isLessThan(0.05);
    }

    @Test
    void whatIsNoGridHasNoPlace() {
        double[] one = {0, 0, 0, 10, 50, 0, 100, 0, 0, 11, 50, 0};
        double[] folded = {
            0, 0, 0, 10, 50, 0, 100, 0, 0, 11, 50, 0, 0, 10, 0, 10, 49, 0, 100, -10, 0, 11, 49, 0
        };
        double[] same = {
            0, 0, 0, 10, 50, 0, 100, 0, 0, 11, 50, 0, 0, 0, 0, 10, 49, 0, 100, 0, 0, 11, 49, 0
        };
        double[] endless = {
            0, 0, 0, 10, 50, 0, 100, 0, 0, Double.NaN, 50, 0, 0, 9, 0, 1, 4, 0, 100, 9, 0, 1, 4, 0
        };
        double[] column = {0, 0, 0, 10, 50, 0, 0, 10, 0, 10, 49, 0, 0, 20, 0, 10, 48, 0};

        for (var points : new double[][] {one, folded, same, endless, column, {}}) {
            assertThat(TiePointGrid.of(4326, points)).isEmpty();
        }
    }

    @Test
    void pointsThatAllLieInOnePlaceAreNotFoundRatherThanForEver() {
        double[] nowhere = {
            0, 0, 0, 10, 50, 0, 100, 0, 0, 10, 50, 0, 0, 10, 0, 10, 50, 0, 100, 10, 0, 10, 50, 0
        };
        var grid = TiePointGrid.of(4326, nowhere).orElseThrow();

        assertThat(grid.locator().locate(11, 51)).isFalse();
    }
}
