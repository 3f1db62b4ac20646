package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.openjpeg.OpenJpegDecoder;
import io.groundtrack.ingest.openjpeg.OpenJpegDecoder.Area;
import io.groundtrack.ingest.openjpeg.OpenJpegException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tile of a codestream, or a square of one → its samples: band after band, row by row, least
 * significant byte first.
 *
 * <p>Errors: {@link RasterException} with the words of the library.
 */
record Jp2Block(
        RasterFile raster,
        Jp2Tiles tiles,
        OpenJpegDecoder decoder,
        SampleType type,
        int tile,
        Area area)
        implements BlockCache.Block {

    @Override
    public String file() {
        return raster.name();
    }

    /** The codestream is held thrice; samples as the library has them, as we take and keep them. */
    @Override
    public long bytes() throws IOException {
        long pixels = (long) (area.right() - area.left()) * (area.bottom() - area.top());
        return 3 * tiles.storedBytes(tile)
                + pixels * area.components() * (2 * Integer.BYTES + type.bytes());
    }

    @Override
    public byte[] read() throws IOException {
        return tiles.alone(tile);
    }

    @Override
    public byte[] decode(byte[] codestream) throws IOException {
        int[][] samples;
        try {
            samples = decoder.decode(codestream, area);
        } catch (OpenJpegException e) {
            throw raster.damaged("tile " + tile + ": " + e.getMessage());
        }
        int bytes = type.bytes();
        var stored = new byte[samples.length * samples[0].length * bytes];
        var pixels = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        for (var band : samples) {
            for (int sample : band) {
                switch (bytes) {
                    case 1 -> pixels.put((byte) sample);
                    case 2 -> pixels.putShort((short) sample);
                    default -> pixels.putInt(sample);
                }
            }
        }
        return stored;
    }
}
