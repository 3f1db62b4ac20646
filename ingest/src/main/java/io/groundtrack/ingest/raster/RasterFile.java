package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The bytes of a raster, wherever they are, read by position; never past their end, never more than
 * was asked for.
 *
 * <p>Errors: {@link RasterException} where the content is to blame, {@link IOException} where the
 * disk or the network is.
 */
public interface RasterFile extends Closeable {

    /** A file of the local file system. */
    static RasterFile open(Path path) throws IOException {
        return LocalRasterFile.open(path);
    }

    /** Path or address, without credentials, for messages. */
    String name();

    /** Bytes in all. */
    long size();

    /** Equal for equal content: what the block cache holds blocks by. */
    Object identity();

    /** Bytes {@code position … position + length}; {@code what} names them in messages. */
    byte[] read(long position, int length, String what) throws IOException;

    /**
     * Tells which bytes will be read soon, each range by one {@link #read} of it or of a part; a
     * remote file asks for them at once, neighbours together, and does not wait. Without effect on
     * what is read; ranges that do not lie in the file are passed over.
     */
    default void prefetch(long[] positions, int[] lengths) {}

    /** The file contradicts itself. */
    default RasterException damaged(String what) {
        return new RasterException(Problem.DAMAGED, name(), what);
    }

    /** Sound, but of a kind that is not read. */
    default RasterException unsupported(String what) {
        return new RasterException(Problem.UNSUPPORTED, name(), what);
    }
}
