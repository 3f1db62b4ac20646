package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One directory of a TIFF, which describes one image: tag → values, as they stand in the file.
 *
 * <p>Values are read when asked for, and never more than the caller allows. Nothing here follows
 * the chain of directories; whoever does ({@link TiffOverviews}) minds its loops.
 *
 * <p>Errors: {@link RasterException}.
 */
final class TiffDirectory {

    private static final int MOST_ENTRIES = 4_096;
    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int FLOAT = 11;
    private static final int DOUBLE = 12;

    /** Field types that hold integers: BYTE, SHORT, LONG, their signed kinds, IFD, 64 bits. */
    private static final Set<Integer> INTEGERS = Set.of(1, 3, 4, 6, 8, 9, 13, 16, 17, 18);

    /** Bytes per value of the field types 0 … 18; 0 = no such type. */
    private static final int[] TYPE_BYTES = {
        0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8
    };

    private record Entry(int type, long count, long position) {}

    private final RasterFile file;
    private final ByteOrder order;
    private final boolean big;
    private final long position;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private long nextAt;

    private TiffDirectory(RasterFile file, ByteOrder order, boolean big, long position) {
        this.file = file;
        this.order = order;
        this.big = big;
        this.position = position;
    }

    static TiffDirectory firstOf(RasterFile file) throws IOException {
        if (file.size() < 8) {
            throw new RasterException(
                    Problem.NOT_A_TIFF,
                    file.name(),
                    "the file has " + file.size() + " bytes (expected: a TIFF header of 8 or 16)");
        }
        var head = file.read(0, (int) Math.min(16, file.size()), "header");
        var order =
                head[0] == 'I' && head[1] == 'I'
                        ? ByteOrder.LITTLE_ENDIAN
                        : head[0] == 'M' && head[1] == 'M' ? ByteOrder.BIG_ENDIAN : null;
        var buffer = ByteBuffer.wrap(head);
        if (order == null) {
            throw notATiff(file, head);
        }
        buffer.order(order);
        int magic = buffer.getShort(2);
        boolean big = magic == BIG;
        if (!big && magic != CLASSIC) {
            throw notATiff(file, head);
        }
        if (big && (head.length < 16 || buffer.getShort(4) != 8 || buffer.getShort(6) != 0)) {
            throw file.damaged("BigTIFF header is not one (expected: 8-byte offsets)");
        }
        long first = big ? buffer.getLong(8) : buffer.getInt(4) & 0xffff_ffffL;
        return new TiffDirectory(file, order, big, first).load();
    }

    /** The directory at {@code otherPosition} of the same file. */
    TiffDirectory at(long otherPosition) throws IOException {
        return new TiffDirectory(file, order, big, otherPosition).load();
    }

    /** Where the directory stands in the file. */
    long position() {
        return position;
    }

    /** Where the next directory of the chain stands; 0 = there is none. */
    long next() throws IOException {
        var link = ByteBuffer.wrap(file.read(nextAt, big ? 8 : 4, "link to the next directory"));
        return big ? link.order(order).getLong(0) : link.order(order).getInt(0) & 0xffff_ffffL;
    }

