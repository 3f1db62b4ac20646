package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.openjpeg.OpenJpegDecoder;
import io.groundtrack.ingest.openjpeg.OpenJpegDecoder.Area;
import io.groundtrack.ingest.openjpeg.OpenJpegException;
import io.groundtrack.ingest.openjpeg.OpenJpegLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One JPEG 2000 image: a JP2 file or a bare codestream.
 *
 * <p>in: band (from 0) and window in pixels → out: stored values, row by row. A block is a tile, or
 * a square of a tile where that is large. Boxes, sizes and tiles are read here; pixels by OpenJPEG,
 * a library of the system.
 *
 * <p>State: an open file; decoded blocks live in the {@link BlockCache}. Blocks of a window are
 * decoded side by side; reads of one instance may come from several threads.
 *
 * <p>Errors: {@link RasterException}, at opening already where the library is not installed; {@link
 * IOException} for a failing disk or network.
 */
public final class JpegTwoThousand implements Raster {

    /** A tile of more samples is decoded in squares. */
    private static final int MOST_BLOCK_SAMPLES = 1 << 24;

    private static final int SQUARE = 1024;
    private static final int MOST_BLOCKS = 1 << 22;

    private final RasterFile file;
    private final Jp2Codestream stream;
    private final Jp2Tiles tiles;
    private final Optional<Georeference> place;
    private final BlockCache cache;
    private final OpenJpegDecoder decoder;
    private final int blockWidth;
    private final int blockHeight;
    private final int blocksPerTile;

    private JpegTwoThousand(
            RasterFile file,
            Jp2Codestream stream,
            Optional<Georeference> place,
            BlockCache cache,
            OpenJpegDecoder decoder,
            int mostSamples)
            throws RasterException {
        this.file = file;
        this.stream = stream;
        this.tiles = new Jp2Tiles(stream);
        this.place = place;
        this.cache = cache;
        this.decoder = decoder;
        long samples = (long) stream.tileWidth() * stream.tileHeight() * stream.components();
        int side = SQUARE;
        while ((long) side * side * stream.components() > mostSamples) {
            side /= 2;
        }
        boolean whole = samples <= mostSamples;
        this.blockWidth = whole ? stream.tileWidth() : Math.min(side, stream.tileWidth());
        this.blockHeight = whole ? stream.tileHeight() : Math.min(side, stream.tileHeight());
        long perTile =
                (long) Jp2Codestream.ceilDiv(stream.tileWidth(), blockWidth)
                        * Jp2Codestream.ceilDiv(stream.tileHeight(), blockHeight);
        double blocks = (double) perTile * stream.tilesAcross() * stream.tilesDown();
        if (blocks > MOST_BLOCKS) {
            throw file.unsupported(
                    (long) blocks + " blocks (expected: at most " + MOST_BLOCKS + ")");
        }
        this.blocksPerTile = (int) perTile;
    }

    /** Opens {@code file}, which is closed with the raster, or at once where it cannot be read. */
    static JpegTwoThousand open(RasterFile file, BlockCache cache) throws IOException {
        return open(file, cache, MOST_BLOCK_SAMPLES);
    }

