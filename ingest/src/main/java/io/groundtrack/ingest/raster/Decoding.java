package io.groundtrack.ingest.raster;

import java.io.Serializable;

/**
 * How blocks are decoded.
 *
 * @param threads most threads that decode the blocks of one window, the caller's among them
 * @param inflater what unpacks DEFLATE
 */
public record Decoding(int threads, InflaterChoice inflater) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** All cores, and the fastest inflater that there is. */
    public static final Decoding DEFAULT =
            new Decoding(Runtime.getRuntime().availableProcessors(), InflaterChoice.AUTO);

    /** Checks both. */
    public Decoding {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1 or more)");
        }
        if (inflater == InflaterChoice.NATIVE && !NativeInflater.isLoaded()) {
            throw new IllegalArgumentException(
                    "inflater: NATIVE, which does not load here ("
                            + NativeInflater.whyNot()
                            + "; expected: AUTO or JDK)");
        }
    }

    boolean usesNativeInflater() {
        return inflater != InflaterChoice.JDK && NativeInflater.isLoaded();
    }
}
