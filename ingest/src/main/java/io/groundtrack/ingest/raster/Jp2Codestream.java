package io.groundtrack.ingest.raster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The main header of a JPEG 2000 codestream: sizes, checked, and its bytes to decode tiles with.
 *
 * <p>{@code left … bottom} and the tile grid lie on the reference grid; no component is subsampled.
 *
 * @param firstPart position of the first tile-part
 * @param end byte after the codestream
 * @param header SOC to the first SOT, without the tables of where tiles and packets are
 * @param styles coding style by component; -1 = of the others
 */
record Jp2Codestream(
        RasterFile file,
        long firstPart,
        long end,
        int left,
        int top,
        int right,
        int bottom,
        int tileWidth,
        int tileHeight,
        int tileLeft,
        int tileTop,
        int components,
        int bits,
        SampleType type,
        byte[] header,
        Map<Integer, Jp2CodingStyle> styles) {

    /** The two markers that every codestream begins with. */
    static final int SOC_SIZ = 0xff4f_ff51;

    static final int SOT = 0xff90;
    static final int COD = 0xff52;
    static final int COC = 0xff53;
    private static final int TILE_LENGTHS = 0xff55;
    private static final int PACKET_LENGTHS = 0xff57;
    private static final int PACKED_HEADERS = 0xff60;

    /** Position of the sizes in {@code header}. */
    static final int SIZES = 8;

    private static final int MOST_COMPONENTS = 64;
    private static final int MOST_BITS = 31;
    static final int MOST_TILES = 16_384;
    private static final int MOST_HEADER = 1 << 20;

    static Jp2Codestream of(RasterFile file, long start, long end) throws IOException {
        int length = (int) Math.min(end - start, 4096);
        while (true) {
            var bytes = ByteBuffer.wrap(file.read(start, length, "main header"));
            var parsed = parse(file, bytes, start, end);
            if (parsed != null) {
                return parsed;
            }
            if (length == end - start || length >= MOST_HEADER) {
                throw file.damaged("main header does not end within " + length + " bytes");
            }
            length = (int) Math.min(end - start, length * 8L);
        }
    }

    /** Null where {@code bytes} end before the header does. */
    private static Jp2Codestream parse(RasterFile file, ByteBuffer bytes, long start, long end)
            throws RasterException {
        var kept = new ByteArrayOutputStream();
        var styles = new HashMap<Integer, Jp2CodingStyle>();
        int components = 0;
        kept.writeBytes(new byte[] {(byte) 0xff, 0x4f});
        for (int at = 2; at + 4 <= bytes.capacity(); ) {
            int marker = bytes.getShort(at) & 0xffff;
            int size = bytes.getShort(at + 2) & 0xffff;
            if (marker == SOT) {
                if (!styles.containsKey(-1)) {
                    throw file.damaged("codestream without a coding style");
                }
                return sized(file, start + at, end, kept.toByteArray(), styles);
            }
            if (marker < 0xff00 || size < 2) {
                throw file.damaged(
                        "marker "
                                + Integer.toHexString(marker)
                                + " at byte "
                                + (start + at)
                                + " (expected: a segment of the main header)");
            }
            if (at + 2 + size > bytes.capacity()) {
                return null;
            }
            var segment = bytes.slice(at + 4, size - 2);
            if (at == 2) {
                components = components(file, marker, segment);
            }
            switch (marker) {
                case COD -> styles.put(-1, Jp2CodingStyle.ofAll(file, segment));
                case COC ->
                        styles.put(
                                Jp2CodingStyle.component(file, segment),
                                Jp2CodingStyle.ofOne(file, segment));
                case PACKED_HEADERS ->
                        throw file.unsupported(
                                "packet headers in the main header (PPM) are not read");
                default -> {}
            }
            // where tiles are is found by their own lengths; the tables would be of another stream
            if (marker != TILE_LENGTHS && marker != PACKET_LENGTHS) {
                kept.write(bytes.array(), at, 2 + size);
            }
            at += 2 + size;
        }
        return null;
    }

    private static int components(RasterFile file, int marker, ByteBuffer segment)
            throws RasterException {
        int count = segment.capacity() < 36 ? 0 : segment.getShort(34) & 0xffff;
        if (marker != 0xff51 || count < 1 || segment.capacity() < 36 + 3 * count) {
            throw file.damaged("codestream does not begin with its sizes (SIZ)");
        }
        if (count > MOST_COMPONENTS) {
            throw file.unsupported(
                    count + " components are not read (expected: at most " + MOST_COMPONENTS + ")");
        }
        return count;
    }

    private static Jp2Codestream sized(
            RasterFile file,
            long firstPart,
            long end,
            byte[] header,
            Map<Integer, Jp2CodingStyle> styles)
            throws RasterException {
        var sizes = ByteBuffer.wrap(header, SIZES, header.length - SIZES).slice();
        var numbers = new int[8];
        for (int i = 0; i < 8; i++) {
            numbers[i] = sizes.getInt(4 * i);
        }
        int right = numbers[0];
        int bottom = numbers[1];
        int left = numbers[2];
        int top = numbers[3];
        int width = numbers[4];
        int height = numbers[5];
        int tileLeft = numbers[6];
        int tileTop = numbers[7];
        boolean sound =
                left >= 0
                        && top >= 0
                        && right > left
                        && bottom > top
                        && tileLeft >= 0
                        && tileTop >= 0
                        && tileLeft <= left
                        && tileTop <= top
                        && width != 0
                        && height != 0;
        // a tile may be stated far larger than the image, up to 2³² - 1
        int tileWidth = clipped(width, right, tileLeft);
        int tileHeight = clipped(height, bottom, tileTop);
        if (!sound || tileLeft + (long) tileWidth <= left || tileTop + (long) tileHeight <= top) {
            throw file.damaged(
                    "image and tiles " + Arrays.toString(numbers) + " do not fit each other");
        }
        int components = sizes.getShort(32) & 0xffff;
        int bits = 0;
        var types = new SampleType[components];
        for (int i = 0; i < components; i++) {
            int depth = sizes.get(34 + 3 * i) & 0xff;
            if (sizes.get(35 + 3 * i) != 1 || sizes.get(36 + 3 * i) != 1) {
                throw file.unsupported("subsampled components are not read (expected: equal ones)");
            }
            bits = Math.max(bits, (depth & 0x7f) + 1);
            types[i] = type(file, (depth & 0x7f) + 1, depth > 0x7f);
            if (types[i] != types[0]) {
                throw file.unsupported(
                        "components of types "
                                + types[0]
                                + " and "
                                + types[i]
                                + " are not read (expected: one type)");
            }
        }
        var codestream =
                new Jp2Codestream(
                        file,
                        firstPart,
                        end,
                        left,
                        top,
                        right,
                        bottom,
                        tileWidth,
                        tileHeight,
                        tileLeft,
                        tileTop,
                        components,
                        bits,
                        types[0],
                        header,
                        styles);
        long tiles = (long) codestream.tilesAcross() * codestream.tilesDown();
        if (tiles > MOST_TILES) {
            throw file.unsupported(tiles + " tiles (expected: at most " + MOST_TILES + ")");
        }
        return codestream;
    }

    private static int clipped(int size, int imageEnd, int tileStart) {
        long most = Math.max(1, imageEnd - (long) tileStart);
        return (int) Math.min(size & 0xffff_ffffL, most);
    }

    private static SampleType type(RasterFile file, int bits, boolean signed)
            throws RasterException {
        if (bits > MOST_BITS) {
            throw file.unsupported(
                    "samples of " + bits + " bits (expected: at most " + MOST_BITS + ")");
        }
        if (bits <= 8) {
            return signed ? SampleType.I8 : SampleType.U8;
        }
        if (bits <= 16) {
            return signed ? SampleType.I16 : SampleType.U16;
        }
        return signed ? SampleType.I32 : SampleType.U32;
    }

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    int tilesAcross() {
        return ceilDiv(right - (long) tileLeft, tileWidth);
    }

    int tilesDown() {
        return ceilDiv(bottom - (long) tileTop, tileHeight);
    }

    static int ceilDiv(long a, long b) {
        return (int) ((a + b - 1) / b);
    }
}