    /** The same, with tiles of more than {@code mostSamples} decoded in squares. */
    static JpegTwoThousand open(RasterFile file, BlockCache cache, int mostSamples)
            throws IOException {
        try {
            var boxes = Jp2Boxes.of(file);
            var stream = Jp2Codestream.of(file, boxes.codestream(), boxes.codestreamEnd());
            var decoder = new OpenJpegDecoder(OpenJpegLibrary.require());
            return new JpegTwoThousand(file, stream, boxes.place(), cache, decoder, mostSamples);
        } catch (OpenJpegException e) {
            file.close();
            throw file.unsupported(e.getMessage());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int width() {
        return stream.width();
    }

    @Override
    public int height() {
        return stream.height();
    }

    @Override
    public int bands() {
        return stream.components();
    }

    @Override
    public SampleType type() {
        return stream.type();
    }

    @Override
    public int blockWidth() {
        return blockWidth;
    }

    @Override
    public int blockHeight() {
        return blockHeight;
    }

    @Override
    public OptionalDouble nodata() {
        return OptionalDouble.empty();
    }

    @Override
    public Optional<Georeference> georeference() {
        return place;
    }

    @Override
    public String encoding() {
        return "JPEG 2000, " + stream.bits() + " bits";
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void requireComplete() throws IOException {
        tiles.requireComplete();
    }

    @Override
    public void read(int band, int x, int y, int width, int height, float[] into)
            throws IOException {
        read(band, x, y, width, height, new PixelTarget.Floats(into));
    }

    @Override
    public void read(int band, int x, int y, int width, int height, double[] into)
            throws IOException {
        read(band, x, y, width, height, new PixelTarget.Doubles(into));
    }

    @Override
    public void readStored(int band, int x, int y, int width, int height, byte[] into)
            throws IOException {
        read(band, x, y, width, height, new PixelTarget.Stored(into, type().bytes()));
    }

    /** Part of a tile, on the reference grid; right and bottom are outside. */
    private record Block(int key, int tile, Area area) {}

    private void read(int band, int x, int y, int width, int height, PixelTarget into)
            throws IOException {
        Objects.checkIndex(band, bands());
        Objects.checkFromIndexSize(x, width, width());
        Objects.checkFromIndexSize(y, height, height());
        Objects.checkFromIndexSize(0, Math.multiplyExact(width, height), into.length());
        if (width == 0 || height == 0) {
            return;
        }
        int left = stream.left() + x;
        int top = stream.top() + y;
        var blocks = blocks(left, top, left + width, top + height);
        // their parts of the window do not overlap
        cache.workers()
                .forEach(
                        blocks.size(),
                        i -> copy(blocks.get(i), band, left, top, width, height, into));
    }

    private List<Block> blocks(int left, int top, int right, int bottom) {
        var blocks = new ArrayList<Block>();
        int across = stream.tilesAcross();
        int firstColumn = (left - stream.tileLeft()) / stream.tileWidth();
        int lastColumn = (right - 1 - stream.tileLeft()) / stream.tileWidth();
        int lastRow = (bottom - 1 - stream.tileTop()) / stream.tileHeight();
        for (int row = (top - stream.tileTop()) / stream.tileHeight(); row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                int tile = row * across + column;
                addBlocks(blocks, tile, left, top, right, bottom);
            }
        }
        return blocks;
    }

    private void addBlocks(List<Block> blocks, int tile, int left, int top, int right, int bottom) {
        int tileLeft = tiles.left(tile);
        int tileTop = tiles.top(tile);
        int tileRight = tiles.right(tile);
        int tileBottom = tiles.bottom(tile);
        int perRow = Jp2Codestream.ceilDiv(stream.tileWidth(), blockWidth);
        int rows = Jp2Codestream.ceilDiv(tileBottom - (long) tileTop, blockHeight);
        int columns = Jp2Codestream.ceilDiv(tileRight - (long) tileLeft, blockWidth);
        for (int i = 0; i < rows; i++) {
            int from = tileTop + i * blockHeight;
            int to = (int) Math.min(from + (long) blockHeight, tileBottom);
            for (int j = 0; j < columns && from < bottom && to > top; j++) {
                int start = tileLeft + j * blockWidth;
                int end = (int) Math.min(start + (long) blockWidth, tileRight);
                if (start < right && end > left) {
                    boolean whole = rows == 1 && columns == 1;
                    var area = new Area(start, from, end, to, stream.components(), whole);
                    blocks.add(new Block(tile * blocksPerTile + i * perRow + j, tile, area));
                }
            }
        }
    }

    private void copy(
            Block block, int band, int left, int top, int width, int height, PixelTarget into)
            throws IOException {
        var area = block.area();
        var key = new BlockCache.Key(file.identity(), block.key());
        cache.use(
                key,
                new Jp2Block(file, tiles, decoder, type(), block.tile(), area),
                stored -> copy(stored, area, band, left, top, width, height, into));
    }

    private void copy(
            byte[] stored,
            Area area,
            int band,
            int left,
            int top,
            int width,
            int height,
            PixelTarget into) {
        int columns = area.right() - area.left();
        int bytes = type().bytes();
        int plane = columns * (area.bottom() - area.top()) * bytes;
        var pixels = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        int from = Math.max(left, area.left());
        int count = Math.min(left + width, area.right()) - from;
        int end = Math.min(top + height, area.bottom());
        for (int row = Math.max(top, area.top()); row < end; row++) {
            int source = band * plane + ((row - area.top()) * columns + from - area.left()) * bytes;
            int at = (row - top) * width + from - left;
            into.copy(type(), pixels, source, bytes, at, count);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
