package io.groundtrack.ingest.raster;

import com.intel.gkl.compression.IntelInflater;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raw DEFLATE by Intel's ISA-L, which is native code and sees bytes from outside.
 *
 * <p>in: a whole raw DEFLATE stream → out: its first bytes, as many as fit. What keeps a hostile
 * stream in its place:
 *
 * <ul>
 *   <li>each stream is one call with its exact bounds: the library never learns of more memory;
 *   <li>behind the place for the output lie {@value #GUARD} bytes that have to be zero before and
 *       after each call: a write beyond its bounds ends the process's use of the library with an
 *       error, as nothing then says what else was overwritten;
 *   <li>any answer but "filled exactly" counts as no answer, and the caller asks the JDK.
 * </ul>
 *
 * <p>State: native memory of 80 KB, freed by {@link #end}; not thread safe. Errors: none for broken
 * streams; {@link InternalError} for a write beyond the bounds.
 */
final class NativeInflater {

    /** Bytes that have to lie behind the output. */
    static final int GUARD = 64;

    private static final Logger LOG = LoggerFactory.getLogger(NativeInflater.class);

    private static final int SAMPLE = 4_096;

    private final IntelInflater inflater;

    private NativeInflater() {
        inflater = new IntelInflater(true);
    }

    /** Loaded once, on first use; says once in the log where it is not. */
    private static final class Library {

        private static final String WHY_NOT = load();

        private static String load() {
            String why;
            try {
                why = new IntelInflater(true).load(null) ? trial() : "no build for this system";
            } catch (LinkageError | RuntimeException e) {
                why = e.toString();
            }
            if (why != null) {
                LOG.warn(
                        "DEFLATE is unpacked by the JDK: reading takes about 1.6 times as long: {}",
                        why);
            }
            return why;
        }

        /** A stream with literals and copies, to be given back as it was. */
        private static String trial() {
            var plain = new byte[SAMPLE];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = (byte) (i * i >> 7);
            }
            var packed = new byte[2 * SAMPLE];
            var deflater = new Deflater(6, true);
            deflater.setInput(plain);
            deflater.finish();
            int count = deflater.deflate(packed);
            deflater.end();
            var out = new byte[plain.length + GUARD];
            var one = new NativeInflater();
            try {
                return one.fill(packed, 0, count, out, SAMPLE)
                                && Arrays.mismatch(plain, out) == plain.length
                        ? null
                        : "the library unpacks a known stream wrongly";
            } finally {
                one.end();
            }
        }
    }

    static boolean isLoaded() {
        return Library.WHY_NOT == null;
    }

    /** Why it is not loaded, null where it is. */
    static String whyNot() {
        return Library.WHY_NOT;
    }

    /** A new one; only where {@link #isLoaded}. */
    static NativeInflater create() {
        if (!isLoaded()) {
            throw new IllegalStateException(whyNot());
        }
        return new NativeInflater();
    }

    /**
     * Unpacks into the first {@code size} bytes of {@code out}, which has {@link #GUARD} zero bytes
     * behind them; false unless it gave exactly as many.
     */
    boolean fill(byte[] in, int from, int count, byte[] out, int size) {
        if (out.length - GUARD < size) {
            throw new IllegalArgumentException(
                    "output of " + out.length + " bytes (expected: " + size + " + " + GUARD + ")");
        }
        if (count == 0) {
            return size == 0;
        }
        int done;
        try {
            inflater.reset();
            inflater.setInput(in, from, count);
            done = inflater.inflate(out, 0, size);
        } catch (Exception e) {
            // native code throws checked exceptions that it does not declare
            done = -1;
        }
        for (int i = size; i < size + GUARD; i++) {
            if (out[i] != 0) {
                throw new InternalError(
                        "the native inflater wrote past its output; run with cut.inflater: JDK");
            }
        }
        return done == size;
    }

    void end() {
        inflater.end();
    }
}
