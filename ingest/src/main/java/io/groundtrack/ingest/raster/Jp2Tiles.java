package io.groundtrack.ingest.raster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the tiles of a codestream lie, and each as a codestream of its own.
 *
 * <p>A tile alone is decoded just as it is among others: its place on the reference grid stays.
 * Thus the library never sees more than one tile, whatever the file states, and never reads a file.
 *
 * <p>State: the index, made when first asked for. Errors: {@link RasterException}. Source: ISO/IEC
 * 15444-1 annex A.
 */
final class Jp2Tiles {

    private static final int SOT_BYTES = 12;
    private static final int SOD = 0xff93;
    private static final int END = 0xffd9;

    /** Largest stored tile that is decoded. */
    private static final int MOST_TILE_BYTES = 256 << 20;

    private final Jp2Codestream stream;
    private List<List<Part>> parts;
    private String broken = "";

    /** A tile-part; {@code open} where it states no length and ends with the codestream. */
    private record Part(long position, int length, boolean open) {}

    Jp2Tiles(Jp2Codestream stream) {
        this.stream = stream;
    }

    /** Fails where a tile is missing or cut off. */
    void requireComplete() throws IOException {
        var index = index();
        for (int tile = 0; tile < index.size(); tile++) {
            if (index.get(tile).isEmpty()) {
                throw missing(tile);
            }
        }
        if (!broken.isEmpty()) {
            throw stream.file().damaged(broken);
        }
    }

    private RasterException missing(int tile) {
        return stream.file()
                .damaged(
                        "tile " + tile + " is not there" + (broken.isEmpty() ? "" : ": " + broken));
    }

    private synchronized List<List<Part>> index() throws IOException {
        if (parts == null) {
            int tiles = stream.tilesAcross() * stream.tilesDown();
            var index = new ArrayList<List<Part>>(tiles);
            for (int tile = 0; tile < tiles; tile++) {
                index.add(new ArrayList<>(1));
            }
            walk(index);
            parts = index;
        }
        return parts;
    }

    /** Steps from tile-part to tile-part until one is not whole. */
    private void walk(List<List<Part>> index) throws IOException {
        long most = 16L * index.size() + 1024;
        long at = stream.firstPart();
        for (long count = 0; at <= stream.end() - SOT_BYTES; count++) {
            var head = ByteBuffer.wrap(stream.file().read(at, SOT_BYTES, "tile header"));
            int tile = head.getShort(4) & 0xffff;
            long length = head.getInt(6) & 0xffff_ffffL;
            if ((head.getShort(0) & 0xffff) != Jp2Codestream.SOT) {
                if ((head.getShort(0) & 0xffff) != END) {
                    broken = "no tile begins at byte " + at;
                }
                return;
            }
            boolean open = length == 0;
            long end = open ? stream.end() : at + length;
            if (tile >= index.size() || end - at < SOT_BYTES + 2 || count > most) {
                broken = "tile-part " + count + " at byte " + at + " is not one";
                return;
            }
            if (end > stream.end()) {
                broken = "tile " + tile + " ends at byte " + end + ", the file before: truncated";
                return;
            }
            if (end - at > MOST_TILE_BYTES) {
                throw stream.file()
                        .unsupported(
                                "tile "
                                        + tile
                                        + " of "
                                        + (end - at)
                                        + " stored bytes (expected: at most "
                                        + MOST_TILE_BYTES
                                        + ")");
            }
            index.get(tile).add(new Part(at, (int) (end - at), open));
            at = end;
        }
    }

    /** What the file holds of a tile. */
    long storedBytes(int tile) throws IOException {
        return index().get(tile).stream().mapToLong(Part::length).sum();
    }

