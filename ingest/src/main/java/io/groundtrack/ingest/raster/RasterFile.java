package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.Closeable;
import java.io.IOException;

/**
 * The bytes of a raster, wherever they are, read by position; never past their end, never more than
 * was asked for.
 *
 * <p>Errors: {@link RasterException} where the content is to blame, {@link IOException} where the
 * disk or the network is.
 */
public interface RasterFile extends Closeable {

    /** Path or address, without credentials, for messages. */
    String name();

    /** Bytes in all. */
    long size();

    /** Equal for equal content: what the block cache holds blocks by. */
    Object identity();

    /** Bytes {@code position … position + length}; {@code what} names them in messages. */
    byte[] read(long position, int length, String what) throws IOException;

    /**
     * Says which ranges will be read next, in any order: a hint to fetch neighbours together. Files
     * at hand do nothing.
     */
    default void prefetch(long[] positions, int[] lengths) throws IOException {}

    /** The file contradicts itself. */
    default RasterException damaged(String what) {
        return new RasterException(Problem.DAMAGED, name(), what);
    }

    /** Sound, but of a kind that is not read. */
    default RasterException unsupported(String what) {
        return new RasterException(Problem.UNSUPPORTED, name(), what);
    }
}
