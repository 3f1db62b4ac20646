package io.groundtrack.ingest.access;

import java.io.IOException;

/**
 * A host that did not give what it has, after all attempts: the fault of the world, not of the
 * granule. The message names the file without query or credentials.
 */
public final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String file, String what) {
        super(file + ": " + what);
    }
}
