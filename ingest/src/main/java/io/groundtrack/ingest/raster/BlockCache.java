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
 * The block used longest ago goes first; one block alone may exceed the bound. A failed decoding is
 * not kept: each asker fails, or succeeds, by its own. One lock for all, held for a look into a
 * map, beside decodings of a millisecond.
 */
public final class BlockCache {

    /** Files whose needed blocks are counted once; more are counted anew. */
    private static final int FILES_COUNTED = 1_024;

    private static final Object PROCESS_LOCK = new Object();
    private static BlockCache process;
    private static int holders;

    private final Object lock = new Object();
    private final LinkedHashMap<Key, CompletableFuture<byte[]>> blocks =
            new LinkedHashMap<>(64, 0.75f, true);
    private final LinkedHashMap<Object, BitSet> asked = new LinkedHashMap<>(64, 0.75f, true);
    private final Decoding decoding;
    private final BlockWorkers workers;
    private long maxBytes;
    private long bytes;
    private long decoded;
    private long needed;

    record Key(Object file, int block) {}

    /** Decodes a block that is not held. */
    @FunctionalInterface
    interface Decoder {
        byte[] decode() throws IOException;
    }

    /** A cache of its own, for one reader or a test. */
    public BlockCache(long maxBytes) {
        this(maxBytes, Decoding.DEFAULT);
    }

    /** A cache of its own whose blocks are decoded as {@code decoding} says. */
    public BlockCache(long maxBytes, Decoding decoding) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: 0 or more)");
        }
        this.maxBytes = maxBytes;
        this.decoding = decoding;
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

    byte[] get(Key key, Decoder decoder) throws IOException {
        while (true) {
            CompletableFuture<byte[]> block;
            boolean mine = false;
            synchronized (lock) {
                count(key);
                block = blocks.get(key);
                if (block == null) {
                    block = new CompletableFuture<>();
                    blocks.put(key, block);
                    mine = true;
                }
            }
            if (mine) {
                return decode(key, block, decoder);
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

    private void count(Key key) {
        var seen = asked.get(key.file());
        if (seen == null) {
            seen = new BitSet();
            asked.put(key.file(), seen);
            if (asked.size() > FILES_COUNTED) {
                var oldest = asked.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        if (!seen.get(key.block())) {
            seen.set(key.block());
            needed++;
        }
    }

    private byte[] decode(Key key, CompletableFuture<byte[]> block, Decoder decoder)
            throws IOException {
        byte[] pixels = null;
        try {
            pixels = decoder.decode();
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
                evict(key);
            }
        }
    }

    private void evict(Key newest) {
        synchronized (lock) {
            var oldest = blocks.entrySet().iterator();
            while (bytes > maxBytes && oldest.hasNext()) {
                var entry = oldest.next();
                var pixels = entry.getValue().getNow(null);
                if (pixels != null && !entry.getKey().equals(newest)) {
                    bytes -= pixels.length;
                    oldest.remove();
                }
            }
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
