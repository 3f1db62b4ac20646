package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TiffPages.leftOut;
import static io.groundtrack.ingest.raster.TiffPages.strips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smaller versions inside one file: in the chain, listed by the first image, or not at all. */
class TiffOverviewsTest {

    private static final int SUBFILE = 254;
    private static final int REDUCED = 1;
    private static final int MASK = 4;

    @TempDir private Path folder;
    private final BlockCache cache = new BlockCache(1 << 20);

    private GeoTiff open(TiffPages pages) throws IOException {
        return GeoTiff.open(pages.write(folder.resolve("pages.tif")), cache);
    }

    private static float[] pixels(Raster raster) throws IOException {
        var pixels = new float[raster.width() * raster.height()];
        raster.read(0, 0, 0, raster.width(), raster.height(), pixels);
        return pixels;
    }

    @Test
    void overviewsOfTheChainAreReadMasksAndPagesArePassedOver() throws IOException {
        var pages =
                new TiffPages()
                        .then(strips(8, 6, 4, 0))
                        .then(strips(8, 6, 6, 900).tag(SUBFILE, MASK))
                        .then(strips(2, 2, 2, 700).tag(SUBFILE, REDUCED))
                        .then(strips(8, 6, 6, 800))
                        .then(strips(4, 3, 2, 500).tag(SUBFILE, REDUCED))
                        .then(strips(4, 3, 3, 950).tag(SUBFILE, REDUCED | MASK));
        try (var raster = open(pages)) {
            assertThat(raster.overviews())
                    .isEqualTo(List.of(new RasterSize(4, 3), new RasterSize(2, 2)));
            // blocks of equal number are held apart in the cache
            assertThat(pixels(raster)).startsWith(0, 1, 2).hasSize(48);
            assertThat(pixels(raster.overview(0))).startsWith(500, 501).endsWith(511);
            assertThat(pixels(raster.overview(1))).containsExactly(700, 701, 702, 703);
            assertThat(raster.overview(1).overviews()).isEmpty();
            assertThatThrownBy(() -> raster.overview(2))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void closingAnOverviewLeavesTheRasterOpen() throws IOException {
        try (var raster =
                open(
                        new TiffPages()
                                .then(strips(4, 4, 4, 0))
                                .then(strips(2, 2, 2, 9).tag(SUBFILE, REDUCED)))) {
            raster.overview(0).close();

            assertThat(pixels(raster)).endsWith(15);
        }
    }

    @Test
    void overviewsThatTheFirstImageListsAreRead() throws IOException {
        var own = strips(4, 3, 3, 60).tag(SUBFILE, REDUCED);
        try (var raster = open(new TiffPages().then(strips(8, 6, 6, 0).own(own)))) {
            assertThat(raster.overviews()).isEqualTo(List.of(new RasterSize(4, 3)));
            assertThat(pixels(raster.overview(0))).startsWith(60).endsWith(71);
        }
    }

    @Test
    void anOverviewCoversTheSameGround() throws IOException {
        var file =
                TinyTiff.aTiff(9, 6)
                        .band(pixel -> pixel)
                        .at(32633, 404400, 5342400, 10)
                        .write(folder.resolve("placed.tif"));
        try (var raster = GeoTiff.open(file, cache)) {
            var place = raster.georeference().orElseThrow();

            var shrunk = GeoTiff.shrunk(place, new RasterSize(9, 6), new RasterSize(5, 3));

            assertThat(shrunk).isEqualTo(Georeference.northUp(32633, 404400, 5342400, 18, 20));
        }
    }

    @Test
    void aChainThatLoopsOrLeavesTheFileStopsTheListNotThePixels() throws IOException {
        for (long end : new long[] {8 + 32, 1 << 30}) {
            // the first directory stands behind the header and 32 bytes of pixels
            var pages =
                    new TiffPages()
                            .then(strips(4, 4, 4, 0))
                            .then(strips(2, 2, 2, 9).tag(SUBFILE, REDUCED))
                            .endsAt(end);
            try (var raster = open(pages)) {
                assertThat(pixels(raster)).endsWith(15);
                assertThatThrownBy(raster::overviews)
                        .isInstanceOfSatisfying(
                                RasterException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.DAMAGED))
                        .hasMessageContaining("expected");
            }
        }
    }

    @Test
    void aChainLongerThanAnyFilesIsGivenUp() throws IOException {
        var pages = new TiffPages();
        for (int i = 0; i < 300; i++) {
            pages.then(strips(2, 2, 2, i));
        }
        try (var raster = open(pages)) {
            assertThatThrownBy(raster::overviews).hasMessageContaining("more than 256");
        }
    }

    @Test
    void anOverviewLargerThanItsImageIsNone() throws IOException {
        var pages =
                new TiffPages()
                        .then(strips(4, 4, 4, 0))
                        .then(leftOut(16, 2, 16).tag(SUBFILE, REDUCED));
        try (var raster = open(pages)) {
            assertThat(raster.overviews()).isEmpty();
        }
    }
}
