package io.groundtrack.testing.landscape.archive;

import com.github.luben.zstd.Zstd;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Plane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a plane as a tiled GeoTIFF with its header before its pixels (a COG without overviews).
 *
 * <p>in: plane, rows of it, area → out: little-endian TIFF, tiles of 256 × 256, Zstandard level 1;
 * float32 with floating-point prediction, uint16 with horizontal prediction, the scene
 * classification as plain uint8. Geo keys: projected CRS by EPSG code, pixel is area.
 */
final class CogWriter {

    static final int TILE = 256;

    private static final int ZSTD = 50_000;
    private static final int LEVEL = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 12;
    private static final int ASCII = 2;

    private CogWriter() {}

    /** Writes {@code rows} rows from {@code firstRow} on; returns the bytes written. */
    static long write(Path file, Plane plane, int firstRow, int rows, Area area)
            throws IOException {
        var tiles = new ArrayList<byte[]>();
        for (int top = 0; top < rows; top += TILE) {
            for (int left = 0; left < plane.width(); left += TILE) {
                tiles.add(tile(plane, firstRow + top, firstRow + rows, left));
            }
        }
        var header = header(plane, firstRow, rows, area, tiles);
        try (var out = Files.newOutputStream(file)) {
            out.write(header);
            for (var tile : tiles) {
                out.write(tile);
            }
        }
        return header.length + tiles.stream().mapToLong(tile -> tile.length).sum();
    }

    private static int bytesPerPixel(Plane plane) {
        return plane.linear() != null ? 4 : plane.name().equals("SCL") ? 1 : 2;
    }

    private static byte[] tile(Plane plane, int top, int bottom, int left) {
        int size = bytesPerPixel(plane);
        var raw = new byte[TILE * TILE * size];
        int columns = Math.min(TILE, plane.width() - left);
        for (int y = 0; y < TILE && top + y < bottom; y++) {
            int from = (top + y) * plane.width() + left;
            int to = y * TILE * size;
            switch (size) {
                case 4 -> floatRow(plane.linear(), from, columns, raw, to);
                case 2 -> shortRow(plane.stored(), from, columns, raw, to);
                default -> {
                    for (int x = 0; x < columns; x++) {
                        raw[to + x] = (byte) plane.stored()[from + x];
                    }
                }
            }
        }
        return Zstd.compress(raw, LEVEL);
    }

    /**
     * Bytes of a row sorted by significance, highest first, then differences between neighbours.
     */
    private static void floatRow(float[] values, int from, int columns, byte[] raw, int to) {
        for (int x = 0; x < columns; x++) {
            int bits = Float.floatToRawIntBits(values[from + x]);
            for (int b = 0; b < 4; b++) {
                raw[to + b * TILE + x] = (byte) (bits >>> 24 - 8 * b);
            }
        }
        for (int i = to + 4 * TILE - 1; i > to; i--) {
            raw[i] -= raw[i - 1];
        }
    }

    private static void shortRow(short[] values, int from, int columns, byte[] raw, int to) {
        int before = 0;
        for (int x = 0; x < TILE; x++) {
            int value = x < columns ? values[from + x] : 0;
            int difference = value - before;
            raw[to + 2 * x] = (byte) difference;
            raw[to + 2 * x + 1] = (byte) (difference >> 8);
            before = value;
        }
    }

    private static byte[] header(
            Plane plane, int firstRow, int rows, Area area, List<byte[]> tiles) {
        int size = bytesPerPixel(plane);
        // 3: floating point, 2: horizontal, 1: none
        int predictor = size == 4 ? 3 : size;
        double metres = plane.metres();
        var nodata = (size == 4 ? "nan" : "0") + "\0";
        var geoKeys =
                new int[] {
                    1, 1, 0, 4,
                    1024, 0, 1, 1,
                    1025, 0, 1, 1,
                    3072, 0, 1, area.frame().epsg(),
                    3076, 0, 1, 9001
                };
        var corner = new double[] {0, 0, 0, area.left(), area.top() - firstRow * metres, 0};
        int count = tiles.size();
        var ifd = new Ifd();
        ifd.put(256, SHORT, plane.width());
        ifd.put(257, SHORT, rows);
        ifd.put(258, SHORT, 8 * size);
        ifd.put(259, SHORT, ZSTD);
        ifd.put(262, SHORT, 1);
        ifd.put(277, SHORT, 1);
        ifd.put(284, SHORT, 1);
        ifd.put(317, SHORT, predictor);
        ifd.put(322, SHORT, TILE);
        ifd.put(323, SHORT, TILE);
        int offsets = ifd.put(324, LONG, new int[count]);
        ifd.put(325, LONG, tiles.stream().mapToInt(tile -> tile.length).toArray());
        ifd.put(339, SHORT, size == 4 ? 3 : 1);
        ifd.put(33_550, new double[] {metres, metres, 0});
        ifd.put(33_922, corner);
        ifd.put(34_735, SHORT, geoKeys);
        ifd.put(42_113, nodata);
        return ifd.bytes(offsets, tiles);
    }

    /** Entries of the one directory; values that do not fit lie behind it. */
    private static final class Ifd {

        private final List<int[]> entries = new ArrayList<>();
        private final List<byte[]> values = new ArrayList<>();

        void put(int tag, int type, int value) {
            put(tag, type, new int[] {value});
        }

        int put(int tag, int type, int[] numbers) {
            int width = type == SHORT ? 2 : 4;
            var buffer = little(numbers.length * width);
            for (int number : numbers) {
                if (width == 2) {
                    buffer.putShort((short) number);
                } else {
                    buffer.putInt(number);
                }
            }
            return add(tag, type, numbers.length, buffer.array());
        }

        void put(int tag, double[] numbers) {
            var buffer = little(numbers.length * Double.BYTES);
            for (double number : numbers) {
                buffer.putDouble(number);
            }
            add(tag, DOUBLE, numbers.length, buffer.array());
        }

        void put(int tag, String text) {
            var bytes = text.getBytes(StandardCharsets.US_ASCII);
            add(tag, ASCII, bytes.length, bytes);
        }

        private int add(int tag, int type, int count, byte[] value) {
            entries.add(new int[] {tag, type, count});
            values.add(value);
            return entries.size() - 1;
        }

        /** Header and directory; the entry at {@code offsets} is filled with where tiles start. */
        byte[] bytes(int offsets, List<byte[]> tiles) {
            int behind = 8 + 2 + 12 * entries.size() + 4;
            int total = behind;
            for (var value : values) {
                total += value.length > 4 ? value.length + (value.length & 1) : 0;
            }
            var where = little(4 * tiles.size());
            int next = total;
            for (var tile : tiles) {
                where.putInt(next);
                next = Math.addExact(next, tile.length);
            }
            values.set(offsets, where.array());
            var out = little(total);
            out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
            out.putShort((short) entries.size());
            for (int i = 0; i < entries.size(); i++) {
                var value = values.get(i);
                out.putShort((short) entries.get(i)[0]).putShort((short) entries.get(i)[1]);
                out.putInt(entries.get(i)[2]);
                if (value.length > 4) {
                    out.putInt(behind);
                    out.put(behind, value);
                    behind += value.length + (value.length & 1);
                } else {
                    out.put(value).position(out.position() + 4 - value.length);
                }
            }
            return out.array();
        }

        private static ByteBuffer little(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
