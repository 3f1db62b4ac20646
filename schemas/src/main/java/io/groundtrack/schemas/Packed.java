package io.groundtrack.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Packs numbers and bit sets into the {@code bytes} fields of the records and back.
 *
 * <p>Little-endian throughout; reading never moves the position of the buffer it is given.
 */
public final class Packed {

    private Packed() {}

    /** float32 values → bytes. */
    public static ByteBuffer floats(float[] values) {
        var buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer;
    }

    /** bytes → float32 values. */
    public static float[] floats(ByteBuffer bytes) {
        var view = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        var values = new float[view.remaining()];
        view.get(values);
        return values;
    }

    /** int16 values → bytes. */
    public static ByteBuffer shorts(short[] values) {
        var buffer =
                ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asShortBuffer().put(values);
        return buffer;
    }

    /** bytes → int16 values. */
    public static short[] shorts(ByteBuffer bytes) {
        var view = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        var values = new short[view.remaining()];
        view.get(values);
        return values;
    }

    /** A copy of the bytes. */
    public static byte[] bytes(ByteBuffer bytes) {
        var values = new byte[bytes.remaining()];
        bytes.duplicate().get(values);
        return values;
    }

    /** Bit set → bytes, bit 0 first; an empty set is no bytes. */
    public static ByteBuffer bits(BitSet set) {
        return ByteBuffer.wrap(set.toByteArray());
    }

    /** bytes → bit set. */
    public static BitSet bits(ByteBuffer bytes) {
        return BitSet.valueOf(bytes.duplicate());
    }
}
