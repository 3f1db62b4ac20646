package io.groundtrack.ingest.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.ingest.raster.TinyTiff;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rasters that somebody made to hurt: each gives pixels or a clear refusal, within the time and the
 * memory of a sound one. They are read in a JVM of its own with {@value #HEAP_MEGABYTES} MB, so
 * that one that exhausts memory, hangs or crashes native code is told by its number.
 *
 * <p>As many mutations as {@value #SECONDS} s allow; {@code
 * -Dtest.jvm.extra=-Dhostile.mutations=100000} for so many, however long they take.
 */
class HostileRasterTest {

    private static final int HEAP_MEGABYTES = 256;
    private static final int SECONDS = 25;
    private static final int LEAST = 5_000;
    private static final int WANTED = Integer.getInteger("hostile.mutations", 0);
    private static final String JP2 = "golden/raster/tiff-variants/reversible.jp2";
    private static final Pattern COUNTS =
            Pattern.compile("tried (\\d+), read (\\d+), refused (\\d+)");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path folder;

    @Test
    void brokenFilesTakeNoMoreThanASoundOne() throws IOException {
        var broken = SharedFolder.require("golden/raster/tiff-variants/broken");
        var sound = SharedFolder.require("golden/raster/tiff-variants/u16_deflate_p2_tiled.tif");
        var trial = new RasterTrial();
        assertThat(trial.givesPixels(memory(sound), new Random(1))).isTrue();
        var ofSound = spent(trial, sound);
        var read = new ArrayList<String>();
        try (var files = Files.list(broken)) {
            for (var file : files.sorted().toList()) {
                var spent = spent(trial, file);
                // what one has more than another is noise of the clock and classes loaded
                assertThat(spent.bytes())
                        .as("bytes of %s", file)
                        .isLessThan(2 * ofSound.bytes() + 4_000_000);
                assertThat(spent.millis())
                        .as("milliseconds of %s", file)
                        .isLessThan(4 * ofSound.millis() + 1_000);
                if (spent.read()) {
                    read.add(file.getFileName().toString());
                }
            }
        }
        assertThat(read)
                .containsExactly(
                        "deflate_bomb_512mb.tif",
                        "ifd_loops_to_itself.tif",
                        "offsets_count_huge.tif");
    }

    private record Spent(boolean read, long bytes, long millis) {}

    private static Spent spent(RasterTrial trial, Path file) throws IOException {
        var content = memory(file);
        long nanos = System.nanoTime();
        long bytes = allocated();
        boolean read = trial.givesPixels(content, new Random(1));
        return new Spent(read, allocated() - bytes, (System.nanoTime() - nanos) / 1_000_000);
    }

    /** By all threads, as blocks are decoded side by side. */
    private static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static MemoryFile memory(Path file) throws IOException {
        return new MemoryFile(Files.readAllBytes(file));
    }

    /** 2 KB that claim to be 2 GB: of each tile no more is unpacked than the largest block. */
    @ParameterizedTest
    @ValueSource(ints = {8, 5, 50_000})
    void bombsAreUnpackedByTheBlockOrNotAtAll(int compression) throws IOException {
        var bomb =
                TinyTiff.aTiff(64, 64)
                        .type(SampleType.U16)
                        .band(p -> 0)
                        .tiled(64)
                        .compression(compression)
                        .tag(256, 30_000)
                        .tag(257, 30_000)
                        .tag(322, 30_000)
                        .tag(323, 30_000)
                        .at(RasterTrial.EPSG, RasterTrial.ULX, RasterTrial.ULY, 10)
                        .bytes();
        assertThat(new RasterTrial().givesPixels(new MemoryFile(bomb), new Random(1))).isFalse();
    }

    @Test
    void everyCoordinateSystemIsWarpedFromOrRefused() throws IOException {
        var place = TinyTiff.aTiff(60, 44).band(p -> p);
        int known = 0;
        var trial = new RasterTrial();
        // some of all codes, and more of those in use; each look-up reads the whole table
        for (int code = 1_024; code < 32_768; code += code < 4_400 || code > 32_600 ? 17 : 197) {
            var file = place.at(code, RasterTrial.ULX, RasterTrial.ULY, 10).bytes();
            known += trial.givesPixels(new MemoryFile(file), new Random(code)) ? 1 : 0;
        }
        assertThat(known).isGreaterThan(20);
    }

    @Test
    void mutatedTiffsGivePixelsOrAreRefused() throws Exception {
        run("tiff", "-", SECONDS, LEAST);
    }

    /** Larger, and in all the ways of GDAL: what the made seeds leave out. */
    @Test
    void mutatedVariantsOfGdalGivePixelsOrAreRefused() throws Exception {
        var variants = SharedFolder.require("golden/raster/tiff-variants");
        var seeds = Files.createDirectories(folder.resolve("seeds"));
        try (var files = Files.list(variants)) {
            for (var file : files.filter(f -> f.toString().endsWith(".tif")).toList()) {
                copyIfRead(file, seeds);
            }
        }
        run("tiff-files", seeds.toString(), 10, 20);
    }

    /** The decoder is a C library: it may refuse, but neither crash nor hang. */
    @Test
    void mutatedJpeg2000sGivePixelsOrAreRefused() throws Exception {
        var seeds = Files.createDirectories(folder.resolve("seeds"));
        var why = copyIfRead(SharedFolder.require(JP2), seeds);
        Assumptions.assumeTrue(why == null, () -> "JPEG 2000 is not read here: " + why);
        run("bytes", seeds.toString(), 10, 100);
    }

    /** What cannot be read soundly is no seed; says why. */
    private static String copyIfRead(Path file, Path seeds) throws IOException {
        try {
            if (new RasterTrial().givesPixels(memory(file), new Random(1))) {
                Files.copy(file, seeds.resolve(file.getFileName()));
                return null;
            }
            Rasters.open(memory(file), new BlockCache(1 << 20)).close();
            return "its pixels are refused";
        } catch (RasterException e) {
            return e.getMessage();
        }
    }

    private void run(String kind, String seeds, int seconds, int least) throws Exception {
        var result =
                new CappedJvm(folder, HEAP_MEGABYTES)
                        .run(
                                HostileRasters.class,
                                WANTED > 0 ? 3_600 : seconds + 60,
                                kind,
                                seeds,
                                Integer.toString(WANTED > 0 ? WANTED : 100_000),
                                Long.toString(WANTED > 0 ? 3_500_000 : seconds * 1_000L),
                                folder.resolve("number").toString());
        assertThat(result.exit()).as(said(result)).isZero();
        var counts = COUNTS.matcher(result.output());
        assertThat(counts.find()).as(result.output()).isTrue();
        System.out.println(kind + ": " + result.output().strip());
        assertThat(Integer.parseInt(counts.group(1)))
                .isGreaterThanOrEqualTo(Math.max(least, WANTED));
        assertThat(Integer.parseInt(counts.group(2))).as("read").isPositive();
        assertThat(Integer.parseInt(counts.group(3))).as("refused").isGreaterThan(least / 50);
    }

    private String said(CappedJvm.Result result) throws IOException {
        var number = folder.resolve("number");
        return (Files.exists(number)
                        ? "mutation " + new BigInteger(Files.readAllBytes(number)) + ": "
                        : "")
                + result.output();
    }
}
