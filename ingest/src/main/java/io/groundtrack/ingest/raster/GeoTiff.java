package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One GeoTIFF or COG: its first image, or an overview of it.
 *
 * <p>in: band (from 0) and window in pixels → out: stored values, row by row; no scale, offset or
 * no-data is applied. Blocks that a sparse file leaves out are filled with its no-data value, else
 * 0. An overview is read like the whole; it shares its file and is not closed by itself.
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
    private final TiffDirectory directory;
    private final TiffLayout layout;
    private final Optional<Georeference> georeference;
    private final Optional<TiePointGrid> tiePoints;
    private final BlockCache cache;
    private final BlockReader blocks;
    private final boolean overview;

    private GeoTiff(
            RasterFile file,
            TiffDirectory directory,
            TiffLayout layout,
            Optional<Georeference> georeference,
            Optional<TiePointGrid> tiePoints,
            BlockCache cache,
            Object identity,
            boolean overview) {
        this.file = file;
        this.directory = directory;
        this.layout = layout;
        this.georeference = georeference;
        this.tiePoints = tiePoints;
        this.cache = cache;
        this.blocks = new BlockReader(file, identity, layout, cache);
        this.overview = overview;
    }

    /** An overview's blocks are others than those of the first image. */
    private record OverviewIdentity(Object file, long position) {}

    /** Opens {@code path} and checks its directory; no pixel is read. */
    public static GeoTiff open(Path path, BlockCache cache) throws IOException {
        return open(LocalRasterFile.open(path), cache);
    }

    /** Opens {@code file}, which is closed with the raster, or at once where it is no TIFF. */
    static GeoTiff open(RasterFile file, BlockCache cache) throws IOException {
        try {
            var directory = TiffDirectory.firstOf(file);
            return new GeoTiff(
                    file,
                    directory,
                    TiffLayout.of(directory),
                    Georeference.of(directory),
                    TiePointGrid.of(directory),
                    cache,
                    file.identity(),
                    false);
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

    /** Predictor of the blocks: 1 none, 2 horizontal differences, 3 floating point. */
    public int predictor() {
        return layout.predictor();
    }

    /** Bits that a sample takes in the file; those of its type unless it is packed. */
    public int storedBits() {
        return layout.stored().bits();
    }

    /** Ground control points that the file states in place of a grid. */
    public int groundControlPoints() {
        boolean grid =
                directory.has(TiffTag.MODEL_TRANSFORMATION)
                        || directory.has(TiffTag.MODEL_PIXEL_SCALE);
        return grid ? 0 : (int) (directory.count(TiffTag.MODEL_TIE_POINT) / 6);
    }

    @Override
    public String encoding() {
        return (layout.tiled() ? "tiled " : "striped ")
                + "TIFF, "
                + layout.compression()
                + (layout.predictor() == 1 ? "" : " predictor " + layout.predictor());
    }

    @Override
    public List<RasterSize> overviews() throws IOException {
        return smaller().stream().map(overview -> overview.layout().size()).toList();
    }

    @Override
    public GeoTiff overview(int index) throws IOException {
        var chosen = smaller().get(index);
        return new GeoTiff(
                file,
                directory,
                chosen.layout(),
                georeference.map(place -> shrunk(place, layout.size(), chosen.layout().size())),
                Optional.empty(),
                cache,
                new OverviewIdentity(file.identity(), chosen.position()),
                true);
    }

    private List<TiffOverviews.Overview> smaller() throws IOException {
        return overview ? List.of() : TiffOverviews.of(directory, layout);
    }

    /** The same ground in pixels of another number. */
    static Georeference shrunk(Georeference place, RasterSize from, RasterSize to) {
        double across = (double) from.width() / to.width();
        double down = (double) from.height() / to.height();
        return new Georeference(
                place.epsg(),
                place.x0(),
                place.dxColumn() * across,
                place.dxRow() * down,
                place.y0(),
                place.dyColumn() * across,
                place.dyRow() * down);
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
    public Optional<TiePointGrid> tiePoints() {
        return tiePoints;
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
            if (!layout.leftOut(block)
                    && (offset <= 0 || count < 0 || offset > file.size() - count)) {
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
    public void prefetch(int band, int x, int y, int width, int height) throws IOException {
        Objects.checkIndex(band, layout.bands());
        Objects.checkFromIndexSize(x, width, layout.width());
        Objects.checkFromIndexSize(y, height, layout.height());
        blocks.prefetch(band, x, y, width, height);
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
        read(band, x, y, width, height, new PixelTarget.Stored(into, layout.type().bytes()));
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
        if (!overview) {
            file.close();
        }
    }
}
