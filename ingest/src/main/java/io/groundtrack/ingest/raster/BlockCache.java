package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Decoded blocks of all open rasters of the process, bounded in bytes: a block asked for by several
 * threads at once is decoded by one of them.
 *
 * <p>in: key of a block, how to decode it → out: its bytes, which nobody may change. Thread safe.
 * The block used longest ago goes first; one block alone may exceed the bound, and so may blocks of
 * more than {@value DecodingBudget#SMALL} bytes that were used a short while ago, together up to a
 * quarter of the heap: a row of patches asks for them again and again. A block that does not decode
 * is not decoded again; one that could not be read is. One lock for all, held for a look into a
 * map, beside decodings of a millisecond.
 */
public final class BlockCache {

    /**
     * Files of which is known what was asked for and what failed; of more, those longest unused go.
     */
    private static final int FILES_KNOWN = 1_024;

    /** Of all of them; a file of the most blocks there may be takes one MiB. */
    private static final long MOST_KNOWN_BITS = 8L * (32 << 20);

    /** A large block is at hand for this many uses of blocks: several rows of patches. */
    private static final long AT_HAND = 16_384;

    /** Large blocks at hand may take as much, whatever the bound. */
    private static final long MOST_AT_HAND =
            Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

    private static final Object PROCESS_LOCK = new Object();
    private static BlockCache process;
    private static int holders;

    private final Object lock = new Object();
    private final LinkedHashMap<Key, Held> blocks = new LinkedHashMap<>(64, 0.75f, true);
    private final LinkedHashMap<Object, Known> files = new LinkedHashMap<>(64, 0.75f, true);
    private final Decoding decoding;
    private final DecodingBudget budget;
    private final BlockWorkers workers;
    private long uses;
    private long knownBits;
    private long maxBytes;
    private long bytes;
    private long decoded;
    private long needed;

    record Key(Object file, int block) {}

    /** A block that is here or being decoded. */
    private static final class Held {
        private final CompletableFuture<byte[]> pixels = new CompletableFuture<>();
        private long lastUse;
    }

    /** What is known of the blocks of a file. */
    private record Known(BitSet asked, BadBlocks bad) {

        long bits() {
            return asked.size() + bad.bits();
        }
    }

    /** A block that may have to be decoded. */
    interface Block {

        /** Memory that reading and decoding take at most, the result included. */
        long bytes() throws IOException;

        /** What the file holds; fails again and anew where it cannot be read. */
        byte[] read() throws IOException;

        /** What {@link #read} gave → its pixels; a {@link RasterException} is for ever. */
        byte[] decode(byte[] stored) throws IOException;

        /** Name of the file. */
        String file();
    }

    /** What is done with a decoded block. */
    @FunctionalInterface
    interface Use {
        void of(byte[] pixels) throws IOException;
    }

    /** A cache of its own, for one reader or a test. */
    public BlockCache(long maxBytes) {
        this(maxBytes, Decoding.DEFAULT);
    }

    /** A cache of its own whose blocks are decoded as {@code decoding} says. */
    public BlockCache(long maxBytes, Decoding decoding) {
        this(maxBytes, decoding, DecodingBudget.PROCESS);
    }

    BlockCache(long maxBytes, Decoding decoding, DecodingBudget budget) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: 0 or more)");
        }
        this.maxBytes = maxBytes;
        this.decoding = decoding;
        this.budget = budget;
        this.workers = new BlockWorkers(decoding.threads());
    }

    /**
     * The cache of the process, made by its first holder, who says how it decodes, and emptied by
     * its last; its bound is the largest one asked for. Each call asks for one {@link #release()}.
     */
    public static BlockCache acquire(long maxBytes, Decoding decoding) {
        synchronized (PROCESS_LOCK) {
            if (process == null) {
                process = new BlockCache(maxBytes, decoding);
            }
            synchronized (process.lock) {
                process.maxBytes = Math.max(process.maxBytes, maxBytes);
            }
            holders++;
            return process;
        }
    }

    /** Gives back what {@link #acquire} gave. */
    public static void release() {
        synchronized (PROCESS_LOCK) {
            if (holders > 0 && --holders == 0) {
                process = null;
            }
        }
    }

    Decoding decoding() {
        return decoding;
    }

    BlockWorkers workers() {
        return workers;
    }

    /** Whether a block is here or being decoded. */
    boolean holds(Key key) {
        synchronized (lock) {
            return blocks.containsKey(key);
        }
    }

    /** Gives the pixels of a block to {@code use}, which must not keep them. */
    void use(Key key, Block block, Use use) throws IOException {
        long bytes = block.bytes();
        budget.with(bytes, () -> use.of(get(key, block, bytes)));
    }

    private byte[] get(Key key, Block source, long coming) throws IOException {
        while (true) {
            CompletableFuture<byte[]> block;
            boolean mine = false;
            synchronized (lock) {
                var known = known(key.file());
                known.bad().require(key.block(), source.file());
                if (!known.asked().get(key.block())) {
                    note(known, () -> known.asked().set(key.block()));
                    needed++;
                }
                var held = blocks.get(key);
                if (held == null) {
                    held = new Held();
                    blocks.put(key, held);
                    mine = true;
                }
                held.lastUse = ++uses;
                block = held.pixels;
            }
            if (mine) {
                return decode(key, block, source, coming);
            }
            try {
                return block.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a block was decoded");
            } catch (ExecutionException e) {
                // the other thread failed, perhaps because it was interrupted: decode it here
                continue;
            }
        }
    }

    private Known known(Object file) {
        var known = files.get(file);
        if (known == null) {
            known = new Known(new BitSet(), new BadBlocks());
            files.put(file, known);
            knownBits += known.bits();
        }
        return known;
    }

    /** Marks a block of a file; forgets those longest unused where that takes too much. */
    private void note(Known known, Runnable mark) {
        knownBits -= known.bits();
        mark.run();
        knownBits += known.bits();
        var oldest = files.values().iterator();
        while (files.size() > FILES_KNOWN || knownBits > MOST_KNOWN_BITS && files.size() > 1) {
            knownBits -= oldest.next().bits();
            oldest.remove();
        }
    }

    private byte[] decode(Key key, CompletableFuture<byte[]> block, Block source, long coming)
            throws IOException {
        byte[] pixels = null;
        try {
            if (coming > DecodingBudget.SMALL) {
                evict(key, coming);
            }
            pixels = decode(key, source);
            return pixels;
        } finally {
            synchronized (lock) {
                if (pixels == null) {
                    blocks.remove(key);
                } else {
                    bytes += pixels.length;
                    decoded++;
                }
            }
            if (pixels == null) {
                block.completeExceptionally(new IOException("not decoded"));
            } else {
                block.complete(pixels);
                evict(key, 0);
            }
        }
    }

    private byte[] decode(Key key, Block source) throws IOException {
        var stored = source.read();
        try {
            return source.decode(stored);
        } catch (RasterException e) {
            synchronized (lock) {
                var known = known(key.file());
                note(known, () -> known.bad().add(key.block(), e));
            }
            throw e;
        }
    }

    /** Makes room for {@code coming} bytes, or as much as there is. */
    private void evict(Key newest, long coming) {
        synchronized (lock) {
            long most = Math.max(0, maxBytes - coming);
            long mostAtHand = Math.max(most, MOST_AT_HAND - coming);
            var oldest = blocks.entrySet().iterator();
            while (bytes > most && oldest.hasNext()) {
                var entry = oldest.next();
                var pixels = entry.getValue().pixels.getNow(null);
                if (pixels != null
                        && !entry.getKey().equals(newest)
                        && (bytes > mostAtHand || !isLargeAndAtHand(entry.getValue(), pixels))) {
                    bytes -= pixels.length;
                    oldest.remove();
                }
            }
        }
    }

    private boolean isLargeAndAtHand(Held held, byte[] pixels) {
        return pixels.length > DecodingBudget.SMALL && uses - held.lastUse < AT_HAND;
    }

    /** Bytes that tell what was asked for and what failed. */
    long knownBytes() {
        synchronized (lock) {
            return knownBits / 8;
        }
    }

    /** Bytes held now. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Blocks decoded since the cache was made. */
    public long decoded() {
        synchronized (lock) {
            return decoded;
        }
    }

    /**
     * Different blocks asked for since the cache was made: what would have been decoded had nothing
     * been decoded twice. A file that 1,024 others came after counts anew.
     */
    public long needed() {
        synchronized (lock) {
            return needed;
        }
    }
}
