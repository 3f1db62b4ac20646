package io.groundtrack.ingest.cog;

import io.groundtrack.ingest.raster.SampleType;

/**
 * How a COG is written.
 *
 * @param codec of the tiles
 * @param level of the codec: 1 to 9 for DEFLATE, 1 to 19 for ZSTD
 * @param overviews how the smaller copies are made
 * @param tile side of a tile in pixels, a multiple of 16
 */
public record CogProfile(Codec codec, int level, Overviews overviews, int tile) {

    /** ZSTD is 2.5 times as fast to read as DEFLATE; DEFLATE is read everywhere. */
    public enum Codec {
        /** zlib. */
        DEFLATE(8),
        /** Zstandard. */
        ZSTD(50_000);

        private final int tag;

        Codec(int tag) {
            this.tag = tag;
        }

        int tag() {
            return tag;
        }
    }

    /** How a pixel of an overview comes from the two by two below it. */
    public enum Overviews {
        /** Mean of those that are not no-data: measurements. */
        AVERAGE,
        /** The upper left one: classes, which have no mean. */
        NEAREST,
        /** No overviews. */
        NONE
    }

    private static final int DEFAULT_TILE = 512;

    /** Checks the ranges. */
    public CogProfile {
        int most = codec == Codec.DEFLATE ? 9 : 19;
        if (level < 1 || level > most) {
            throw new IllegalArgumentException(
                    codec + " level " + level + " (expected: 1 to " + most + ")");
        }
        if (tile < 16 || tile > 4096 || tile % 16 != 0) {
            throw new IllegalArgumentException(
                    "tiles of " + tile + " pixels (expected: 16 to 4096, a multiple of 16)");
        }
    }

    /** Tiles of 512, the usual level of {@code codec}. */
    public static CogProfile of(Codec codec, Overviews overviews) {
        return new CogProfile(codec, codec == Codec.DEFLATE ? 6 : 3, overviews, DEFAULT_TILE);
    }

    /** 2 = differences of integers, 3 = of the bytes of floats; classes are packed as they are. */
    int predictor(SampleType type) {
        if (!type.isInteger()) {
            return 3;
        }
        return type.bytes() == 1 && overviews == Overviews.NEAREST ? 1 : 2;
    }
}
