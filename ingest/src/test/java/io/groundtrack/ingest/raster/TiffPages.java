package io.groundtrack.ingest.raster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes little-endian TIFFs of several images, tag by tag: further pages, overviews, masks, and
 * tables of blocks that are wrong or missing. Every image is unsigned 16 bits with one band.
 */
final class TiffPages {

    private final List<Page> pages = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long linkOfLast;
    private int directoryBytes;

    /** One image: its tags, and its blocks where they are stored (null = left out). */
    static final class Page {

        private final Map<Integer, long[]> tags = new TreeMap<>();
        private final List<byte[]> blocks;
        private final boolean tiled;
        private final List<Page> own = new ArrayList<>();

        private Page(List<byte[]> blocks, boolean tiled) {
            this.blocks = blocks;
            this.tiled = tiled;
        }

        /** Sets a tag; no values = leaves it out. */
        Page tag(int code, long... values) {
            tags.put(code, values);
            return this;
        }

        /** An image that this one lists as its own. */
        Page own(Page page) {
            own.add(page);
            return this;
        }
    }

    /** An image in strips, uncompressed; pixel i is {@code first + i}. */
    static Page strips(int width, int height, int rows, int first) {
        var blocks = new ArrayList<byte[]>();
        for (int y = 0; y < height; y += rows) {
            int count = Math.min(rows, height - y) * width;
            var block = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                block.putShort((short) (first + y * width + i));
            }
            blocks.add(block.array());
        }
        return page(width, height, blocks, false).tag(278, rows);
    }

    /** An image in tiles of which none is stored. */
    static Page leftOut(int width, int height, int side) {
        int count = (width + side - 1) / side * ((height + side - 1) / side);
        return page(width, height, new ArrayList<>(Arrays.asList(new byte[count][])), true)
                .tag(322, side)
                .tag(323, side);
    }

    private static Page page(int width, int height, List<byte[]> blocks, boolean tiled) {
        return new Page(blocks, tiled)
                .tag(256, width)
                .tag(257, height)
                .tag(258, 16)
                .tag(259, 1)
                .tag(262, 1)
                .tag(277, 1);
    }

    /** The next image of the chain. */
    TiffPages then(Page page) {
        pages.add(page);
        return this;
    }

    /** Where the chain goes on behind the last image; 0 = nowhere. */
    TiffPages endsAt(long position) {
        linkOfLast = position;
        return this;
    }

    Path write(Path file) {
        out.writeBytes(new byte[] {'I', 'I', 42, 0, 0, 0, 0, 0});
        var links = new TreeMap<Integer, Long>();
        int link = 4;
        for (var page : pages) {
            var own = new long[page.own.size()];
            for (int i = 0; i < own.length; i++) {
                own[i] = append(page.own.get(i), new long[0]);
            }
            links.put(link, append(page, own));
            link = links.lastEntry().getValue().intValue() + directoryBytes - 4;
        }
        links.put(link, linkOfLast);
        var bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        links.forEach((at, position) -> bytes.putInt(at, position.intValue()));
        try {
            return Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends blocks and directory; returns where the directory stands. */
    private long append(Page page, long[] own) {
        var offsets = new long[page.blocks.size()];
        var counts = new long[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            var block = page.blocks.get(i);
            offsets[i] = block == null ? 0 : out.size();
            counts[i] = block == null ? 0 : block.length;
            out.writeBytes(block == null ? new byte[0] : block);
        }
        var tags = new TreeMap<>(page.tags);
        tags.putIfAbsent(page.tiled ? 324 : 273, offsets);
        tags.putIfAbsent(page.tiled ? 325 : 279, counts);
        tags.put(330, own);
        tags.values().removeIf(values -> values.length == 0);
        int position = out.size();
        directoryBytes = 2 + 12 * tags.size() + 4;
        var table = ByteBuffer.allocate(directoryBytes).order(ByteOrder.LITTLE_ENDIAN);
        var lists = new ByteArrayOutputStream();
        table.putShort((short) tags.size());
        tags.forEach(
                (code, values) -> {
                    table.putShort(code.shortValue()).putShort((short) 4).putInt(values.length);
                    var list = ByteBuffer.allocate(4 * values.length);
                    list.order(ByteOrder.LITTLE_ENDIAN);
                    Arrays.stream(values).forEach(value -> list.putInt((int) value));
                    if (values.length == 1) {
                        table.put(list.array());
                    } else {
                        table.putInt(position + directoryBytes + lists.size());
                        lists.writeBytes(list.array());
                    }
                });
        out.writeBytes(table.array());
        out.writeBytes(lists.toByteArray());
        return position;
    }
}
