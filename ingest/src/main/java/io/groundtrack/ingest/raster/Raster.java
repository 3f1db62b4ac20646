package io.groundtrack.ingest.raster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An open raster of any format that is read.
 *
 * <p>in: band (from 0) and window in pixels → out: stored values, row by row; no scale, offset or
 * no-data is applied.
 *
 * <p>Errors: {@link RasterException} for anything about the content, {@link IOException} for a
 * failing disk or network. Reads of one instance may come from several threads.
 */
public interface Raster extends Closeable {

    /** Columns. */
    int width();

    /** Rows. */
    int height();

    /** Bands. */
    int bands();

    /** Type of a sample. */
    SampleType type();

    /** Columns of a block, the unit of decoding. */
    int blockWidth();

    /** Rows of a block. */
    int blockHeight();

    /** Value that stands for no data, where the file states one. */
    OptionalDouble nodata();

    /** Place on the ground, where the file states one. */
    Optional<Georeference> georeference();

    /** Grid of tie points, where the file has one instead of a georeference. */
    default Optional<TiePointGrid> tiePoints() {
        return Optional.empty();
    }

    /** Place on the ground: the georeference, else the tie points. */
    default Optional<PixelPlace> place() {
        return georeference().<PixelPlace>map(place -> place).or(this::tiePoints);
    }

    /** The file, as it was named, without credentials. */
    String name();

    /** Fails where the file ends before its last block: it was cut off on its way. */
    void requireComplete() throws IOException;

    /**
     * Tells that a window, which lies inside, will be read soon: a remote file is asked for it and
     * nobody waits.
     */
    default void prefetch(int band, int x, int y, int width, int height) throws IOException {}

    /** Window of one band into {@code into}, {@code width} values a row. */
    void read(int band, int x, int y, int width, int height, float[] into) throws IOException;

    /** Window of one band into {@code into}, {@code width} values a row; exact for every type. */
    void read(int band, int x, int y, int width, int height, double[] into) throws IOException;

    /**
     * Window of one band into {@code into} as values of {@link #type()}, least significant byte
     * first: bit by bit what is stored, whatever the type.
     */
    default void readStored(int band, int x, int y, int width, int height, byte[] into)
            throws IOException {
        var type = type();
        if (type == SampleType.U64 || type == SampleType.I64) {
            throw new UnsupportedOperationException(type + " does not fit a double");
        }
        var values = new double[Math.multiplyExact(width, height)];
        Objects.checkFromIndexSize(0, values.length, into.length / type.bytes());
        read(band, x, y, width, height, values);
        var bytes = ByteBuffer.wrap(into).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
            type.put(bytes, i * type.bytes(), values[i]);
        }
    }

    /** Format and codec, for people. */
    default String encoding() {
        return getClass().getSimpleName();
    }

    /** Sizes of the smaller versions that the file holds, largest first. */
    default List<RasterSize> overviews() throws IOException {
        return List.of();
    }

    /**
     * The smaller version {@code index} of {@link #overviews()}; it is usable as long as this
     * raster is open.
     */
    default Raster overview(int index) throws IOException {
        throw new IndexOutOfBoundsException(index);
    }
}
