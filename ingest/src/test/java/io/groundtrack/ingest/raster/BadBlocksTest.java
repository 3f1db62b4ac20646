package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A raster of 10 × 10 tiles whose middle does not decode. */
class BadBlocksTest {

    private static final int SIDE = 160;

    @TempDir private Path folder;
    private final BlockCache cache = new BlockCache(0, new Decoding(3, InflaterChoice.AUTO));
    private final List<String> blocksRead = new ArrayList<>();
    private Path path;
    private boolean offline;

    @BeforeEach
    void write() throws IOException {
        path =
                aTiff(SIDE, SIDE)
                        .type(SampleType.U16)
                        .tiled(16)
                        .compression(8)
                        .band(pixel -> (pixel * 31L ^ pixel >> 5) & 0xffff)
                        .write(folder.resolve("bad.tif"));
        var bytes = Files.readAllBytes(path);
        for (int at = bytes.length / 4; at < bytes.length / 2; at++) {
            bytes[at] = (byte) 0xff;
        }
        Files.write(path, bytes);
    }

    private RasterException failure() throws IOException {
        try (var raster = GeoTiff.open(new Counted(RasterFile.open(path)), cache)) {
            return catchThrowableOfType(
                    RasterException.class,
                    () -> raster.read(0, 0, 0, SIDE, SIDE, new float[SIDE * SIDE]));
        }
    }

    @Test
    void aBlockThatDoesNotDecodeIsDecodedOnceHoweverOftenTheFileIsOpened() throws IOException {
        var first = failure();
        var bad = first.getMessage().replaceAll(".*(block \\d+).*", "$1");
        for (int i = 0; i < 20; i++) {
            var again = failure();
            assertThat(again.getMessage()).isEqualTo(first.getMessage());
            assertThat(again.problem()).isEqualTo(first.problem());
        }

        assertThat(blocksRead.stream().filter(bad::equals)).hasSize(1);
        // sound ones are read again: this cache keeps the newest alone
        assertThat(blocksRead.stream().filter("block 0"::equals)).hasSizeGreaterThan(10);
    }

    @Test
    void everyBadBlockIsTriedOnce() throws IOException {
        int failed = 0;
        try (var raster = GeoTiff.open(new Counted(RasterFile.open(path)), cache)) {
            for (int i = 0; i < 300; i++) {
                int tile = i % 100;
                int x = tile % 10 * 16;
                int y = tile / 10 * 16;
                var failure =
                        catchThrowableOfType(
                                RasterException.class,
                                () -> raster.read(0, x, y, 16, 16, new float[256]));
                if (failure != null) {
                    assertThat(failure).hasMessageContaining("bad.tif: block " + tile);
                    failed++;
                }
            }
        }

        // more than there are reasons kept
        assertThat(failed / 3).isGreaterThan(20);
        assertThat(failed % 3).isZero();
        assertThat(blocksRead).hasSize(300 - 2 * failed / 3);
    }

    @Test
    void aBlockThatCouldNotBeReadIsReadAgain() throws IOException {
        offline = true;
        assertThat(failure()).hasMessageContaining("cut off by the server");
        offline = false;
        assertThat(failure()).hasMessageNotContaining("server");
    }

    /** Each of which states four million blocks, of which the last is bad. */
    @Test
    void whatIsKnownOfManyHostileFilesIsBounded() {
        for (int i = 0; i < 500; i++) {
            var block = new Hopeless();
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(
                                () ->
                                        cache.use(
                                                new BlockCache.Key(block, (1 << 22) - 1),
                                                block,
                                                pixels -> {}))
                        .hasMessageContaining("hopeless");
            }
            assertThat(block.decoded).isEqualTo(1);
        }
        assertThat(cache.needed()).isEqualTo(500);
        assertThat(cache.knownBytes()).isBetween(1L << 20, 33L << 20);
    }

    private static final class Hopeless implements BlockCache.Block {

        private int decoded;

        @Override
        public long bytes() {
            return 1;
        }

        @Override
        public byte[] read() {
            return new byte[1];
        }

        @Override
        public byte[] decode(byte[] stored) throws IOException {
            decoded++;
            throw new RasterException(RasterException.Problem.DAMAGED, file(), "hopeless");
        }

        @Override
        public String file() {
            return "made";
        }
    }

    private final class Counted implements RasterFile {

        private final RasterFile file;

        Counted(RasterFile file) {
            this.file = file;
        }

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
            if (what.startsWith("block ")) {
                synchronized (blocksRead) {
                    blocksRead.add(what);
                }
                if (offline) {
                    throw damaged("cut off by the server");
                }
            }
            return file.read(position, length, what);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
