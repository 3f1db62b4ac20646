package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How samples stand in a block: as their type, or packed into other than whole bytes and widened to
 * the type when a block is decoded.
 *
 * <p>Packed: unsigned integers of 1 to 31 bits, most significant bit first, each row beginning on a
 * byte, widened to 8, 16 or 32 bits; floats of 16 bits, widened to 32. Integers of 24 bits are
 * refused: writers do not agree on the order of their bytes.
 *
 * @param bits bits of a stored sample
 */
record StoredSamples(SampleType type, int bits) {

    private static final int UNSIGNED = 1;
    private static final int IEEE = 3;
    private static final int UNDEFINED = 4;

    static StoredSamples of(TiffDirectory directory, int bands) throws IOException {
        long bits = same(directory, TiffTag.BITS_PER_SAMPLE, bands, 1);
        long format = same(directory, TiffTag.SAMPLE_FORMAT, bands, 1);
        var whole = SampleType.of(format, bits);
        if (whole.isPresent()) {
            return new StoredSamples(whole.get(), (int) bits);
        }
        if (format == IEEE && bits == 16) {
            return new StoredSamples(SampleType.F32, 16);
        }
        if ((format == UNSIGNED || format == UNDEFINED) && bits >= 1 && bits < 32 && bits != 24) {
            var type = bits < 8 ? SampleType.U8 : bits < 16 ? SampleType.U16 : SampleType.U32;
            return new StoredSamples(type, (int) bits);
        }
        throw directory
                .file()
                .unsupported(
                        "samples of "
                                + bits
                                + " bits and format "
                                + format
                                + " are not read (expected: unsigned integers of 1 to 32 (not"
                                + " 24) or 64 bits, signed ones of 8, 16, 32, 64, floats of 16, 32, 64)");
    }

    private static long same(TiffDirectory directory, TiffTag tag, int bands, long otherwise)
            throws IOException {
        if (!directory.has(tag)) {
            return otherwise;
        }
        var values = directory.numbers(tag, (int) Math.min(bands, directory.count(tag)));
        for (long value : values) {
            if (value != values[0]) {
                throw directory
                        .file()
                        .unsupported(
                                tag
                                        + " differs between bands: "
                                        + Arrays.toString(
                                                Arrays.copyOf(values, Math.min(values.length, 8)))
                                        + " (expected: one type)");
            }
        }
        return values[0];
    }

    /** Whether blocks must be widened before samples can be taken from them. */
    boolean packed() {
        return bits != 8 * type.bytes();
    }

    /** Stored bytes of a row of {@code samples}. */
    long rowBytes(long samples) {
        return (samples * bits + 7) / 8;
    }

    /** Rows of stored samples → rows of {@link #type()}, in the same byte order. */
    byte[] widen(byte[] stored, int rows, int samples, ByteOrder order) {
        int size = type.bytes();
        int storedRow = (int) rowBytes(samples);
        var wide = new byte[rows * samples * size];
        var out = ByteBuffer.wrap(wide).order(order);
        var in = ByteBuffer.wrap(stored).order(order);
        for (int row = 0; row < rows; row++) {
            int from = row * storedRow;
            int at = row * samples * size;
            if (type == SampleType.F32) {
                for (int i = 0; i < samples; i++) {
                    out.putInt(at + 4 * i, half(in.getShort(from + 2 * i)));
                }
            } else {
                unpack(stored, from, out, at, samples);
            }
        }
        return wide;
    }

    private void unpack(byte[] in, int from, ByteBuffer out, int at, int samples) {
        long held = 0;
        int heldBits = 0;
        int p = from;
        long mask = (1L << bits) - 1;
        for (int i = 0; i < samples; i++) {
            while (heldBits < bits) {
                held = held << 8 | in[p++] & 0xff;
                heldBits += 8;
            }
            heldBits -= bits;
            long value = held >>> heldBits & mask;
            switch (type) {
                case U8 -> out.put(at + i, (byte) value);
                case U16 -> out.putShort(at + 2 * i, (short) value);
                default -> out.putInt(at + 4 * i, (int) value);
            }
        }
    }

    /** Bits of a 16-bit float → bits of the same 32-bit one. */
    static int half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return sign | 0x7f80_0000 | fraction << 13;
        }
        if (exponent == 0) {
            // fraction · 2⁻²⁴ is exact in a 32-bit float
            return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
        }
        return sign | exponent + 112 << 23 | fraction << 13;
    }
}
