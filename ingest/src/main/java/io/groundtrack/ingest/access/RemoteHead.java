package io.groundtrack.ingest.access;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a remote file: size, first bytes, what tells its content, and a few pages.
 *
 * <p>State: where it was found after redirects, which may have to be asked anew.
 */
final class RemoteHead {

    /** Bytes asked for first: the directory of a granule's COG fits with room to spare. */
    static final int BYTES = 64 << 10;

    private final long size;
    private final byte[] bytes;
    private final Validator validator;
    private final Map<Long, byte[]> pages =
            new LinkedHashMap<>(PAGES, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                    return size() > PAGES;
                }
            };
    private volatile URI location;

    /** Pages that are kept of what lies behind: the directory of a file that has it at its end. */
    private static final int PAGES = 4;

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

    /** Pages of the file by number; guarded by itself. */
    Map<Long, byte[]> pages() {
        return pages;
    }

    URI location() {
        return location;
    }

    void found(URI at) {
        location = at;
    }
}
