package io.groundtrack.ingest.raster;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How one sample is stored.
 *
 * <p>in: bytes in the file's byte order → out: floats (exact but for 32-bit integers beyond 2²⁴ and
 * doubles) or doubles (always exact).
 */
public enum SampleType {
    /** Unsigned, 8 bits. */
    U8(1),
    /** Signed, 8 bits. */
    I8(1),
    /** Unsigned, 16 bits. */
    U16(2),
    /** Signed, 16 bits. */
    I16(2),
    /** Unsigned, 32 bits. */
    U32(4),
    /** Signed, 32 bits. */
    I32(4),
    /** IEEE single. */
    F32(4),
    /** IEEE double. */
    F64(8);

    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int IEEE = 3;
    private static final int UNDEFINED = 4;

    private final int bytes;

    SampleType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one sample. */
    public int bytes() {
        return bytes;
    }

    /** True for the integer types. */
    public boolean isInteger() {
        return this != F32 && this != F64;
    }

    /** Type of TIFF's SampleFormat and BitsPerSample; empty where we read no such type. */
    static Optional<SampleType> of(long format, long bits) {
        if (format == IEEE) {
            return bits == 32 ? Optional.of(F32) : bits == 64 ? Optional.of(F64) : Optional.empty();
        }
        boolean signed = format == SIGNED;
        if (!signed && format != UNSIGNED && format != UNDEFINED) {
            return Optional.empty();
        }
        return switch ((int) Math.min(bits, Integer.MAX_VALUE)) {
            case 8 -> Optional.of(signed ? I8 : U8);
            case 16 -> Optional.of(signed ? I16 : U16);
            case 32 -> Optional.of(signed ? I32 : U32);
            default -> Optional.empty();
        };
    }

    /** Copies {@code count} samples that lie {@code stride} bytes apart. */
    void copy(ByteBuffer from, int position, int stride, float[] into, int at, int count) {
        int p = position;
        int end = at + count;
        switch (this) {
            case U8 -> {
                for (int i = at; i < end; i++, p += stride) {
                    into[i] = from.get(p) & 0xff;
                }
            }
            case U16 -> {
                for (int i = at; i < end; i++, p += stride) {
                    into[i] = from.getShort(p) & 0xffff;
                }
            }
            case I16 -> {
                for (int i = at; i < end; i++, p += stride) {
                    into[i] = from.getShort(p);
                }
            }
            case F32 -> {
                for (int i = at; i < end; i++, p += stride) {
                    into[i] = from.getFloat(p);
                }
            }
            case I8, U32, I32, F64 -> {
                for (int i = at; i < end; i++, p += stride) {
                    into[i] = (float) value(from, p);
                }
            }
        }
    }

    /** Copies {@code count} samples that lie {@code stride} bytes apart. */
    void copy(ByteBuffer from, int position, int stride, double[] into, int at, int count) {
        int p = position;
        for (int i = at; i < at + count; i++, p += stride) {
            into[i] = value(from, p);
        }
    }

    private double value(ByteBuffer from, int position) {
        return switch (this) {
            case U8 -> from.get(position) & 0xff;
            case I8 -> from.get(position);
            case U16 -> from.getShort(position) & 0xffff;
            case I16 -> from.getShort(position);
            case U32 -> from.getInt(position) & 0xffff_ffffL;
            case I32 -> from.getInt(position);
            case F32 -> from.getFloat(position);
            case F64 -> from.getDouble(position);
        };
    }
}
