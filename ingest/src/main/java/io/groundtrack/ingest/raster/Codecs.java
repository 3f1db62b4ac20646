package io.groundtrack.ingest.raster;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What unpacks blocks, with its native memory and tables: borrowed by one thread at a time, given
 * back and used again.
 *
 * <p>in: stored bytes → out: the first {@code size} bytes of an array that has {@link #MARGIN} zero
 * bytes behind them; returns how many bytes there were, which is fewer where the input ends.
 *
 * <p>State: about 400 KB each, as many as ever decoded at once, at most {@value #MOST_KEPT} kept.
 */
final class Codecs {

    /** Bytes behind the output: never part of it, and zero when a codec begins. */
    static final int MARGIN = NativeInflater.GUARD;

    private static final int MOST_KEPT = 256;
    private static final int ZLIB_HEADER = 2;
    private static final int ZLIB_SUM = 4;
    private static final int SUM_AT_ONCE = 8 << 10;

    private static final ConcurrentLinkedDeque<Codecs> FREE = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger KEPT = new AtomicInteger();

    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private final Inflater jdk = new Inflater();
    private final Adler32 sum = new Adler32();
    private final Lzw lzw = new Lzw();
    private NativeInflater fast;

    private Codecs() {}

    static Codecs borrow() {
        var codecs = FREE.pollFirst();
        if (codecs == null) {
            return new Codecs();
        }
        KEPT.decrementAndGet();
        return codecs;
    }

    void giveBack() {
        if (KEPT.incrementAndGet() <= MOST_KEPT) {
            FREE.addFirst(this);
        } else {
            KEPT.decrementAndGet();
            end();
        }
    }

    private void end() {
        zstd.close();
        jdk.end();
        if (fast != null) {
            fast.end();
        }
    }

    /**
     * Unpacks a zlib stream. The native inflater knows nothing of zlib's header and sum: they are
     * read here, and whatever is not exactly as it should be is left to the JDK to judge.
     */
    int inflate(byte[] stored, byte[] into, int size, boolean natively) throws DataFormatException {
        if (natively && isPlainZlib(stored)) {
            if (fast == null) {
                fast = NativeInflater.create();
            }
            int end = stored.length - ZLIB_SUM;
            if (fast.fill(stored, ZLIB_HEADER, end - ZLIB_HEADER, into, size)
                    && sum(into, size) == bigEndian(stored, end)) {
                return size;
            }
        }
        return inflateByJdk(stored, into, size);
    }

    private static boolean isPlainZlib(byte[] stored) {
        if (stored.length <= ZLIB_HEADER + ZLIB_SUM) {
            return false;
        }
        int head = (stored[0] & 0xff) << 8 | stored[1] & 0xff;
        boolean deflate = (head >> 8 & 0x0f) == 8 && head >> 12 <= 7;
        boolean dictionary = (head & 0x20) != 0;
        return deflate && !dictionary && head % 31 == 0;
    }

    private int sum(byte[] bytes, int count) {
        sum.reset();
        // by parts: called so often, it is soon compiled into the processor's own instructions
        for (int from = 0; from < count; from += SUM_AT_ONCE) {
            sum.update(bytes, from, Math.min(SUM_AT_ONCE, count - from));
        }
        return (int) sum.getValue();
    }

    private static int bigEndian(byte[] bytes, int at) {
        return bytes[at] << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    private int inflateByJdk(byte[] stored, byte[] into, int size) throws DataFormatException {
        jdk.reset();
        jdk.setInput(stored);
        int done = 0;
        while (done < size) {
            int step = jdk.inflate(into, done, size - done);
            if (step == 0) {
                return done;
            }
            done += step;
        }
        // zlib checks its sum only when asked for what follows the last byte
        jdk.inflate(new byte[1]);
        return done;
    }

    int zstd(byte[] stored, byte[] into, int size) throws ZstdException {
        return zstd.decompressByteArray(into, 0, size, stored, 0, stored.length);
    }

    int lzw(byte[] stored, byte[] into, int size) {
        return lzw.decode(stored, into, size);
    }
}
