package io.groundtrack.ingest.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Where the samples of a window go; positions and counts are in samples. */
sealed interface PixelTarget {

    /** Samples that fit. */
    int length();

    void fill(SampleType type, int at, int count, double value);

    void copy(SampleType type, ByteBuffer from, int position, int stride, int at, int count);

    /** Values as floats. */
    record Floats(float[] values) implements PixelTarget {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void fill(SampleType type, int at, int count, double value) {
            Arrays.fill(values, at, at + count, (float) value);
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }

    /** Values as doubles. */
    record Doubles(double[] values) implements PixelTarget {
        @Override
        public int length() {
            return values.length;
        }

        @Override
        public void fill(SampleType type, int at, int count, double value) {
            Arrays.fill(values, at, at + count, value);
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }

    /** Samples as they are stored, least significant byte first. */
    record Stored(byte[] values, int sampleBytes) implements PixelTarget {
        @Override
        public int length() {
            return values.length / sampleBytes;
        }

        @Override
        public void fill(SampleType type, int at, int count, double value) {
            var into = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = at; i < at + count; i++) {
                type.put(into, i * sampleBytes, value);
            }
        }

        @Override
        public void copy(SampleType t, ByteBuffer from, int p, int stride, int at, int count) {
            t.copy(from, p, stride, values, at, count);
        }
    }
}
