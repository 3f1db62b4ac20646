package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made here: every kind that is read, and what is refused. */
class GeoTiffTest {

    private static final int WIDTH = 70;
    private static final int HEIGHT = 45;

    @TempDir private Path folder;
    private final BlockCache cache = new BlockCache(1 << 20);

    private static double value(SampleType type, int band, int pixel) {
        int mixed = new Random(31L * pixel + band).nextInt(100) + pixel / 7;
        return switch (type) {
            case U8 -> mixed & 0xff;
            case I8 -> (byte) mixed;
            case U16 -> mixed * 90;
            case I16 -> mixed * 30 - 9_000;
            case U32 -> mixed * 5_000_000L;
            case I32 -> mixed * 2_000_000 - 900_000_000;
            case U64 -> mixed * 70_000_000_000_000L;
            case I64 -> mixed * 30_000_000_000_000L - 9_000_000_000_000_000L;
            case F32 -> mixed * 0.37f - 20;
            case F64 -> mixed * 0.37 - 20;
        };
    }

    private static TinyTiff twoBands(SampleType type) {
        return aTiff(WIDTH, HEIGHT)
                .type(type)
                .band(pixel -> value(type, 0, pixel))
                .band(pixel -> value(type, 1, pixel));
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void everyTypeCodecPredictorAndLayoutGivesThePixelsBack(SampleType type) throws IOException {
        for (int compression : new int[] {1, 5, 8, 32773, 32946, 50000}) {
            for (int predictor : predictors(type, compression)) {
                for (int kind = 0; kind < 16; kind++) {
                    var tiff = twoBands(type).compression(compression).predictor(predictor);
                    tiff = (kind & 1) == 0 ? tiff : tiff.tiled(32);
                    tiff = (kind & 2) == 0 ? tiff : tiff.planar();
                    tiff = (kind & 4) == 0 ? tiff : tiff.order(ByteOrder.BIG_ENDIAN);
                    tiff = (kind & 8) == 0 ? tiff : tiff.bigTiff();
                    var what = type + " " + compression + " " + predictor + " " + kind;
                    assertPixels(
                            tiff.write(folder.resolve(what.replace(' ', '_') + ".tif")),
                            type,
                            what);
                }
            }
        }
    }

    private static int[] predictors(SampleType type, int compression) {
        return compression == 1 || compression == 32773
                ? new int[] {1}
                : type.isInteger() ? new int[] {1, 2} : new int[] {1, 2, 3};
    }

    private void assertPixels(Path file, SampleType type, String what) throws IOException {
        try (var raster = GeoTiff.open(file, cache)) {
            for (int band = 0; band < 2; band++) {
                var pixels = new double[WIDTH * HEIGHT];
                raster.read(band, 0, 0, WIDTH, HEIGHT, pixels);
                for (int i = 0; i < pixels.length; i++) {
                    if (pixels[i] != value(type, band, i)) {
                        assertThat(pixels[i]).as(what + " " + i).isEqualTo(value(type, band, i));
                    }
                }
                var window = new float[13 * 40];
                raster.read(band, 25, 4, 13, 40, window);
                for (int i = 0; i < window.length; i++) {
                    int pixel = (4 + i / 13) * WIDTH + 25 + i % 13;
                    if (window[i] != (float) value(type, band, pixel)) {
                        assertThat(window[i]).as(what).isEqualTo((float) value(type, band, pixel));
                    }
                }
            }
        }
    }

    @Test
    void blocksLeftOutAreNodataOrZero() throws IOException {
        var tiff = aTiff(64, 64).tiled(32).sparse().compression(8).band(p -> p < 640 ? 3 : 0);
        var zero = tiff.write(folder.resolve("zero.tif"));
        var nodata = tiff.nodata("-99").write(folder.resolve("nodata.tif"));

        assertThat(pixel(zero, 5, 40)).isZero();
        assertThat(pixel(nodata, 5, 40)).isEqualTo(-99);
        assertThat(pixel(nodata, 5, 4)).isEqualTo(3);
    }

    @Test
    void nodataThatTheTypeCannotHoldFillsBlocksAsFarAsItCan() throws IOException {
        var tiff = aTiff(64, 64).tiled(32).sparse().compression(8).band(p -> p < 640 ? 3 : 0);
        var below = tiff.type(SampleType.U8).nodata("-9999").write(folder.resolve("below.tif"));
        var nan = tiff.type(SampleType.U16).nodata("nan").write(folder.resolve("nan.tif"));
        var above = tiff.type(SampleType.U16).nodata("65536").write(folder.resolve("above.tif"));

        assertThat(pixel(below, 5, 40)).isZero();
        assertThat(pixel(nan, 5, 40)).isZero();
        assertThat(pixel(above, 5, 40)).isEqualTo(65535);
        try (var raster = GeoTiff.open(below, cache)) {
            assertThat(raster.nodata()).hasValue(-9999);
        }
    }

    @ParameterizedTest
    @EnumSource(SampleType.class)
    void storedBytesAreTheSamplesLeastByteFirst(SampleType type) throws IOException {
        for (var order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            for (int compression : new int[] {1, 8}) {
                var file =
                        twoBands(type)
                                .order(order)
                                .compression(compression)
                                .write(folder.resolve(order + "-" + compression + ".tif"));
                try (var raster = GeoTiff.open(file, cache)) {
                    var stored = new byte[10 * 20 * type.bytes()];
                    raster.readStored(1, 7, 9, 10, 20, stored);
                    var found = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
                    for (int i = 0; i < 200; i++) {
                        int pixel = (9 + i / 10) * WIDTH + 7 + i % 10;
                        assertThat(type.value(found, i * type.bytes()))
                                .isEqualTo(value(type, 1, pixel));
                    }
                }
            }
        }
    }

    @Test
    void packedSamplesAreReadInEveryCodec() throws IOException {
        // 12 bits: a9f 32a 0cf, and half a byte to the row's end
        for (int compression : new int[] {1, 8, 32773}) {
            var file =
                    aTiff(5, 2)
                            .type(SampleType.U8)
                            .compression(compression)
                            .band(i -> new int[] {0xa9, 0xf3, 0x2a, 0x0c, 0xf0}[i % 5])
                            .tag(256, 3)
                            .tag(258, 12)
                            .write(folder.resolve(compression + ".tif"));
            try (var raster = GeoTiff.open(file, new BlockCache(0))) {
                var pixels = new float[6];
                raster.read(0, 0, 0, 3, 2, pixels);

                assertThat(raster.type()).isEqualTo(SampleType.U16);
                assertThat(raster.storedBits()).isEqualTo(12);
                assertThat(pixels).containsExactly(0xa9f, 0x32a, 0x0cf, 0xa9f, 0x32a, 0x0cf);
            }
        }
    }

    private float pixel(Path file, int x, int y) throws IOException {
        try (var raster = GeoTiff.open(file, cache)) {
            var pixel = new float[1];
            raster.read(0, x, y, 1, 1, pixel);
            return pixel[0];
        }
    }

    @Test
    void placeIsTheCornerOfTheFirstPixelHoweverTheFileStatesIt() throws IOException {
        var area = twoBands(SampleType.U8).at(32633, 404400, 5342400, 10);
        var point = twoBands(SampleType.U8).at(32633, 404405, 5342395, 10).pixelIsPoint();
        var expected = Georeference.northUp(32633, 404400, 5342400, 10, 10);

        assertThat(place(area)).isEqualTo(expected);
        assertThat(place(point)).isEqualTo(expected);
        assertThat(place(twoBands(SampleType.U8).at(4326, 13.5, 48, 0.0001)).epsg())
                .isEqualTo(4326);
    }

    private Georeference place(TinyTiff tiff) throws IOException {
        try (var raster = GeoTiff.open(tiff.write(folder.resolve("place.tif")), cache)) {
            return raster.georeference().orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6, 7, 34712, 34887, 34925, 50001, 9999})
    void otherCodecsAreRefused(int code) {
        assertRefused(twoBands(SampleType.U8).tag(259, code), Problem.UNSUPPORTED, "compression");
    }

    @Test
    void hostileSizesAreRefusedBeforeMemoryIsTaken() {
        long fourBillion = 0xffff_ffffL;
        assertRefused(small().tag(256, fourBillion), Problem.DAMAGED, "IMAGE_WIDTH");
        assertRefused(small().tag(257, fourBillion), Problem.DAMAGED, "IMAGE_LENGTH");
        assertRefused(small().tag(256, 0), Problem.DAMAGED, "expected: 1");
        assertRefused(small().tag(277, 0), Problem.DAMAGED, "bands");
        assertRefused(small().tag(258, 33), Problem.UNSUPPORTED, "33 bits");
        assertRefused(small().tag(258, 12).tag(339, 2), Problem.UNSUPPORTED, "12 bits");
        assertRefused(small().tag(258, 24), Problem.UNSUPPORTED, "24 bits");
        assertRefused(small().tag(278, 0), Problem.DAMAGED, "rows per strip");
        assertRefused(small().tag(339, 6), Problem.UNSUPPORTED, "format 6");
        assertRefused(small().tag(256, 60_000).tag(257, 60_000), Problem.DAMAGED, "STRIP_OFFSETS");
        assertRefused(
                small().compression(8).tag(256, 60_000).tag(257, 60_000).tag(278, 60_000),
                Problem.UNSUPPORTED,
                "blocks of");
        assertRefused(small().compression(8).predictor(9), Problem.UNSUPPORTED, "predictor 9");
        assertRefused(small().compression(8).predictor(3), Problem.UNSUPPORTED, "predictor 3");
    }

    @Test
    void whatWouldBeMisreadIsRefusedByName() {
        assertRefused(small().tag(266, 2), Problem.UNSUPPORTED, "fill order 2");
        assertRefused(small().tag(262, 5), Problem.UNSUPPORTED, "CMYK");
        assertRefused(small().tag(262, 6), Problem.UNSUPPORTED, "YCbCr");
        assertRefused(small().tag(262, 8), Problem.UNSUPPORTED, "CIELab");
        assertRefused(
                small().compression(8).tag(258, 12).predictor(2), Problem.UNSUPPORTED, "12 bits");
        assertRefused(small().tag(339, 5), Problem.UNSUPPORTED, "format 5");
        assertRefused(small().nodata("none"), Problem.DAMAGED, "'none'");
    }

    private static TinyTiff small() {
        return aTiff(8, 8).type(SampleType.U8).band(pixel -> pixel);
    }

    private void assertRefused(TinyTiff tiff, Problem problem, String saying) {
        var file = tiff.write(folder.resolve("refused.tif"));
        assertThatThrownBy(() -> pixel(file, 0, 0))
                .isInstanceOfSatisfying(
                        RasterException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(saying)
                .hasMessageContaining("expected");
    }

    @Test
    void whatIsNoTiffSaysWhatItBeginsWith() throws IOException {
        var page = Files.writeString(folder.resolve("page.tif"), "<!DOCTYPE html><p>404");
        var empty = Files.write(folder.resolve("empty.tif"), new byte[0]);
        var missing = folder.resolve("missing.tif");

        assertThatThrownBy(() -> pixel(page, 0, 0)).hasMessageContaining("'<!DOCTYPE html><'");
        assertThatThrownBy(() -> pixel(empty, 0, 0)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> pixel(missing, 0, 0)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> pixel(folder, 0, 0)).hasMessageContaining("not a file");
    }

    @Test
    void anyCutOrFlippedByteEndsInPixelsOrARasterException() throws IOException {
        var random = new Random(7);
        for (int compression : new int[] {1, 5, 8, 32773, 50000}) {
            var sound = twoBands(SampleType.U16).compression(compression).tiled(32).bytes();
            for (int round = 0; round < 300; round++) {
                var bytes =
                        Arrays.copyOf(
                                sound,
                                random.nextInt(4) == 0
                                        ? random.nextInt(sound.length)
                                        : sound.length);
                for (int flips = random.nextInt(8); flips >= 0 && bytes.length > 0; flips--) {
                    // most of what matters stands at the end: the directory
                    int at =
                            random.nextBoolean()
                                    ? random.nextInt(bytes.length)
                                    : Math.max(0, bytes.length - 1 - random.nextInt(260));
                    bytes[at] = (byte) random.nextInt(256);
                }
                readAll(Files.write(folder.resolve("fuzzed.tif"), bytes));
            }
        }
    }

    private void readAll(Path file) throws IOException {
        try (var raster = GeoTiff.open(file, new BlockCache(0))) {
            raster.requireComplete();
            raster.overviews();
            int width = Math.min(raster.width(), 100);
            int height = Math.min(raster.height(), 100);
            raster.read(raster.bands() - 1, 0, 0, width, height, new float[width * height]);
        } catch (RasterException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void truncatedFilesAreKnownBeforeAPixelIsRead() throws IOException {
        var sound = twoBands(SampleType.U16).compression(8).bytes();
        var head = aTiff(8, 8).band(p -> p).tag(273, 1 << 20).write(folder.resolve("cut.tif"));
        var whole = Files.write(folder.resolve("whole.tif"), sound);

        try (var raster = GeoTiff.open(whole, cache)) {
            raster.requireComplete();
        }
        try (var raster = GeoTiff.open(head, cache)) {
            assertThatThrownBy(raster::requireComplete).hasMessageContaining("truncated");
        }
    }

    @Test
    void severalReadersOfOneFileDecodeEachBlockOnce() throws Exception {
        var file = twoBands(SampleType.U16).compression(8).tiled(32).write(folder.resolve("x.tif"));
        var shared = new BlockCache(1 << 20);
        var readers = Executors.newFixedThreadPool(4);
        try {
            var tasks = new ArrayList<Callable<float[]>>();
            for (int i = 0; i < 16; i++) {
                tasks.add(
                        () -> {
                            try (var raster = GeoTiff.open(file, shared)) {
                                var pixels = new float[WIDTH * HEIGHT];
                                raster.read(1, 0, 0, WIDTH, HEIGHT, pixels);
                                return pixels;
                            }
                        });
            }
            float[] first = null;
            for (var future : readers.invokeAll(tasks)) {
                first = first == null ? future.get() : first;
                assertThat(future.get()).isEqualTo(first);
            }
        } finally {
            readers.shutdownNow();
        }

        assertThat(shared.decoded()).isEqualTo(3 * 2);
    }

    @Test
    void cacheStaysWithinItsBytes() throws IOException {
        var file = twoBands(SampleType.U16).compression(8).tiled(16).write(folder.resolve("x.tif"));
        int blockBytes = 16 * 16 * 2 * 2 + Codecs.MARGIN;
        var small = new BlockCache(3 * blockBytes);

        try (var raster = GeoTiff.open(file, small)) {
            raster.read(0, 0, 0, WIDTH, HEIGHT, new float[WIDTH * HEIGHT]);
        }

        assertThat(small.bytes()).isEqualTo(3 * blockBytes);
    }
}
