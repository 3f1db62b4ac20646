package io.groundtrack.ingest.raster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Writes small GeoTIFFs of every kind the reader takes: {@code aTiff(120, 120).type(U16).band(pixel
 * -> 7).at(32633, 404400, 5342400, 10).write(file)}.
 *
 * <p>Any tag can be overwritten with {@link #tag}, so that broken files can be made too.
 */
public final class TinyTiff {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 12;
    private static final int ASCII = 2;

    private final int width;
    private final int height;
    private final List<IntToDoubleFunction> bands = new ArrayList<>();
    private final Map<Integer, double[]> overwritten = new TreeMap<>();
    private SampleType type = SampleType.F32;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean big;
    private boolean planar;
    private boolean sparse;
    private int tile;
    private int rowsPerStrip = 16;
    private int compression = 1;
    private int predictor = 1;
    private String nodata;
    private double[] place;
    private double[] ties;
    private boolean pixelIsPoint;

    private TinyTiff(int width, int height) {
        this.width = width;
        this.height = height;
    }

    private record Tag(int code, int type, byte[] values, int count) {}

    /** A float32 TIFF in strips of 16 rows, uncompressed, little-endian. */
    public static TinyTiff aTiff(int width, int height) {
        return new TinyTiff(width, height);
    }

    /** One more band; pixels are numbered row by row. */
    public TinyTiff band(IntToDoubleFunction pixels) {
        bands.add(pixels);
        return this;
    }

    /** Sample type. */
    public TinyTiff type(SampleType sampleType) {
        type = sampleType;
        return this;
    }

    /** Byte order. */
    public TinyTiff order(ByteOrder byteOrder) {
        order = byteOrder;
        return this;
    }

    /** 64-bit offsets. */
    public TinyTiff bigTiff() {
        big = true;
        return this;
    }

    /** Bands apart. */
    public TinyTiff planar() {
        planar = true;
        return this;
    }

    /** Leaves out blocks that are all zero. */
    public TinyTiff sparse() {
        sparse = true;
        return this;
    }

    /** Square tiles. */
    public TinyTiff tiled(int side) {
        tile = side;
        return this;
    }

    /** Strips. */
    public TinyTiff strips(int rows) {
        rowsPerStrip = rows;
        return this;
    }

    /** TIFF code of the codec: 1, 5, 8, 32773, 32946, 50000. */
    public TinyTiff compression(int code) {
        compression = code;
        return this;
    }

    /** TIFF code of the predictor. */
    public TinyTiff predictor(int code) {
        predictor = code;
        return this;
    }

    /** GDAL's no-data tag. */
    public TinyTiff nodata(String text) {
        nodata = text;
        return this;
    }

    /** North-up place of the upper-left corner. */
    public TinyTiff at(int epsg, double ulx, double uly, double pixel) {
        place = new double[] {epsg, ulx, uly, pixel};
        return this;
    }

    /** Tie points instead of a place: column, row, 0, x, y and height of each. */
    public TinyTiff tiePoints(int epsg, double... points) {
        place = new double[] {epsg};
        ties = points;
        return this;
    }

    /** The stated corner is the centre of the first pixel. */
    public TinyTiff pixelIsPoint() {
        pixelIsPoint = true;
        return this;
    }

    /** Overwrites a tag with 32-bit values; none = leaves it out. */
    public TinyTiff tag(int code, double... values) {
        overwritten.put(code, values);
        return this;
    }

    /** Writes the file and returns it. */
    public Path write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of the file. */
    public byte[] bytes() {
        int blockWidth = tile > 0 ? tile : width;
        int blockHeight = tile > 0 ? tile : Math.min(rowsPerStrip, height);
        int planes = planar ? bands.size() : 1;
        var body = new ByteArrayOutputStream();
        int head = big ? 16 : 8;
        var offsets = new ArrayList<Double>();
        var counts = new ArrayList<Double>();
        for (int plane = 0; plane < planes; plane++) {
            for (int y = 0; y < height; y += blockHeight) {
                for (int x = 0; x < width; x += blockWidth) {
                    int rows = tile > 0 ? tile : Math.min(blockHeight, height - y);
                    var block =
                            TinyTiffBlocks.compress(
                                    compression, block(plane, x, y, blockWidth, rows));
                    boolean left = sparse && isZero(plane, x, y, blockWidth, rows);
                    offsets.add(left ? 0.0 : head + body.size());
                    counts.add(left ? 0.0 : block.length);
                    if (!left) {
                        body.writeBytes(block);
                        body.writeBytes(new byte[block.length % 2]);
                    }
                }
            }
        }
        var tags = tags(blockWidth, blockHeight, array(offsets), array(counts));
        return assemble(body.toByteArray(), tags);
    }

    private List<Tag> tags(int blockWidth, int blockHeight, double[] offsets, double[] counts) {
        var values = new TreeMap<Integer, Tag>();
        var each = new double[bands.size()];
        Arrays.fill(each, type.bytes() * 8);
        put(values, 256, LONG, width);
        put(values, 257, LONG, height);
        put(values, 258, SHORT, each.clone());
        put(values, 259, SHORT, compression);
        put(values, 262, SHORT, 1);
        put(values, 277, SHORT, bands.size());
        put(values, 284, SHORT, planar ? 2 : 1);
        put(values, 317, SHORT, predictor);
        Arrays.fill(
                each,
                switch (type) {
                    case U8, U16, U32, U64 -> 1;
                    case I8, I16, I32, I64 -> 2;
                    case F32, F64 -> 3;
                });
        put(values, 339, SHORT, each);
        if (tile > 0) {
            put(values, 322, SHORT, blockWidth);
            put(values, 323, SHORT, blockHeight);
        } else {
            put(values, 278, LONG, blockHeight);
        }
        put(values, tile > 0 ? 324 : 273, LONG, offsets);
        put(values, tile > 0 ? 325 : 279, LONG, counts);
        if (nodata != null) {
            var text = (nodata + "\0").getBytes(StandardCharsets.US_ASCII);
            values.put(42113, new Tag(42113, ASCII, text, text.length));
        }
        if (place != null) {
            boolean geographic = place[0] == 4326;
            if (ties != null) {
                put(values, 33922, DOUBLE, ties);
            } else {
                put(values, 33550, DOUBLE, place[3], place[3], 0);
                put(values, 33922, DOUBLE, 0, 0, 0, place[1], place[2], 0);
            }
            put(
                    values,
                    34735,
                    SHORT,
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
                    pixelIsPoint ? 2 : 1,
                    geographic ? 2048 : 3072,
                    0,
                    1,
                    place[0]);
        }
        overwritten.forEach((code, value) -> put(values, code, LONG, value));
        values.values().removeIf(tag -> tag.count() == 0);
        return List.copyOf(values.values());
    }

    private void put(Map<Integer, Tag> tags, int code, int fieldType, double... values) {
        int bytes = fieldType == SHORT ? 2 : fieldType == LONG ? 4 : 8;
        var buffer = ByteBuffer.allocate(bytes * values.length).order(order);
        for (double value : values) {
            switch (fieldType) {
                case SHORT -> buffer.putShort((short) (int) value);
                case LONG -> buffer.putInt((int) (long) value);
                default -> buffer.putDouble(value);
            }
        }
        tags.put(code, new Tag(code, fieldType, buffer.array(), values.length));
    }

    private byte[] assemble(byte[] body, List<Tag> tags) {
        int head = big ? 16 : 8;
        int entry = big ? 20 : 12;
        int directory = head + body.length + body.length % 2;
        int extra = directory + (big ? 8 : 2) + tags.size() * entry + (big ? 8 : 4);
        int size = extra + tags.stream().mapToInt(tag -> tag.values().length + 8).sum();
        var out = ByteBuffer.allocate(size).order(order);
        out.put(
                (order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")
                        .getBytes(StandardCharsets.US_ASCII));
        out.putShort((short) (big ? 43 : 42));
        if (big) {
            out.putShort((short) 8).putShort((short) 0).putLong(directory);
        } else {
            out.putInt(directory);
        }
        out.put(body);
        out.position(directory);
        if (big) {
            out.putLong(tags.size());
        } else {
            out.putShort((short) tags.size());
        }
        for (var tag : tags) {
            out.putShort((short) tag.code()).putShort((short) tag.type());
            int value = out.position() + (big ? 8 : 4);
            if (big) {
                out.putLong(tag.count());
            } else {
                out.putInt(tag.count());
            }
            int room = big ? 8 : 4;
            if (tag.values().length <= room) {
                out.put(tag.values());
            } else {
                if (big) {
                    out.putLong(extra);
                } else {
                    out.putInt(extra);
                }
                out.put(extra, tag.values());
                extra += tag.values().length + tag.values().length % 2;
            }
            out.position(value + room);
        }
        return out.array();
    }

    private byte[] block(int plane, int left, int top, int blockWidth, int rows) {
        int samples = planar ? 1 : bands.size();
        int bytes = type.bytes();
        var out = ByteBuffer.allocate(blockWidth * rows * samples * bytes).order(order);
        for (int y = top; y < top + rows; y++) {
            for (int x = left; x < left + blockWidth; x++) {
                for (int s = 0; s < samples; s++) {
                    double value =
                            x < width && y < height
                                    ? bands.get(planar ? plane : s).applyAsDouble(y * width + x)
                                    : 0;
                    switch (type) {
                        case U8, I8 -> out.put((byte) (int) value);
                        case U16, I16 -> out.putShort((short) (int) value);
                        case U32, I32 -> out.putInt((int) (long) value);
                        case U64, I64 -> out.putLong((long) value);
                        case F32 -> out.putFloat((float) value);
                        case F64 -> out.putDouble(value);
                    }
                }
            }
        }
        TinyTiffBlocks.predict(predictor, out, rows, blockWidth * samples * bytes, samples, bytes);
        return out.array();
    }

    private boolean isZero(int plane, int left, int top, int blockWidth, int rows) {
        for (byte b : block(plane, left, top, blockWidth, rows)) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
