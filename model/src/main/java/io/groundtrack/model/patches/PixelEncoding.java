package io.groundtrack.model.patches;

import com.google.gson.JsonObject;
import io.groundtrack.model.checkpoint.JsonFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * How the pixels of one sensor are stored: value = stored × scale + offset.
 *
 * <p>{@code U16} holds whole numbers 0…65535, one of which stands for no data; a value between two
 * steps is rounded (error at most half of {@code scale}), one beyond the range is clipped. {@code
 * F32} holds the values themselves, NaN = no data, and knows neither scale nor offset.
 *
 * @param dtype {@code U16} or {@code F32}
 * @param noData stored number that stands for no data; -1 for {@code F32}
 */
public record PixelEncoding(String dtype, double scale, double offset, int noData) {

    private static final String U16 = "U16";
    private static final String F32 = "F32";
    private static final int HIGHEST = 0xffff;

    /** dB in steps of 0.002 from -100 to 31.068: an error of at most 0.001 dB. */
    public static final PixelEncoding DECIBELS = new PixelEncoding(U16, 0.002, -100, HIGHEST);

    /**
     * Whole numbers from -1000 to 64534: digital numbers as they were delivered, offset applied.
     */
    public static final PixelEncoding REFLECTANCE = new PixelEncoding(U16, 1, -1000, HIGHEST);

    /** The values themselves. */
    public static final PixelEncoding FLOATS = new PixelEncoding(F32, 1, 0, -1);

    public PixelEncoding {
        boolean whole = dtype.equals(U16);
        if (!whole && !dtype.equals(F32)) {
            throw new IllegalArgumentException("dtype: " + dtype + " (expected: U16 or F32)");
        }
        if (!(Double.isFinite(scale) && scale > 0 && Double.isFinite(offset))) {
            throw new IllegalArgumentException(
                    "scale, offset: " + scale + ", " + offset + " (expected: finite, scale > 0)");
        }
        if (whole ? noData < 0 || noData > HIGHEST : noData != -1 || scale != 1 || offset != 0) {
            throw new IllegalArgumentException(
                    dtype
                            + ": no data "
                            + noData
                            + ", scale "
                            + scale
                            + ", offset "
                            + offset
                            + " (expected: U16 with no data from 0 to 65535, or F32 alone)");
        }
    }

    /** Bytes of one value. */
    public int width() {
        return dtype.equals(U16) ? Short.BYTES : Float.BYTES;
    }

    /** Largest difference between what was written and what is read, within the range. */
    public double largestError() {
        return dtype.equals(U16) ? scale / 2 : 0;
    }

    /**
     * Values → bytes, little-endian, from the buffer's position on.
     *
     * @return how many values were clipped
     */
    int encode(float[] values, ByteBuffer into) {
        into.order(ByteOrder.LITTLE_ENDIAN);
        int clipped = 0;
        for (float value : values) {
            if (dtype.equals(F32)) {
                into.putFloat(value);
            } else if (value - value != 0) {
                into.putShort((short) noData);
            } else {
                long wanted = Math.round((value - offset) / scale);
                long stored = Math.max(lowest(), Math.min(highest(), wanted));
                // no data in the middle of the range would swallow a value
                stored += stored == noData ? 1 : 0;
                clipped += stored == wanted ? 0 : 1;
                into.putShort((short) stored);
            }
        }
        return clipped;
    }

    private int lowest() {
        return noData == 0 ? 1 : 0;
    }

    private int highest() {
        return noData == HIGHEST ? HIGHEST - 1 : HIGHEST;
    }

    /** Bytes → {@code count} values, written from {@code at} on. */
    void decode(ByteBuffer from, float[] values, int at, int count) {
        from.order(ByteOrder.LITTLE_ENDIAN);
        if (dtype.equals(F32)) {
            from.asFloatBuffer().get(values, at, count);
            return;
        }
        var stored = new short[count];
        from.asShortBuffer().get(stored);
        for (int i = 0; i < count; i++) {
            int number = stored[i] & HIGHEST;
            values[at + i] = number == noData ? Float.NaN : (float) (number * scale + offset);
        }
    }

    static PixelEncoding read(JsonFields fields) {
        var dtype = fields.choice("dtype", List.of(U16, F32));
        if (dtype.equals(F32)) {
            return FLOATS;
        }
        double scale = fields.decimal("scale");
        if (!(scale > 0)) {
            throw fields.refused("scale", "more than 0");
        }
        return new PixelEncoding(
                dtype, scale, fields.decimal("offset"), fields.integer("noData", 0, HIGHEST));
    }

    void write(JsonObject into) {
        into.addProperty("dtype", dtype);
        if (dtype.equals(U16)) {
            into.addProperty("scale", scale);
            into.addProperty("offset", offset);
            into.addProperty("noData", noData);
        }
    }
}
