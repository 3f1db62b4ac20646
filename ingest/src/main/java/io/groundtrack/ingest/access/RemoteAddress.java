package io.groundtrack.ingest.access;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.net.URI;

/**
 * A remote file as an href names it.
 *
 * @param name for messages, without secrets
 * @param uri where to ask first
 * @param s3 whether it is an object of the configured store, asked for with its keys
 */
record RemoteAddress(String name, URI uri, boolean s3) {

    RasterException absent(String what) {
        return new RasterException(Problem.ABSENT, name, what);
    }

    RasterException damaged(String what) {
        return new RasterException(Problem.DAMAGED, name, what);
    }

    @Override
    public String toString() {
        return name;
    }
}
