package io.groundtrack.bench.raster;

import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Decoding;
import io.groundtrack.ingest.raster.InflaterChoice;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Our side: windows without a cache on one thread, and a whole band in squares on several.
 *
 * <p>Pixels come as floats, as the product takes them.
 */
final class OurReader {

    /** As GDAL is given. */
    static final long BLOCK_CACHE = 512L << 20;

    /** Opens the file that is measured. */
    @FunctionalInterface
    interface Opening {
        Raster open(BlockCache cache) throws IOException;
    }

    private final Opening opening;
    private final InflaterChoice inflater;
    private final int ahead;

    OurReader(Opening opening, InflaterChoice inflater) {
        this(opening, inflater, 0);
    }

    /**
     * @param ahead patches side by side that the file is told of together, one such group ahead of
     *     the cutting, as the product does; 0 = it is told nothing
     */
    OurReader(Opening opening, InflaterChoice inflater, int ahead) {
        this.opening = opening;
        this.inflater = inflater;
        this.ahead = ahead;
    }

    /** What a pass over the whole band did. */
    record Pass(double seconds, long decoded, long needed) {}

    /**
     * @param cpu whether seconds of the processor are counted, not of the clock
     */
    Contestant windows(int[][] windows, int size, boolean cpu) {
        var threads = ManagementFactory.getThreadMXBean();
        return contestant(
                () ->
                        cold(
                                windows,
                                size,
                                cpu ? threads::getCurrentThreadCpuTime : System::nanoTime));
    }

    Contestant cut(int threads, int size) {
        return contestant(() -> whole(threads, size).seconds());
    }

    private interface Timed {
        double run() throws IOException;
    }

    private static Contestant contestant(Timed timed) {
        return new Contestant() {
            @Override
            public String name() {
                return "ours";
            }

            @Override
            public double[] run(int calls) {
                var seconds = new double[calls];
                for (int i = 0; i < calls; i++) {
                    try {
                        seconds[i] = timed.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return seconds;
            }
        };
    }

    private double cold(int[][] windows, int size, LongSupplier clock) throws IOException {
        var pixels = new float[size * size];
        var cache = new BlockCache(0, new Decoding(1, inflater));
        long spent = 0;
        try (var raster = opening.open(cache)) {
            for (var window : windows) {
                long start = clock.getAsLong();
                raster.read(0, window[0], window[1], size, size, pixels);
                spent += clock.getAsLong() - start;
            }
        }
        return spent / 1e9;
    }

    Pass whole(int threads, int size) throws IOException {
        var cache = new BlockCache(BLOCK_CACHE, new Decoding(threads, inflater));
        try (var raster = opening.open(cache)) {
            int rows = (raster.height() + size - 1) / size;
            long start = System.nanoTime();
            var pool = Executors.newFixedThreadPool(threads);
            try {
                var shares = new ArrayList<Future<?>>();
                for (int k = 0; k < threads; k++) {
                    int from = rows * k / threads;
                    int to = rows * (k + 1) / threads;
                    shares.add(
                            pool.submit(
                                    () -> {
                                        cut(raster, size, from, to);
                                        return null;
                                    }));
                }
                for (var share : shares) {
                    share.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            } finally {
                pool.shutdown();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Pass(seconds, cache.decoded(), cache.needed());
        }
    }

    private void cut(Raster raster, int size, int from, int to) throws IOException {
        var pixels = new float[size * size];
        int width = ahead > 0 ? ahead * size : raster.width();
        int groups = (raster.width() + width - 1) / width;
        for (int group = from * groups; group < to * groups; group++) {
            if (ahead > 0) {
                if (group == from * groups) {
                    tell(raster, size, group, groups);
                }
                if (group + 1 < to * groups) {
                    tell(raster, size, group + 1, groups);
                }
            }
            int y = group / groups * size;
            int height = Math.min(size, raster.height() - y);
            int left = group % groups * width;
            int right = Math.min(raster.width(), left + width);
            for (int x = left; x < right; x += size) {
                raster.read(0, x, y, Math.min(size, right - x), height, pixels);
            }
        }
    }

    private void tell(Raster raster, int size, int group, int groups) throws IOException {
        int x = group % groups * ahead * size;
        int y = group / groups * size;
        raster.prefetch(
                0,
                x,
                y,
                Math.min(ahead * size, raster.width() - x),
                Math.min(size, raster.height() - y));
    }

    /** Sum of the samples of all windows, floats as the integers that their bits are. */
    long sum(int[][] windows, int size) throws IOException {
        var pixels = new float[size * size];
        long sum = 0;
        try (var raster = opening.open(new BlockCache(BLOCK_CACHE))) {
            boolean floats = raster.type() == SampleType.F32;
            for (var window : windows) {
                raster.read(0, window[0], window[1], size, size, pixels);
                for (float pixel : pixels) {
                    sum += floats ? Float.floatToRawIntBits(pixel) & 0xffff_ffffL : (long) pixel;
                }
            }
        }
        return sum;
    }
}
