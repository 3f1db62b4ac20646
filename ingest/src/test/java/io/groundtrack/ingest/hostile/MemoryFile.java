package io.groundtrack.ingest.hostile;

import io.groundtrack.ingest.raster.RasterFile;
import java.io.IOException;
import java.util.Arrays;

/** A raster file that is an array, so that a hundred thousand of them need no disk. */
final class MemoryFile implements RasterFile {

    /** Kept by the cache for a while: no handle to the bytes. */
    private final Object identity = new Object();

    private final byte[] bytes;

    MemoryFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return "memory.tif";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public Object identity() {
        return identity;
    }

    @Override
    public byte[] read(long position, int length, String what) throws IOException {
        if (position < 0 || length < 0 || position > (long) bytes.length - length) {
            throw damaged(
                    what
                            + " lies at bytes "
                            + Long.toUnsignedString(position)
                            + " + "
                            + length
                            + " (expected: within "
                            + bytes.length
                            + ")");
        }
        return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
    }

    @Override
    public void close() {}
}
