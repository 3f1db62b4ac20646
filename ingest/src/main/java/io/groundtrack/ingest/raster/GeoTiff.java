package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One GeoTIFF or COG in the local file system.
 *
 * <p>in: band (from 0) and window in pixels → out: stored values, row by row; no scale, offset or
 * no-data is applied. Blocks that a sparse file leaves out are filled with its no-data value, else
 * 0.
 *
 * <p>State: an open file; decoded blocks live in the {@link BlockCache}. Reads of one instance may
 * come from several threads, but an interrupted thread closes the file for all: subtasks open their
 * own.
 *
 * <p>Errors: {@link RasterException} for anything about the file's content, {@link IOException} for
 * a failing disk.
 */
public final class GeoTiff implements Raster {

    private final RasterFile file;
    private final TiffLayout layout;
    private final Optional<Georeference> georeference;
    private final BlockReader blocks;

    private GeoTiff(
            RasterFile file,
            TiffLayout layout,
            Optional<Georeference> georeference,
            BlockCache cache) {
        this.file = file;
        this.layout = layout;
        this.georeference = georeference;
        this.blocks = new BlockReader(file, layout, cache);
    }

    /** Opens {@code path} and checks its directory; no pixel is read. */
    public static GeoTiff open(Path path, BlockCache cache) throws IOException {
        return open(LocalRasterFile.open(path), cache);
    }

    /** Opens {@code file}, which is closed with the raster, or at once where it is no TIFF. */
    static GeoTiff open(RasterFile file, BlockCache cache) throws IOException {
        try {
            var directory = TiffDirectory.firstOf(file);
            return new GeoTiff(file, TiffLayout.of(directory), Georeference.of(directory), cache);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int width() {
        return layout.width();
    }

    @Override
    public int height() {
        return layout.height();
    }

    @Override
    public int bands() {
        return layout.bands();
    }

    @Override
    public SampleType type() {
        return layout.type();
    }

    /** Codec of the blocks. */
    public Compression compression() {
        return layout.compression();
    }

    @Override
    public int blockWidth() {
        return layout.blockWidth();
    }

    @Override
    public int blockHeight() {
        return layout.blockHeight();
    }

    @Override
    public OptionalDouble nodata() {
        return layout.nodata();
    }

    @Override
    public Optional<Georeference> georeference() {
        return georeference;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void requireComplete() throws RasterException {
        for (int block = 0; block < layout.offsets().length; block++) {
            long offset = layout.offsets()[block];
            long count = layout.counts()[block];
            if (offset < 0 || count < 0 || offset > file.size() - count) {
                throw file.damaged(
                        "block "
                                + block
                                + " lies at bytes "
                                + Long.toUnsignedString(offset)
                                + " + "
                                + Long.toUnsignedString(count)
                                + " (expected: within the file's "
                                + file.size()
                                + " bytes): truncated");
            }
        }
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

    private void read(int band, int x, int y, int width, int height, PixelTarget into)
            throws IOException {
        Objects.checkIndex(band, layout.bands());
        Objects.checkFromIndexSize(x, width, layout.width());
        Objects.checkFromIndexSize(y, height, layout.height());
        Objects.checkFromIndexSize(0, Math.multiplyExact(width, height), into.length());
        blocks.read(band, x, y, width, height, into);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
