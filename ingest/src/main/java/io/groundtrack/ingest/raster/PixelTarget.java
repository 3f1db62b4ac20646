package io.groundtrack.ingest.raster;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An array that pixels are copied into. */
sealed interface PixelTarget {

    int length();

    void fill(int at, int count, double value);

    /** Copies {@code count} samples that lie {@code stride} bytes apart. */
    void copy(SampleType type, ByteBuffer from, int position, int stride, int at, int count);

    /** Singles; see {@link SampleType} for which types they hold exactly. */
    record Floats(float[] values) implements PixelTarget {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void fill(int at, int count, double value) {
            Arrays.fill(values, at, at + count, (float) value);
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }

    /** Doubles, which hold every type exactly. */
    record Doubles(double[] values) implements PixelTarget {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void fill(int at, int count, double value) {
            Arrays.fill(values, at, at + count, value);
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }
}
