package io.groundtrack.ingest.raster;

import java.util.Map;
import java.util.Optional;

/** The codecs of TIFF's Compression tag that are read. */
public enum Compression {
    /** Stored as is. */
    NONE(1),
    /** Lempel-Ziv-Welch, most significant bit first. */
    LZW(2_731),
    /** zlib, codes 8 and 32946. */
    DEFLATE(1_040),
    /** Zstandard, code 50000. */
    ZSTD(Integer.MAX_VALUE);

    private static final Map<Long, Compression> READ =
            Map.of(1L, NONE, 5L, LZW, 8L, DEFLATE, 32946L, DEFLATE, 50000L, ZSTD);
    private static final Map<Long, String> NAMES =
            Map.of(
                    2L,
                    "CCITT",
                    3L,
                    "CCITT G3",
                    4L,
                    "CCITT G4",
                    6L,
                    "old-style JPEG",
                    7L,
                    "JPEG",
                    32773L,
                    "PackBits",
                    34712L,
                    "JPEG 2000",
                    34887L,
                    "LERC",
                    34925L,
                    "LZMA",
                    50001L,
                    "WebP");

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

    /** Whether {@code stored} bytes can hold {@code decoded} bytes at all in this codec. */
    boolean canHold(long stored, long decoded) {
        return decoded <= stored * (double) mostExpansion + 64;
    }
}
