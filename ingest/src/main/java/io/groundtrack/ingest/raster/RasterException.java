package io.groundtrack.ingest.raster;

import java.io.IOException;

/**
 * A raster file that cannot be read, and why: bad input, as opposed to a failing disk, which stays
 * a plain {@link IOException}.
 *
 * <p>The message names the file, what was found and what was expected.
 */
public final class RasterException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Problem {
        /** No such file, or none that can be opened. */
        ABSENT,
        /** The file is something else: an error page, a JPEG 2000, nothing at all. */
        NOT_A_TIFF,
        /** A sound TIFF of a kind that is not read. */
        UNSUPPORTED,
        /** Truncated or contradicting itself. */
        DAMAGED,
        /** Pixels without a usable place on the ground. */
        NO_GRID
    }

    private final Problem problem;

    /** A problem with {@code file}; {@code what} says what was found and expected. */
    public RasterException(Problem problem, String file, String what) {
        super(file + ": " + what);
        this.problem = problem;
    }

    RasterException(Problem problem, String file, String what, Throwable cause) {
        super(file + ": " + what, cause);
        this.problem = problem;
    }

    /** Kind of problem. */
    public Problem problem() {
        return problem;
    }
}
