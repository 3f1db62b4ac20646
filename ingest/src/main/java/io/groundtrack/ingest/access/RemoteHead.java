package io.groundtrack.ingest.access;

import java.net.URI;

/**
 * What the first request told of a remote file: size, first bytes, and what tells its content.
 *
 * <p>State: where it was found after redirects, which may have to be asked anew.
 */
final class RemoteHead {

    /** Bytes asked for first: the directory of a granule's COG fits with room to spare. */
    static final int BYTES = 64 << 10;

    private final long size;
    private final byte[] bytes;
    private final Validator validator;
    private volatile URI location;

    RemoteHead(long size, byte[] bytes, Validator validator, URI location) {
        this.size = size;
        this.bytes = bytes;
        this.validator = validator;
        this.location = location;
    }

    long size() {
        return size;
    }

    /** The first bytes; all of them where the server knows no ranges or the file is short. */
    byte[] bytes() {
        return bytes;
    }

    boolean isWhole() {
        return bytes.length == size;
    }

    Validator validator() {
        return validator;
    }

    URI location() {
        return location;
    }

    void found(URI at) {
        location = at;
    }
}
