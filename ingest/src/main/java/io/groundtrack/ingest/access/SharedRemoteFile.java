package io.groundtrack.ingest.access;

import io.groundtrack.ingest.access.RangeFetcher.ChangedException;
import io.groundtrack.ingest.raster.RasterFile;
import java.io.IOException;

/**
 * One holder's view of a remote file that other subtasks may have open too: what one asked for
 * ahead serves all.
 *
 * <p>A file that changes under a holder: its own error where it opened the content first; where it
 * was given a head from before, the file has to be read anew, which is no fault of the granule.
 */
final class SharedRemoteFile implements RasterFile {

    private final Shared shared;
    private final boolean first;
    private boolean closed;

    /** The file itself, its holders, and what to do when it was let go or has changed. */
    static final class Shared {
        private final HttpRasterFile file;
        private final Runnable forget;
        private int holders;

        /**
         * @param forget what is known of the file is of the past
         */
        Shared(HttpRasterFile file, Runnable forget) {
            this.file = file;
            this.forget = forget;
        }

        synchronized boolean isHeld() {
            return holders > 0;
        }

        boolean isOf(RemoteHead head) {
            return file.isOf(head);
        }
    }

    /**
     * @param first whether this holder asked for the head itself
     */
    SharedRemoteFile(Shared shared, boolean first) {
        this.shared = shared;
        this.first = first;
        synchronized (shared) {
            shared.holders++;
        }
    }

    @Override
    public String name() {
        return shared.file.name();
    }

    @Override
    public long size() {
        return shared.file.size();
    }

    @Override
    public Object identity() {
        return shared.file.identity();
    }

    @Override
    public byte[] read(long position, int length, String what) throws IOException {
        try {
            return shared.file.read(position, length, what);
        } catch (ChangedException e) {
            shared.forget.run();
            if (first) {
                throw damaged("changed while it was read (expected: one content)");
            }
            throw new UnreachableException(
                    name(), "changed since its head was read; it has to be read anew");
        }
    }

    @Override
    public void prefetch(long[] positions, int[] lengths) {
        shared.file.prefetch(positions, lengths);
    }

    @Override
    public void close() {
        synchronized (shared) {
            if (!closed) {
                closed = true;
                if (--shared.holders == 0) {
                    shared.file.close();
                }
            }
        }
    }
}
