package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows of many blocks, by one thread and by several. */
class BlockReaderTest {

    private static final int SIDE = 150;

    @TempDir private Path folder;

    private static BlockCache cache(long bytes, int threads) {
        return new BlockCache(bytes, new Decoding(threads, InflaterChoice.AUTO));
    }

    private Path tiles() {
        return aTiff(SIDE, SIDE)
                .type(SampleType.U16)
                .tiled(16)
                .compression(8)
                .predictor(2)
                .band(pixel -> (pixel * 31L ^ pixel >> 5) & 0xffff)
                .write(folder.resolve("tiles.tif"));
    }

    @Test
    void severalThreadsGiveWhatOneGives() throws IOException {
        var file = tiles();
        var random = new Random(5);
        try (var one = GeoTiff.open(file, cache(1 << 20, 1));
                var many = GeoTiff.open(file, cache(1 << 15, 7))) {
            for (int i = 0; i < 200; i++) {
                int x = random.nextInt(SIDE);
                int y = random.nextInt(SIDE);
                int width = 1 + random.nextInt(SIDE - x);
                int height = 1 + random.nextInt(SIDE - y);
                var expected = new float[width * height];
                var actual = new float[width * height];
                one.read(0, x, y, width, height, expected);
                many.read(0, x, y, width, height, actual);
                assertThat(actual).isEqualTo(expected);
            }
        }
    }

    @Test
    void theFirstBadBlockIsNamedHoweverManyThreadsThereAre() throws IOException {
        var file = tiles();
        var bytes = Files.readAllBytes(file);
        try (var sound = GeoTiff.open(file, cache(1 << 20, 1))) {
            sound.requireComplete();
        }
        // blocks begin behind the header, one after the other; break all but the first few
        for (int at = bytes.length / 4; at < bytes.length / 2; at++) {
            bytes[at] = (byte) 0xff;
        }
        Files.write(file, bytes);
        String first = null;
        for (int i = 0; i < 40; i++) {
            try (var raster = GeoTiff.open(file, cache(1 << 20, i % 2 == 0 ? 1 : 4))) {
                var message = new String[1];
                assertThatThrownBy(() -> raster.read(0, 0, 0, SIDE, SIDE, new float[SIDE * SIDE]))
                        .isInstanceOf(RasterException.class)
                        .satisfies(e -> message[0] = e.getMessage());
                first = first == null ? message[0] : first;
                assertThat(message[0]).isEqualTo(first);
            }
        }
    }

    @Test
    void aWindowReadTwiceIsDecodedOnceAndNeededOnce() throws IOException {
        var cache = cache(1 << 20, 4);
        var file = tiles();
        for (int i = 0; i < 3; i++) {
            try (var raster = GeoTiff.open(file, cache)) {
                raster.read(0, 0, 0, SIDE, SIDE, new float[SIDE * SIDE]);
            }
        }

        assertThat(cache.decoded()).isEqualTo(100);
        assertThat(cache.needed()).isEqualTo(100);
    }

    @Test
    void aCacheThatIsTooSmallShowsInDecodedNotInNeeded() throws IOException {
        var cache = cache(0, 4);
        var file = tiles();
        for (int i = 0; i < 3; i++) {
            try (var raster = GeoTiff.open(file, cache)) {
                raster.read(0, 0, 0, SIDE, SIDE, new float[SIDE * SIDE]);
            }
        }

        assertThat(cache.decoded()).isEqualTo(300);
        assertThat(cache.needed()).isEqualTo(100);
    }

    @Test
    void blocksThatAreHereAreNotFetchedAgain() throws IOException {
        var asked = new ArrayList<Integer>();
        var file = new CountingFile(LocalRasterFile.open(tiles()), asked);
        try (var raster = GeoTiff.open(file, cache(1 << 20, 2))) {
            raster.read(0, 0, 0, 33, 33, new float[33 * 33]);
            raster.read(0, 0, 0, 65, 33, new float[65 * 33]);
            raster.read(0, 0, 0, 65, 33, new float[65 * 33]);
        }

        assertThat(asked).containsExactly(9, 6);
    }

    private record CountingFile(RasterFile file, ArrayList<Integer> asked) implements RasterFile {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public Object identity() {
            return file.identity();
        }

        @Override
        public byte[] read(long position, int length, String what) throws IOException {
            return file.read(position, length, what);
        }

        @Override
        public void prefetch(long[] positions, int[] lengths) {
            asked.add(positions.length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