    /** A codestream with this tile alone. */
    byte[] alone(int tile) throws IOException {
        var own = index().get(tile);
        if (own.isEmpty()) {
            throw missing(tile);
        }
        long size = storedBytes(tile);
        if (size > MOST_TILE_BYTES) {
            throw stream.file().unsupported("tile " + tile + " of " + size + " stored bytes");
        }
        var out = new ByteArrayOutputStream((int) size + stream.header().length + 2);
        out.writeBytes(header(tile));
        var styles = new HashMap<>(stream.styles());
        for (var part : own) {
            var bytes = stream.file().read(part.position(), part.length(), "tile " + tile);
            int length = bytes.length;
            if (part.open()
                    && bytes[length - 2] == (byte) 0xff
                    && bytes[length - 1] == (byte) 0xd9) {
                length -= 2;
            }
            var head = ByteBuffer.wrap(bytes, 0, length);
            // the first of one, with the length it has
            head.putShort(4, (short) 0).putInt(6, length);
            addStyles(tile, head.slice(), styles);
            out.write(bytes, 0, length);
        }
        requireBounded(tile, styles);
        out.write(END >> 8);
        out.write(END & 0xff);
        return out.toByteArray();
    }

    /** The main header, with an image that is this tile. */
    private byte[] header(int tile) {
        var header = stream.header().clone();
        int tileLeft = stream.tileLeft() + tile % stream.tilesAcross() * stream.tileWidth();
        int tileTop = stream.tileTop() + tile / stream.tilesAcross() * stream.tileHeight();
        ByteBuffer.wrap(header)
                .position(Jp2Codestream.SIZES)
                .putInt(right(tile))
                .putInt(bottom(tile))
                .putInt(left(tile))
                .putInt(top(tile))
                .putInt(Math.min(stream.tileWidth(), stream.right() - tileLeft))
                .putInt(Math.min(stream.tileHeight(), stream.bottom() - tileTop))
                .putInt(tileLeft)
                .putInt(tileTop);
        return header;
    }

    /** Tiles may be coded otherwise than the main header says. */
    private void addStyles(int tile, ByteBuffer part, Map<Integer, Jp2CodingStyle> styles)
            throws RasterException {
        int at = SOT_BYTES;
        while (at + 2 <= part.capacity() && (part.getShort(at) & 0xffff) != SOD) {
            int marker = part.getShort(at) & 0xffff;
            int size = at + 4 <= part.capacity() ? part.getShort(at + 2) & 0xffff : 0;
            if (marker < 0xff00 || size < 2 || at + 2 + size > part.capacity()) {
                throw stream.file().damaged("header of tile " + tile + " is not one");
            }
            var segment = part.slice(at + 4, size - 2);
            if (marker == Jp2Codestream.COD) {
                styles.put(-1, Jp2CodingStyle.ofAll(stream.file(), segment));
            } else if (marker == Jp2Codestream.COC) {
                styles.put(
                        Jp2CodingStyle.component(stream.file(), segment),
                        Jp2CodingStyle.ofOne(stream.file(), segment));
            }
            at += 2 + size;
        }
    }

    private void requireBounded(int tile, Map<Integer, Jp2CodingStyle> styles)
            throws RasterException {
        int layers = styles.get(-1).layers();
        for (var style : styles.values()) {
            style.requireBounded(
                    stream.file(),
                    right(tile) - left(tile),
                    bottom(tile) - top(tile),
                    stream.components(),
                    layers);
        }
    }

    int left(int tile) {
        int column = tile % stream.tilesAcross();
        return Math.max(stream.left(), stream.tileLeft() + column * stream.tileWidth());
    }

    int top(int tile) {
        int row = tile / stream.tilesAcross();
        return Math.max(stream.top(), stream.tileTop() + row * stream.tileHeight());
    }

    int right(int tile) {
        long end = stream.tileLeft() + (tile % stream.tilesAcross() + 1L) * stream.tileWidth();
        return (int) Math.min(stream.right(), end);
    }

    int bottom(int tile) {
        long end = stream.tileTop() + (tile / stream.tilesAcross() + 1L) * stream.tileHeight();
        return (int) Math.min(stream.bottom(), end);
    }
}
