package io.groundtrack.ingest.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How one sample is stored.
 *
 * <p>in: bytes in the file's byte order → out: floats (exact but for integers beyond 2²⁴ and
 * doubles), doubles (exact but for integers beyond 2⁵³), or the bytes themselves, least significant
 * first.
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
    /** Unsigned, 64 bits. */
    U64(8),
    /** Signed, 64 bits. */
    I64(8),
    /** IEEE single. */
    F32(4),
    /** IEEE double. */
    F64(8);

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

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
            case 64 -> Optional.of(signed ? I64 : U64);
            default -> Optional.empty();
        };
    }

    /** Copies {@code count} samples that lie {@code stride} bytes apart. */
    void copy(ByteBuffer from, int position, int stride, float[] into, int at, int count) {
        int p = position;
        int end = at + count;
        if (this == U16 && from.hasArray() && from.order() == ByteOrder.LITTLE_ENDIAN) {
            // what most products are: without the checks of the buffer
            var bytes = from.array();
            p += from.arrayOffset();
            for (int i = at; i < end; i++, p += stride) {
                into[i] = (short) SHORTS.get(bytes, p) & 0xffff;
            }
            return;
        }
        if (this == F32 && stride == Float.BYTES) {
            from.slice(p, count * stride).order(from.order()).asFloatBuffer().get(into, at, count);
            return;
        }
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
            case I8, U32, I32, U64, I64, F64 -> {
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

    /** Copies {@code count} samples that lie {@code stride} bytes apart, least byte first. */
    void copy(ByteBuffer from, int position, int stride, byte[] into, int at, int count) {
        boolean little = from.order() == ByteOrder.LITTLE_ENDIAN;
        if (stride == bytes && (little || bytes == 1)) {
            from.get(position, into, at * bytes, count * bytes);
            return;
        }
        int target = at * bytes;
        for (int i = 0, p = position; i < count; i++, p += stride) {
            for (int b = 0; b < bytes; b++) {
                into[target++] = from.get(p + (little ? b : bytes - 1 - b));
            }
        }
    }

    /** The sample at {@code position}, in the buffer's byte order. */
    public double value(ByteBuffer from, int position) {
        return switch (this) {
            case U8 -> from.get(position) & 0xff;
            case I8 -> from.get(position);
            case U16 -> from.getShort(position) & 0xffff;
            case I16 -> from.getShort(position);
            case U32 -> from.getInt(position) & 0xffff_ffffL;
            case I32 -> from.getInt(position);
            case U64 -> unsigned(from.getLong(position));
            case I64 -> from.getLong(position);
            case F32 -> from.getFloat(position);
            case F64 -> from.getDouble(position);
        };
    }

    private static double unsigned(long bits) {
        // halved with the lost bit kept as a sticky one, so that it is rounded once
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    /** Puts {@code value} at {@code position}, the nearest that the type holds; NaN as 0. */
    void put(ByteBuffer into, int position, double value) {
        switch (this) {
            case U8 -> into.put(position, (byte) clamp(value, 0, 0xff));
            case I8 -> into.put(position, (byte) clamp(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case U16 -> into.putShort(position, (short) clamp(value, 0, 0xffff));
            case I16 ->
                    into.putShort(position, (short) clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case U32 -> into.putInt(position, (int) clamp(value, 0, 0xffff_ffffL));
            case I32 ->
                    into.putInt(position, (int) clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case U64 -> into.putLong(position, unsignedBits(value));
            case I64 -> into.putLong(position, clamp(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case F32 -> into.putFloat(position, (float) value);
            case F64 -> into.putDouble(position, value);
        }
    }

    private static long clamp(double value, long least, long most) {
        return Math.max(least, Math.min(most, Math.round(value)));
    }

    private static long unsignedBits(double value) {
        return value >= 0x1p64
                ? -1L
                : value >= 0x1p63
                        ? Math.round(value - 0x1p63) ^ Long.MIN_VALUE
                        : clamp(value, 0, Long.MAX_VALUE);
    }
}
