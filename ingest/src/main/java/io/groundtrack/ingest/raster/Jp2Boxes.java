package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where the codestream of a JP2 file lies, and what the boxes around it say of the ground.
 *
 * <p>in: a JP2 file, or a bare codestream → out: its bounds and the last GeoJP2 and first GML
 * coverage, unread. Boxes that are not asked for are stepped over, whatever their size.
 *
 * <p>Errors: {@link RasterException} where boxes contradict the file. Source: ISO/IEC 15444-1 annex
 * I, 15444-2 M.11.18 (association), OGC GMLJP2 1.0 (05-047r3), GeoJP2 1.1.
 */
final class Jp2Boxes {

    private static final int SIGNATURE = 0x6a502020;
    private static final int MOST_BOXES = 4_096;
    private static final int DEEPEST = 8;

    /** Larger ones describe more than a place. */
    private static final int MOST_METADATA = 1 << 20;

    private static final int SYCC = 18;
    private static final byte[] GEO_JP2 =
            HexFormat.of().parseHex("b14bf8bd083d4b43a5ae8cd7d5a6ce03");

    private final RasterFile file;
    private int boxes;
    private long codestream = -1;
    private long codestreamEnd;
    private byte[] geoTiff;
    private byte[] gml;

    private Jp2Boxes(RasterFile file) {
        this.file = file;
    }

    /** Whether a file that begins so is JPEG 2000: a JP2 signature, or SOC and SIZ. */
    static boolean isJpeg2000(byte[] head) {
        var start = ByteBuffer.wrap(head);
        return head.length >= 12
                && (start.getInt(0) == 12 && start.getInt(4) == SIGNATURE
                        || start.getInt(0) == Jp2Codestream.SOC_SIZ);
    }

    static Jp2Boxes of(RasterFile file) throws IOException {
        var boxes = new Jp2Boxes(file);
        if (ByteBuffer.wrap(file.read(0, 4, "header")).getInt() == Jp2Codestream.SOC_SIZ) {
            boxes.codestream = 0;
            boxes.codestreamEnd = file.size();
        } else {
            boxes.walk(0, file.size(), 0, "");
        }
        if (boxes.codestream < 0) {
            throw file.damaged("a JP2 file without a codestream (expected: a box jp2c): truncated");
        }
        return boxes;
    }

    private void walk(long from, long end, int depth, String outerLabel) throws IOException {
        var label = outerLabel;
        for (long at = from; at <= end - 8; ) {
            if (++boxes > MOST_BOXES) {
                throw file.damaged("more than " + MOST_BOXES + " boxes");
            }
            int headBytes = (int) Math.min(16, end - at);
            var head = ByteBuffer.wrap(file.read(at, headBytes, "box"));
            long size = head.getInt(0) & 0xffff_ffffL;
            int skip = 8;
            if (size == 1 && headBytes == 16) {
                size = head.getLong(8);
                skip = 16;
            } else if (size == 0) {
                size = end - at;
            }
            if (size < skip) {
                throw file.damaged("box at byte " + at + " of " + size + " bytes");
            }
            long content = at + skip;
            // a codestream that is cut off may still have whole tiles
            long stop = size > end - at ? end : at + size;
            var type = name(head.getInt(4));
            if (type.equals("jp2c")) {
                if (codestream < 0) {
                    codestream = content;
                    codestreamEnd = stop;
                }
            } else if (type.equals("lbl ")) {
                label = text(content, stop);
            } else if ((type.equals("asoc") || type.equals("jp2h")) && depth < DEEPEST) {
                walk(content, stop, depth + 1, label);
            } else {
                take(type, content, stop, label);
            }
            at = stop;
        }
    }

    private void take(String type, long from, long to, String label) throws IOException {
        int length = (int) Math.min(to - from, MOST_METADATA + 1L);
        if (length > MOST_METADATA) {
            return;
        }
        switch (type) {
            case "colr" -> {
                var colours = ByteBuffer.wrap(file.read(from, Math.min(length, 7), "colours"));
                if (colours.capacity() == 7 && colours.get(0) == 1 && colours.getInt(3) == SYCC) {
                    throw file.unsupported("YCbCr colours are not read (expected: plain samples)");
                }
            }
            case "uuid" -> {
                var content = file.read(from, length, "UUID box");
                if (length > 16 && Arrays.equals(content, 0, 16, GEO_JP2, 0, 16)) {
                    geoTiff = Arrays.copyOfRange(content, 16, length);
                }
            }
            case "xml " -> {
                if (gml == null && label.startsWith("gml.root-instance")) {
                    gml = file.read(from, length, "GML box");
                }
            }
            default -> {}
        }
    }

    private String text(long from, long to) throws IOException {
        int length = (int) Math.min(to - from, 64);
        return new String(file.read(from, length, "label"), StandardCharsets.ISO_8859_1);
    }

    private static String name(int type) {
        var bytes = ByteBuffer.allocate(4).putInt(type).array();
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** First byte of the codestream. */
    long codestream() {
        return codestream;
    }

    /** Byte after the codestream, or the end of the file where it is cut off. */
    long codestreamEnd() {
        return codestreamEnd;
    }

    /** The place: that of GeoJP2, as GDAL prefers it, else that of GML. */
    Optional<Georeference> place() throws IOException {
        if (geoTiff != null) {
            var directory = TiffDirectory.firstOf(new Part(file, geoTiff));
            var place = Georeference.of(directory);
            if (place.isPresent()) {
                return place;
            }
        }
        return gml == null ? Optional.empty() : GmlGrid.place(gml);
    }

    /** A TIFF inside of the file. */
    private record Part(RasterFile whole, byte[] bytes) implements RasterFile {

        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public Object identity() {
            return this;
        }

        @Override
        public byte[] read(long position, int length, String what) throws IOException {
            if (position < 0 || length < 0 || position > bytes.length - length) {
                throw damaged("GeoJP2 box: " + what + " lies outside of its " + size() + " bytes");
            }
            return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
        }

        @Override
        public void close() {}
    }
}
