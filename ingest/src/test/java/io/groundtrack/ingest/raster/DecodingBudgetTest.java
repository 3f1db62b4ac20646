package io.groundtrack.ingest.raster;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DecodingBudgetTest {

    private static final long LARGE = 20 << 20;

    /** Tiles of 18 MB. */
    private static final int SIDE = 3_008;

    @TempDir private Path folder;

    @Test
    void largeBlocksWaitUntilThereIsRoom() throws Exception {
        var budget = new DecodingBudget(2 * LARGE);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var started = new CountDownLatch(3);
        var threads = Executors.newFixedThreadPool(5);
        for (int i = 0; i < 5; i++) {
            threads.submit(
                    () -> {
                        budget.with(
                                LARGE,
                                () -> {
                                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    started.countDown();
                                    // a third one would come while two wait for it
                                    await(started, 200);
                                    running.decrementAndGet();
                                });
                        return null;
                    });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(started.getCount()).isZero();
        assertThat(most).hasValue(2);
    }

    @Test
    void smallBlocksPassWhateverIsTaken() throws IOException {
        var budget = new DecodingBudget(LARGE);
        var passed = new AtomicBoolean();

        budget.with(LARGE, () -> budget.with(DecodingBudget.SMALL, () -> passed.set(true)));

        assertThat(passed).isTrue();
    }

    @Test
    void aBlockLargerThanTheBudgetPassesAloneAndLeavesItWhole() throws IOException {
        var budget = new DecodingBudget(LARGE);
        var passed = new AtomicInteger();

        budget.with(100 * LARGE, passed::incrementAndGet);
        assertThatThrownBy(
                        () ->
                                budget.with(
                                        LARGE,
                                        () -> {
                                            throw new IOException("bad block");
                                        }))
                .hasMessage("bad block");
        budget.with(100 * LARGE, passed::incrementAndGet);

        assertThat(passed).hasValue(2);
    }

    @Test
    void aThreadInterruptedWhileItWaitsEnds() {
        var budget = new DecodingBudget(LARGE);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> budget.with(LARGE, () -> {}))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void blocksOfAWindowAreDecodedWithinTheBudgetAndAllCome() throws Exception {
        var path =
                aTiff(2 * SIDE, 2 * SIDE)
                        .type(SampleType.U16)
                        .tiled(SIDE)
                        .compression(8)
                        .band(pixel -> pixel % 5_000)
                        .write(folder.resolve("large.tif"));
        var most = new AtomicInteger();
        var decoding = new Decoding(4, InflaterChoice.AUTO);
        // one tile and its stored bytes
        var cache = new BlockCache(0, decoding, new DecodingBudget(LARGE + (8 << 20)));
        try (var raster = GeoTiff.open(new Watched(RasterFile.open(path), most), cache)) {
            var pixels = new float[4];
            raster.read(0, SIDE - 1, SIDE - 1, 2, 2, pixels);
            for (int i = 0; i < 4; i++) {
                int pixel = (SIDE - 1 + i / 2) * 2 * SIDE + SIDE - 1 + i % 2;
                assertThat(pixels[i]).isEqualTo(pixel % 5_000);
            }
        }

        assertThat(cache.decoded()).isEqualTo(4);
        assertThat(most).hasValue(1);
    }

    private static void await(CountDownLatch latch, long millis) throws IOException {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Sees how many blocks are read at once; two meet in it if they can. */
    private record Watched(
            RasterFile file, AtomicInteger most, AtomicInteger now, CyclicBarrier two)
            implements RasterFile {

        Watched(RasterFile file, AtomicInteger most) {
            this(file, most, new AtomicInteger(), new CyclicBarrier(2));
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
            if (!what.startsWith("block ")) {
                return file.read(position, length, what);
            }
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                two.await(100, TimeUnit.MILLISECONDS);
            } catch (Exception e) {
                // nobody else came
                two.reset();
            }
            var bytes = file.read(position, length, what);
            now.decrementAndGet();
            return bytes;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
