package io.groundtrack.ingest.cog;

import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.SampleType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The front of a COG: TIFF header and the directories of the image and its overviews, largest
 * first.
 *
 * <p>in: the levels with their tile tables → out: bytes; the pixels follow, those of the smallest
 * overview first. Source: TIFF 6.0, BigTIFF, OGC GeoTIFF 1.1 (19-008r4), OGC COG 1.0 (21-026).
 */
final class CogHeader {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ASCII = 2;
    private static final int DOUBLE = 12;
    private static final int LONG8 = 16;

    /** Beyond this a classic TIFF cannot say where its tiles are. */
    private static final long MOST_CLASSIC_BYTES = 0xffff_ffffL;

    private final SampleType type;
    private final int bands;
    private final CogProfile profile;
    private final OptionalDouble nodata;
    private final Optional<Georeference> place;
    private final boolean geographic;
    private boolean big;

    private record Field(int tag, int type, int count, byte[] values) {}

    CogHeader(
            SampleType type,
            int bands,
            CogProfile profile,
            OptionalDouble nodata,
            Optional<Georeference> place) {
        this.type = type;
        this.bands = bands;
        this.profile = profile;
        this.nodata = nodata;
        this.place = place;
        var systems = new CrsTransforms();
        this.geographic =
                place.map(Georeference::epsg)
                        .filter(code -> code != 0 && systems.isKnown(code))
                        .map(systems::isGeographic)
                        .orElse(false);
    }

    /** The header, for tiles that follow it directly, level by level, the smallest first. */
    byte[] bytes(List<PyramidLevel> levels) {
        long data = levels.stream().mapToLong(PyramidLevel::bytes).sum();
        big = false;
        long size = sizeOfAll(levels);
        if (size + data > MOST_CLASSIC_BYTES) {
            big = true;
            size = sizeOfAll(levels);
        }
        var starts = new long[levels.size()];
        long next = size;
        for (int level = levels.size() - 1; level >= 0; level--) {
            starts[level] = next;
            next += levels.get(level).bytes();
        }
        var buffer = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
        if (big) {
            buffer.putShort((short) 8).putShort((short) 0).putLong(16);
        } else {
            buffer.putInt(8);
        }
        for (int level = 0; level < levels.size(); level++) {
            put(
                    buffer,
                    fields(levels.get(level), level, starts[level]),
                    level == levels.size() - 1);
        }
        return buffer.array();
    }

    private long sizeOfAll(List<PyramidLevel> levels) {
        long size = big ? 16 : 8;
        for (int level = 0; level < levels.size(); level++) {
            size += size(fields(levels.get(level), level, 0));
        }
        return size;
    }

    private long size(List<Field> fields) {
        long size = big ? 16 + 20L * fields.size() : 6 + 12L * fields.size();
        for (var field : fields) {
            size += outside(field);
        }
        return size;
    }

    /** Bytes that do not fit into the entry itself, to a full word. */
    private int outside(Field field) {
        return field.values.length <= (big ? 8 : 4) ? 0 : field.values.length + 1 & ~1;
    }

    private void put(ByteBuffer buffer, List<Field> fields, boolean last) {
        int start = buffer.position();
        long next = last ? 0 : start + size(fields);
        int values = start + (big ? 16 + 20 * fields.size() : 6 + 12 * fields.size());
        if (big) {
            buffer.putLong(fields.size());
        } else {
            buffer.putShort((short) fields.size());
        }
        for (var field : fields) {
            buffer.putShort((short) field.tag).putShort((short) field.type);
            int inline = big ? 8 : 4;
            if (big) {
                buffer.putLong(field.count);
            } else {
                buffer.putInt(field.count);
            }
            int entry = buffer.position();
            if (outside(field) == 0) {
                buffer.put(field.values);
            } else {
                if (big) {
                    buffer.putLong(values);
                } else {
                    buffer.putInt(values);
                }
                buffer.position(values);
                buffer.put(field.values);
                values += outside(field);
            }
            buffer.position(entry + inline);
        }
        if (big) {
            buffer.putLong(next);
        } else {
            buffer.putInt((int) next);
        }
        buffer.position(values);
    }

