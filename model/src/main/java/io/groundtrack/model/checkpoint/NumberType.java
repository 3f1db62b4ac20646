package io.groundtrack.model.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a file stores a weight's numbers, little-endian; in memory they are binary32.
 *
 * <p>Widening is exact. Narrowing rounds to the nearest, ties to even; what becomes too large
 * becomes infinite.
 */
public enum NumberType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    public static Optional<NumberType> named(String name) {
        for (NumberType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public void read(ByteBuffer from, float[] into, int at, int count) {
        switch (this) {
            case F32 -> from.asFloatBuffer().get(into, at, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) from.getDouble();
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = halfToFloat(from.getShort());
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = Float.intBitsToFloat(from.getShort() << 16);
                }
            }
        }
    }

    public void write(float[] from, int at, int count, ByteBuffer into) {
        switch (this) {
            case F32 -> into.asFloatBuffer().put(from, at, count);
            case F64 -> {
                for (int i = at; i < at + count; i++) {
                    into.putDouble(from[i]);
                }
            }
            case F16 -> {
                for (int i = at; i < at + count; i++) {
                    into.putShort(floatToHalf(from[i]));
                }
            }
            case BF16 -> {
                for (int i = at; i < at + count; i++) {
                    into.putShort(floatToBrain(from[i]));
                }
            }
        }
    }

    /** Whether the number would be stored as infinite though it is not. */
    boolean overflows(float value) {
        if (!Float.isFinite(value)) {
            return false;
        }
        return switch (this) {
            case F64, F32 -> false;
            case F16 -> (floatToHalf(value) & 0x7fff) == 0x7c00;
            case BF16 -> (floatToBrain(value) & 0x7fff) == 0x7f80;
        };
    }

    /** IEEE 754 binary16 to binary32. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    private static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) { // 65520, half way between the largest half and the next
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) { // below 2^-14 a half counts steps of 2^-24
            return (short)
                    (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * (double) 0x1p24f));
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | rounded - (112 << 23) >>> 13);
    }

    private static short floatToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
