package io.groundtrack.ingest.cog;

import com.github.luben.zstd.Zstd;
import io.groundtrack.ingest.raster.SampleType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Pixels of a tile → its stored bytes: little-endian samples, predictor, codec. Stateless. */
final class TileEncoder {

    private final SampleType type;
    private final CogProfile profile;
    private final int predictor;

    TileEncoder(SampleType type, CogProfile profile) {
        this.type = type;
        this.profile = profile;
        this.predictor = profile.predictor(type);
    }

    /**
     * Encodes the {@code columns} × {@code rows} pixels at {@code from}, {@code rowLength} apart
     * from row to row; the rest of the tile repeats the last column and row, which packs to
     * nothing.
     */
    byte[] encode(double[] pixels, int from, int rowLength, int columns, int rows) {
        int side = profile.tile();
        int bytes = type.bytes();
        int rowBytes = side * bytes;
        var tile = new byte[side * rowBytes];
        var samples = ByteBuffer.wrap(tile).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            int at = from + row * rowLength;
            for (int column = 0; column < side; column++) {
                put(samples, pixels[at + Math.min(column, columns - 1)]);
            }
        }
        for (int row = rows; row < side; row++) {
            System.arraycopy(tile, (rows - 1) * rowBytes, tile, row * rowBytes, rowBytes);
        }
        if (predictor == 2) {
            differences(samples, rowBytes, bytes);
        } else if (predictor == 3) {
            bytePlanes(tile, rowBytes, bytes);
        }
        return pack(tile);
    }

    private void put(ByteBuffer samples, double value) {
        switch (type) {
            case U8, I8 -> samples.put((byte) (int) value);
            case U16, I16 -> samples.putShort((short) (int) value);
            case U32, I32 -> samples.putInt((int) (long) value);
            case F32 -> samples.putFloat((float) value);
            case U64, I64 -> samples.putLong((long) value);
            case F64 -> samples.putDouble(value);
        }
    }

    /** TIFF predictor 2, from the right so that no value is needed twice. */
    private static void differences(ByteBuffer tile, int rowBytes, int bytes) {
        for (int row = 0; row < tile.capacity(); row += rowBytes) {
            for (int p = row + rowBytes - bytes; p > row; p -= bytes) {
                int left = p - bytes;
                switch (bytes) {
                    case 1 -> tile.put(p, (byte) (tile.get(p) - tile.get(left)));
                    case 2 -> tile.putShort(p, (short) (tile.getShort(p) - tile.getShort(left)));
                    default -> tile.putInt(p, tile.getInt(p) - tile.getInt(left));
                }
            }
        }
    }

    /** TIFF predictor 3: all first bytes, most significant first, then all second, differenced. */
    private static void bytePlanes(byte[] tile, int rowBytes, int bytes) {
        var planes = new byte[rowBytes];
        int count = rowBytes / bytes;
        for (int row = 0; row < tile.length; row += rowBytes) {
            for (int plane = 0; plane < bytes; plane++) {
                int source = row + bytes - 1 - plane;
                for (int i = 0; i < count; i++) {
                    planes[plane * count + i] = tile[source + i * bytes];
                }
            }
            tile[row] = planes[0];
            for (int i = 1; i < rowBytes; i++) {
                tile[row + i] = (byte) (planes[i] - planes[i - 1]);
            }
        }
    }

    private byte[] pack(byte[] tile) {
        if (profile.codec() == CogProfile.Codec.ZSTD) {
            return Zstd.compress(tile, profile.level());
        }
        var deflater = new Deflater(profile.level());
        try {
            deflater.setInput(tile);
            deflater.finish();
            var packed = new byte[tile.length / 2 + 1024];
            int done = 0;
            while (!deflater.finished()) {
                if (done == packed.length) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                }
                done += deflater.deflate(packed, done, packed.length - done);
            }
            return Arrays.copyOf(packed, done);
        } finally {
            deflater.end();
        }
    }
}