    private static RasterException notATiff(RasterFile file, byte[] head) {
        boolean jpeg2000 =
                head.length >= 12
                                && head[4] == 'j'
                                && head[5] == 'P'
                                && head[6] == ' '
                                && head[7] == ' '
                        || (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0x4f;
        var text = new StringBuilder();
        for (byte b : head) {
            text.append(b >= ' ' && b < 127 ? (char) b : '.');
        }
        return new RasterException(
                Problem.NOT_A_TIFF,
                file.name(),
                jpeg2000
                        ? "JPEG 2000 is not read (expected: GeoTIFF)"
                        : "begins with '" + text + "' (expected: a TIFF or JPEG 2000 file)");
    }

    private TiffDirectory load() throws IOException {
        var what = "directory";
        int headBytes = big ? 8 : 2;
        var head = ByteBuffer.wrap(file.read(position, headBytes, what)).order(order);
        long count = big ? head.getLong(0) : head.getShort(0) & 0xffff;
        if (count <= 0 || count > MOST_ENTRIES) {
            throw file.damaged(
                    "directory of "
                            + Long.toUnsignedString(count)
                            + " tags (expected: 1 to "
                            + MOST_ENTRIES
                            + ")");
        }
        int entryBytes = big ? 20 : 12;
        nextAt = position + headBytes + count * entryBytes;
        var table =
                ByteBuffer.wrap(file.read(position + headBytes, (int) count * entryBytes, what))
                        .order(order);
        for (int i = 0; i < count; i++) {
            int p = i * entryBytes;
            int tag = table.getShort(p) & 0xffff;
            int type = table.getShort(p + 2) & 0xffff;
            long values = big ? table.getLong(p + 4) : table.getInt(p + 4) & 0xffff_ffffL;
            int inline = p + (big ? 12 : 8);
            if (type >= TYPE_BYTES.length || TYPE_BYTES[type] == 0 || values <= 0) {
                continue;
            }
            boolean fits = values <= (big ? 8 : 4) / TYPE_BYTES[type];
            long at =
                    fits
                            ? position + headBytes + inline
                            : big ? table.getLong(inline) : table.getInt(inline) & 0xffff_ffffL;
            entries.putIfAbsent(tag, new Entry(type, values, at));
        }
        return this;
    }

    RasterFile file() {
        return file;
    }

    ByteOrder order() {
        return order;
    }

    boolean has(TiffTag tag) {
        return entries.containsKey(tag.code());
    }

    long count(TiffTag tag) {
        var entry = entries.get(tag.code());
        return entry == null ? 0 : entry.count();
    }

    /** First value of an integer tag. */
    long number(TiffTag tag, long otherwise) throws IOException {
        return has(tag) ? numbers(tag, 1)[0] : otherwise;
    }

    /** The first {@code count} values of an integer tag, unsigned. */
    long[] numbers(TiffTag tag, int count) throws IOException {
        var entry = entry(tag, count);
        if (!INTEGERS.contains(entry.type())) {
            throw file.damaged(tag + " has field type " + entry.type() + " (expected: integers)");
        }
        int bytes = TYPE_BYTES[entry.type()];
        var buffer = read(entry, tag, count);
        var values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] =
                    switch (bytes) {
                        case 1 -> buffer.get(i) & 0xff;
                        case 2 -> buffer.getShort(2 * i) & 0xffff;
                        case 4 -> buffer.getInt(4 * i) & 0xffff_ffffL;
                        default -> buffer.getLong(8 * i);
                    };
        }
        return values;
    }

    /** The first {@code count} values of a floating-point tag. */
    double[] doubles(TiffTag tag, int count) throws IOException {
        var entry = entry(tag, count);
        if (entry.type() != DOUBLE && entry.type() != FLOAT) {
            throw file.damaged(tag + " has field type " + entry.type() + " (expected: 12)");
        }
        var buffer = read(entry, tag, count);
        var values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = entry.type() == DOUBLE ? buffer.getDouble(8 * i) : buffer.getFloat(4 * i);
        }
        return values;
    }

    /** Text of a tag, at most {@code most} characters, without its closing zero. */
    String text(TiffTag tag, int most) throws IOException {
        var entry = entry(tag, 1);
        int count = (int) Math.min(entry.count(), most);
        var bytes = file.read(entry.position(), count, tag.toString());
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    private Entry entry(TiffTag tag, int count) throws RasterException {
        var entry = entries.get(tag.code());
        if (entry == null || entry.count() < count) {
            throw file.damaged(
                    tag
                            + " has "
                            + (entry == null ? 0 : entry.count())
                            + " values (expected: "
                            + count
                            + ")");
        }
        return entry;
    }

    private ByteBuffer read(Entry entry, TiffTag tag, int count) throws IOException {
        int length = Math.multiplyExact(count, TYPE_BYTES[entry.type()]);
        return ByteBuffer.wrap(file.read(entry.position(), length, tag.toString())).order(order);
    }
}
