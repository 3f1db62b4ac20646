package io.groundtrack.ingest.raster;

import java.util.Map;
import java.util.Optional;

/** The codecs of TIFF's Compression tag that are read. */
public enum Compression {
    /** Stored as is. */
    NONE(1),
    /** Runs of equal bytes, code 32773. */
    PACKBITS(64),
    /** Lempel-Ziv-Welch, most significant bit first. */
    LZW(2_731),
    /** zlib, codes 8 and 32946. */
    DEFLATE(1_040),
    /** Zstandard, code 50000: a block of 4 bytes is 128 KiB at most. */
    ZSTD(1 << 15);

    private static final Map<Long, Compression> READ =
            Map.of(1L, NONE, 5L, LZW, 8L, DEFLATE, 32773L, PACKBITS, 32946L, DEFLATE, 50000L, ZSTD);
    private static final Map<Long, String> NAMES =
            Map.ofEntries(
                    Map.entry(2L, "CCITT"),
                    Map.entry(3L, "CCITT G3"),
                    Map.entry(4L, "CCITT G4"),
                    Map.entry(6L, "old-style JPEG"),
                    Map.entry(7L, "JPEG"),
                    Map.entry(32766L, "NeXT"),
                    Map.entry(32809L, "ThunderScan"),
                    Map.entry(34676L, "SGI Log"),
                    Map.entry(34677L, "SGI Log24"),
                    Map.entry(34712L, "JPEG 2000"),
                    Map.entry(34887L, "LERC"),
                    Map.entry(34925L, "LZMA"),
                    Map.entry(50001L, "WebP"),
                    Map.entry(50002L, "JPEG XL"),
                    Map.entry(52546L, "JPEG XL"));

    private final int mostExpansion;

    Compression(int mostExpansion) {
        this.mostExpansion = mostExpansion;
    }

    static Optional<Compression> of(long code) {
        return Optional.ofNullable(READ.get(code));
    }

    static String name(long code) {
        return NAMES.getOrDefault(code, "unknown") + " (code " + code + ")";
    }

    /** Whether writers put a predictor before this codec; elsewhere its tag says nothing. */
    boolean predicts() {
        return this == LZW || this == DEFLATE || this == ZSTD;
    }

    /** Whether {@code stored} bytes can hold {@code decoded} bytes at all in this codec. */
    boolean canHold(long stored, long decoded) {
        return decoded <= stored * (double) mostExpansion + 64;
    }
}
