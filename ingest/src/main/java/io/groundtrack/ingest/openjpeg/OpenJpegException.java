package io.groundtrack.ingest.openjpeg;

/** The library is absent, or does not decode: its own words, if it had any. */
public final class OpenJpegException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean absent;

    OpenJpegException(String message, boolean absent) {
        super(message);
        this.absent = absent;
    }

    /** True where the library is to be installed; false where the codestream is to blame. */
    public boolean isAbsent() {
        return absent;
    }
}