    private List<Field> fields(PyramidLevel level, int index, long start) {
        var fields = new ArrayList<Field>();
        fields.add(longs(254, index == 0 ? 0 : 1));
        fields.add(longs(256, level.width));
        fields.add(longs(257, level.height));
        fields.add(same(258, type.bytes() * 8));
        fields.add(shorts(259, profile.codec().tag()));
        fields.add(shorts(262, 1));
        fields.add(shorts(277, bands));
        fields.add(shorts(284, bands == 1 ? 1 : 2));
        fields.add(shorts(317, profile.predictor(type)));
        fields.add(longs(322, profile.tile()));
        fields.add(longs(323, profile.tile()));
        fields.add(offsets(level, start));
        fields.add(longs(325, level.counts));
        if (bands > 1) {
            fields.add(shorts(338, new int[bands - 1]));
        }
        fields.add(same(339, format()));
        nodata.ifPresent(value -> fields.add(text(42113, text(value))));
        if (index == 0) {
            place.ifPresent(at -> addPlace(fields, at));
        }
        fields.sort(Comparator.comparingInt(Field::tag));
        return fields;
    }

    private int format() {
        return switch (type) {
            case U8, U16, U32, U64 -> 1;
            case I8, I16, I32, I64 -> 2;
            case F32, F64 -> 3;
        };
    }

    private String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private void addPlace(List<Field> fields, Georeference at) {
        if (at.isAxisAligned() && at.dxColumn() > 0 && at.dyRow() < 0) {
            fields.add(doubles(33550, at.dxColumn(), -at.dyRow(), 0));
            fields.add(doubles(33922, 0, 0, 0, at.x0(), at.y0(), 0));
        } else {
            fields.add(
                    doubles(
                            34264,
                            at.dxColumn(),
                            at.dxRow(),
                            0,
                            at.x0(),
                            at.dyColumn(),
                            at.dyRow(),
                            0,
                            at.y0(),
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            0,
                            1));
        }
        int epsg = at.epsg();
        // GTModelType, GTRasterType (pixel is area), then the code of the system
        var keys =
                epsg == 0
                        ? new int[] {1, 1, 0, 1, 1025, 0, 1, 1}
                        : new int[] {
                            1,
                            1,
                            0,
                            3,
                            1024,
                            0,
                            1,
                            geographic ? 2 : 1,
                            1025,
                            0,
                            1,
                            1,
                            geographic ? 2048 : 3072,
                            0,
                            1,
                            epsg
                        };
        fields.add(shorts(34735, keys));
    }

    private Field offsets(PyramidLevel level, long start) {
        var all = LongStream.of(level.offsets).map(offset -> offset + start).toArray();
        if (!big) {
            return longs(324, all);
        }
        var values = ByteBuffer.allocate(all.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.of(all).forEach(values::putLong);
        return new Field(324, LONG8, all.length, values.array());
    }

    private Field same(int tag, int value) {
        return shorts(tag, IntStream.range(0, bands).map(band -> value).toArray());
    }

    private static Field shorts(int tag, int... numbers) {
        var values = ByteBuffer.allocate(numbers.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.of(numbers).forEach(number -> values.putShort((short) number));
        return new Field(tag, SHORT, numbers.length, values.array());
    }

    private static Field longs(int tag, long... numbers) {
        var values = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.of(numbers).forEach(number -> values.putInt((int) number));
        return new Field(tag, LONG, numbers.length, values.array());
    }

    private static Field doubles(int tag, double... numbers) {
        var values = ByteBuffer.allocate(numbers.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        DoubleStream.of(numbers).forEach(values::putDouble);
        return new Field(tag, DOUBLE, numbers.length, values.array());
    }

    private static Field text(int tag, String text) {
        var values = (text + '\0').getBytes(StandardCharsets.US_ASCII);
        return new Field(tag, ASCII, values.length, values);
    }
}
