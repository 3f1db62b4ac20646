package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TiffPages.strips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables of blocks as careless writers leave them. What is read here is what GDAL 3.10.3 reads from
 * the same files, but for several strips without counts, which it refuses.
 */
class BlockTableTest {

    private static final int STRIP_OFFSETS = 273;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_COUNTS = 279;
    private static final int WIDTH = 5;
    private static final int HEIGHT = 7;

    @TempDir private Path folder;

    private float[] read(TiffPages.Page page) throws IOException {
        var file = new TiffPages().then(page).write(folder.resolve("blocks.tif"));
        try (var raster = GeoTiff.open(file, new BlockCache(1 << 16))) {
            var pixels = new float[WIDTH * HEIGHT];
            raster.read(0, 0, 0, WIDTH, HEIGHT, pixels);
            return pixels;
        }
    }

    private static TiffPages.Page inStrips(int rows) {
        return strips(WIDTH, HEIGHT, rows, 1);
    }

    private static float[] sound(int from, int to) {
        var pixels = new float[WIDTH * HEIGHT];
        IntStream.range(from, to).forEach(i -> pixels[i] = i + 1);
        return pixels;
    }

    private static float[] sound() {
        return sound(0, WIDTH * HEIGHT);
    }

    @Test
    void countsThatAreMissingOrTooSmallForTheOnlyStripFollowFromItsSize() throws IOException {
        assertThat(read(inStrips(HEIGHT).tag(STRIP_COUNTS))).isEqualTo(sound());
        assertThat(read(inStrips(HEIGHT).tag(STRIP_COUNTS, 0))).isEqualTo(sound());
        assertThat(read(inStrips(HEIGHT).tag(STRIP_COUNTS, 9))).isEqualTo(sound());
        assertThat(read(inStrips(3).tag(STRIP_COUNTS))).isEqualTo(sound());
    }

    @Test
    void rowsPerStripMayBeMissingOrBeyondTheImage() throws IOException {
        assertThat(read(inStrips(HEIGHT).tag(ROWS_PER_STRIP))).isEqualTo(sound());
        assertThat(read(inStrips(HEIGHT).tag(ROWS_PER_STRIP, 0xffff_ffffL))).isEqualTo(sound());
        assertThat(read(inStrips(HEIGHT).tag(ROWS_PER_STRIP, 1_000))).isEqualTo(sound());
    }

    @Test
    void aStripWithoutBytesIsLeftOutWhereverItIsSaidToBegin() throws IOException {
        // 3 strips of 3, 3 and 1 rows
        assertThat(read(inStrips(3).tag(STRIP_COUNTS, 30, 30, 0))).isEqualTo(sound(0, 30));
        assertThat(
                        read(
                                inStrips(3)
                                        .tag(STRIP_OFFSETS, 8, 38, 1 << 30)
                                        .tag(STRIP_COUNTS, 30, 30, 0)))
                .isEqualTo(sound(0, 30));
    }

    @Test
    void aStripOfSeveralThatIsTooShortIsDamage() {
        assertThatThrownBy(() -> read(inStrips(3).tag(STRIP_COUNTS, 30, 29, 10)))
                .hasMessageContaining("block 1 has 29 bytes (expected: 30)");
        assertThatThrownBy(() -> read(inStrips(3).tag(STRIP_COUNTS, 30, 30)))
                .hasMessageContaining("has 2 values (expected: 3)");
        assertThatThrownBy(() -> read(inStrips(3).tag(STRIP_OFFSETS, 8, 38, 1 << 30)))
                .hasMessageContaining("expected: within the file");
    }

    @Test
    void aCompressedStripWithoutCountEndsWhereTheNextBegins() throws IOException {
        for (int rows : new int[] {4, 60}) {
            var file =
                    TinyTiff.aTiff(20, 60)
                            .type(SampleType.U16)
                            .strips(rows)
                            .compression(8)
                            .band(pixel -> pixel % 977)
                            .tag(STRIP_COUNTS)
                            .write(folder.resolve("uncounted.tif"));
            try (var raster = GeoTiff.open(file, new BlockCache(1 << 16))) {
                var pixels = new float[20 * 60];
                raster.read(0, 0, 0, 20, 60, pixels);
                for (int i = 0; i < pixels.length; i++) {
                    assertThat(pixels[i]).isEqualTo(i % 977);
                }
            }
        }
    }
}
