package io.groundtrack.model.torchfile;

import io.groundtrack.model.checkpoint.MappedFile;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.torchfile.Pickled.Tuple;
import io.groundtrack.model.torchfile.Pickled.View;
import java.util.Arrays;

/**
 * One tensor of a file: a strided view of an entry's bytes, checked to lie within it.
 *
 * @param type as {@link NumberType} names it, or PyTorch's word for one that is not read
 * @param count of values
 */
record StoredView(
        ZipDirectory.Entry entry,
        String type,
        long offset,
        long[] sizes,
        long[] strides,
        long count) {
    private static final int MAX_DIMENSIONS = 64;
    private static final int CHUNK_BYTES = 1 << 20;

    /** Numbers a view may have beyond those its file holds, where strides repeat them. */
    private static final long REPEATED = 4L << 20;

    /**
     * @param fileBytes how large the file is
     * @throws IllegalArgumentException with the reason alone
     */
    static StoredView of(View view, ZipDirectory.Entry entry, long fileBytes) {
        long[] sizes = longs("size", view.sizes());
        long[] strides = longs("stride", view.strides());
        if (sizes.length != strides.length) {
            throw new IllegalArgumentException(
                    sizes.length + " sizes and " + strides.length + " strides");
        }
        long count = 1;
        for (long size : sizes) {
            count = size == 0 ? 0 : multiplied("shape " + Arrays.toString(sizes), count, size);
        }
        var stored = new StoredView(entry, view.type(), view.offset(), sizes, strides, count);
        NumberType.named(view.type()).ifPresent(type -> stored.checkRange(type, fileBytes));
        return stored;
    }

    private void checkRange(NumberType type, long fileBytes) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
        long last = offset;
        for (int i = 0; i < sizes.length && count > 0; i++) {
            long span = multiplied("stride " + strides[i], strides[i], sizes[i] - 1);
            if (span > Long.MAX_VALUE - last) {
                throw new IllegalArgumentException("stride " + strides[i]);
            }
            last += span;
        }
        long held = entry.size() / type.bytes();
        if (count > 0 && last >= held) {
            throw new IllegalArgumentException(
                    type
                            + " values "
                            + offset
                            + " to "
                            + last
                            + " of entry "
                            + entry.name()
                            + " (it holds "
                            + held
                            + ")");
        }
        if (count > Integer.MAX_VALUE - 8 || count > fileBytes / type.bytes() + REPEATED) {
            throw new IllegalArgumentException(
                    count + " values are too many (its storage holds " + held + ")");
        }
    }

    private static long[] longs(String what, Tuple tuple) {
        if (tuple.size() > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(tuple.size() + " dimensions");
        }
        var values = new long[tuple.size()];
        for (int i = 0; i < values.length; i++) {
            if (!(tuple.get(i) instanceof Long value) || value < 0) {
                throw new IllegalArgumentException(
                        what + " " + i + " is no number (expected: 0 or more)");
            }
            values[i] = value;
        }
        return values;
    }

    private static long multiplied(String what, long a, long b) {
        if (b > 0 && a > Long.MAX_VALUE / b) {
            throw new IllegalArgumentException(what + " is too large");
        }
        return a * b;
    }

    /** Row-major. */
    float[] values(MappedFile file, NumberType type) {
        var values = new float[(int) count];
        if (isContiguous()) {
            int perChunk = CHUNK_BYTES / type.bytes();
            for (int from = 0; from < values.length; from += perChunk) {
                int n = Math.min(perChunk, values.length - from);
                read(file, type, offset + from, values, from, n);
            }
        } else if (values.length > 0) {
            gather(file, type, values);
        }
        return values;
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (sizes[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= sizes[i];
        }
        return true;
    }

    private void gather(MappedFile file, NumberType type, float[] values) {
        var index = new long[sizes.length];
        long from = offset;
        for (int at = 0; at < values.length; at++) {
            read(file, type, from, values, at, 1);
            for (int i = sizes.length - 1; i >= 0; i--) {
                from += strides[i];
                if (++index[i] < sizes[i]) {
                    break;
                }
                from -= strides[i] * sizes[i];
                index[i] = 0;
            }
        }
    }

    private void read(
            MappedFile file, NumberType type, long from, float[] into, int at, int count) {
        int bytes = count * type.bytes();
        type.read(file.slice(entry.at() + from * type.bytes(), bytes), into, at, count);
    }
}
