package io.groundtrack.ingest.hostile;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Main class of the JVM that is fed with hostile rasters.
 *
 * <p>Arguments: {@code tiff} (made seeds), {@code tiff-files} or {@code bytes} (how to mutate those
 * of a folder), the folder or {@code -}, mutations, milliseconds, file for the number of the
 * mutation under way. Ends with 0 and a line of counts, or at the first mutation that gives neither
 * pixels nor a clear refusal, takes longer than {@value #SLOWEST_SECONDS} s or more than {@value
 * #MOST_MEGABYTES} MB: with 1, its number and its bytes beside the number's file.
 */
final class HostileRasters {

    static final int SLOWEST_SECONDS = 10;
    static final int MOST_MEGABYTES = 200;

    private static final long SEED = 20_260_305;

    /** To make one mutation again: {@code -Dhostile.first=NUMBER}, and one as the argument. */
    private static final int FIRST = Integer.getInteger("hostile.first", 0);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RasterTrial trial = new RasterTrial();
    private final MappedByteBuffer progress;
    private final Path beside;
    private final int mostMegabytes;
    private final AtomicLong startedNanos = new AtomicLong(System.nanoTime());
    private int read;
    private int tried;
    private long slowestNanos;
    private long mostBytes;

    /** How one mutation is made: a function of the random numbers alone. */
    private interface Mutations {
        byte[] mutation(Random random);
    }

    private HostileRasters(Path progressFile, int mostMegabytes) throws IOException {
        this.mostMegabytes = mostMegabytes;
        beside = progressFile;
        try (var channel =
                FileChannel.open(
                        progressFile,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            progress = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    public static void main(String[] args) throws Exception {
        var seeds = new ArrayList<byte[]>();
        boolean made = args[0].equals("tiff");
        if (made) {
            seeds.addAll(RasterSeeds.all());
        }
        if (!args[1].equals("-")) {
            seeds.addAll(files(Path.of(args[1])));
        }
        Mutations mutations =
                args[0].startsWith("tiff")
                        ? new TiffMutations(seeds)::mutation
                        : new ByteMutations(seeds)::mutation;
        var self = new HostileRasters(Path.of(args[4]), made ? MOST_MEGABYTES : Integer.MAX_VALUE);
        self.watch();
        for (var seed : seeds) {
            if (!self.trial.givesPixels(new MemoryFile(seed), new Random(SEED))) {
                throw new AssertionError("a seed of " + seed.length + " bytes is not read");
            }
        }
        self.run(mutations, Integer.parseInt(args[2]), Long.parseLong(args[3]));
    }

    private static List<byte[]> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var seeds = new ArrayList<byte[]>();
            for (var file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            return seeds;
        }
    }

    private void run(Mutations mutations, int most, long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (int number = FIRST; number < FIRST + most && System.nanoTime() < end; number++) {
            // each by its own number, so that one alone can be made again
            var random = new Random(SEED + number);
            var bytes = mutations.mutation(random);
            progress.putLong(0, number);
            startedNanos.set(System.nanoTime());
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                read += trial.givesPixels(new MemoryFile(bytes), random) ? 1 : 0;
                long used = THREADS.getCurrentThreadAllocatedBytes() - before;
                mostBytes = Math.max(mostBytes, used);
                if (used > mostMegabytes * 1_000_000L) {
                    throw new AssertionError(used + " bytes allocated");
                }
            } catch (IOException | RuntimeException | Error e) {
                fail(number, bytes, e);
            }
            slowestNanos = Math.max(slowestNanos, System.nanoTime() - startedNanos.get());
            tried++;
        }
        System.out.printf(
                "tried %d, read %d, refused %d, slowest %d ms, most %d KiB%n",
                tried, read, tried - read, slowestNanos / 1_000_000, mostBytes >> 10);
    }

    private void fail(int number, byte[] bytes, Throwable why) throws IOException {
        Files.write(beside.resolveSibling("mutation-" + number), bytes);
        System.out.println("mutation " + number + " of " + bytes.length + " bytes:");
        why.printStackTrace(System.out);
        System.exit(1);
    }

    /** Ends the process where one mutation hangs, and says where. */
    private void watch() {
        var main = Thread.currentThread();
        var watchman =
                new Thread(
                        () -> {
                            while (true) {
                                LockSupport.parkNanos(200_000_000);
                                if (System.nanoTime() - startedNanos.get()
                                        > SLOWEST_SECONDS * 1_000_000_000L) {
                                    System.out.println(
                                            "mutation " + progress.getLong(0) + " hangs");
                                    for (var frame : main.getStackTrace()) {
                                        System.out.println("  at " + frame);
                                    }
                                    Runtime.getRuntime().halt(3);
                                }
                            }
                        });
        watchman.setDaemon(true);
        watchman.start();
    }
}
