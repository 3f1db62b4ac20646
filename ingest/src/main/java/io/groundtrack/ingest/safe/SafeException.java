package io.groundtrack.ingest.safe;

import java.io.IOException;

/** Says which file and element of a product cannot be used, and what was expected there. */
public final class SafeException extends IOException {

    private static final long serialVersionUID = 1L;

    SafeException(String file, String what, String expected) {
        super(file + ": " + shown(what) + " (expected: " + expected + ")");
    }

    SafeException(String file, String element, String what, String expected) {
        super(file + ": " + element + ": " + shown(what) + " (expected: " + expected + ")");
    }

    private static String shown(String text) {
        var line = String.valueOf(text).replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
