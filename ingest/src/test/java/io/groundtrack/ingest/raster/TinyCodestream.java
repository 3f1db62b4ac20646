package io.groundtrack.ingest.raster;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Headers of JPEG 2000 codestreams without pixels, as right or wrong as a test wants them. */
final class TinyCodestream {

    private static final int SIZES = 8;
    private static final int COMPONENTS = 42;

    private final ByteBuffer header;
    private final int components;

    private TinyCodestream(int components) {
        this.header = ByteBuffer.allocate(COMPONENTS + 3 * components + 14 + 14);
        this.components = components;
    }

    /** An image of square tiles and 8 bits, its coding style, and the head of a first tile. */
    static TinyCodestream of(int width, int height, int tile, int components) {
        var made = new TinyCodestream(components);
        var header = made.header;
        header.putInt(0xff4fff51).putShort((short) (38 + 3 * components)).putShort((short) 0);
        header.putInt(width).putInt(height).putInt(0).putInt(0);
        header.putInt(tile).putInt(tile).putInt(0).putInt(0);
        header.putShort((short) components);
        for (int i = 0; i < components; i++) {
            header.put((byte) 7).put((byte) 1).put((byte) 1);
        }
        // COD: one layer, five levels, code-blocks of 64 by 64, reversible
        header.putShort((short) 0xff52).putShort((short) 12);
        header.put((byte) 0).put((byte) 0).putShort((short) 1).put((byte) 0);
        header.put(new byte[] {5, 4, 4, 0, 1});
        header.putShort((short) 0xff90).putShort((short) 10);
        header.putShort((short) 0).putInt(14).put((byte) 0).put((byte) 1);
        header.putShort((short) 0xff93);
        return made;
    }

    TinyCodestream tileSize(int width, int height) {
        header.putInt(SIZES + 16, width).putInt(SIZES + 20, height);
        return this;
    }

    TinyCodestream bits(int bits) {
        header.put(COMPONENTS, (byte) (bits - 1));
        return this;
    }

    TinyCodestream subsampling(int step) {
        header.put(COMPONENTS + 3 * components - 1, (byte) step);
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(header.array(), header.position());
    }
}
