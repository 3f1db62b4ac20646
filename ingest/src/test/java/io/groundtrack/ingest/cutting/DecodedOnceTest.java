package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.raster.Decoding;
import io.groundtrack.ingest.raster.InflaterChoice;
import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Sensor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A granule of 5 × 5 patches and 10 × 10 tiles a band, cut row by row by two cutters in turns. */
class DecodedOnceTest {

    private static final int ROWS = 5;
    private static final int TILE = 64;
    private static final int LARGE = 2_900;
    private static final int TILES = 10 * 10;
    private static final int TILE_BYTES = TILE * TILE * 2;

    private static final List<String> BANDS = List.of("B04", "B08");

    @TempDir private Path folder;

    @BeforeEach
    void write() {
        for (var band : BANDS) {
            aTiff(ROWS * 120, ROWS * 120)
                    .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                    .type(SampleType.U16)
                    .tiled(TILE)
                    .compression(8)
                    .predictor(2)
                    .band(pixel -> 1 + pixel % 4_999)
                    .write(folder.resolve(band + ".tif"));
        }
    }

    private double[] decodedAndNeeded(long cacheBytes) {
        var options =
                new CutOptions(
                        0.2,
                        AccessOptions.local(folder.toString()),
                        cacheBytes,
                        new Decoding(2, InflaterChoice.AUTO),
                        List.of("B04", "B08"),
                        List.of("VV", "VH"),
                        MissingBands.REFUSE,
                        CutOptions.CLEAR_CLASSES.defaultValue());
        var all =
                IntStream.range(0, ROWS)
                        .flatMap(row -> IntStream.range(0, ROWS).map(column -> bit(row, column)))
                        .toArray();
        try (var even = new PatchCutter(options);
                var odd = new PatchCutter(options)) {
            for (int row = 0; row < ROWS; row++) {
                int line = row;
                var patches = IntStream.range(0, ROWS).map(column -> bit(line, column)).toArray();
                var strip =
                        aStrip(Sensor.S2)
                                .patches(patches)
                                .granule(
                                        "whole",
                                        0,
                                        bits(all),
                                        asset(Sensor.S2, "B04.tif", "B04"),
                                        asset(Sensor.S2, "B08.tif", "B08"))
                                .build();
                var cut = (row % 2 == 0 ? even : odd).cut(strip);
                assertThat(cut.rejects()).isEmpty();
                assertThat(cut.outcomes())
                        .hasSize(ROWS)
                        .allMatch(outcome -> outcome.getKind() == OutcomeKind.CUT);
            }
            return new double[] {even.blocksDecoded(), odd.blocksNeeded()};
        }
    }

    @Test
    void eachBlockOfEachBandIsDecodedOnceWhereTheCacheHoldsTheRowsInHand() {
        // of 2 bands, the three rows of tiles that a row of patches meets, and one more
        var counts = decodedAndNeeded(4L * 10 * 2 * (TILE_BYTES + 64));

        assertThat(counts[1]).isEqualTo(2 * TILES);
        assertThat(counts[0] / counts[1]).isBetween(1.0, 1.05);
    }

    @Test
    void blocksOfMoreThanTheCacheHoldsAreDecodedOnceNonetheless() {
        // one strip of 2,900 x 2,900 x 2 bytes a band: each alone is more than the cache holds
        for (var band : BANDS) {
            aTiff(LARGE, LARGE)
                    .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                    .type(SampleType.U16)
                    .strips(LARGE)
                    .compression(8)
                    .band(pixel -> 1 + pixel % 4_999)
                    .write(folder.resolve(band + ".tif"));
        }

        var counts = decodedAndNeeded(1L * LARGE * LARGE);

        assertThat(counts[1]).isEqualTo(2);
        assertThat(counts[0] / counts[1]).isBetween(1.0, 1.05);
    }

    @Test
    void aCacheThatIsTooSmallShowsInTheRatio() {
        var counts = decodedAndNeeded(8L * TILE_BYTES);

        assertThat(counts[1]).isEqualTo(2 * TILES);
        assertThat(counts[0] / counts[1]).isGreaterThan(1.05);
    }
}
