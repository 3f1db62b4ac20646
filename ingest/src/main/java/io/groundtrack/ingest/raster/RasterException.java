package io.groundtrack.ingest.raster;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * A raster file that cannot be read, and why: bad input, as opposed to a failing disk, which stays
 * a plain {@link IOException}.
 *
 * <p>The message names the file, what was found and what was expected. It can stand in a dead
 * letter or a log whatever the file holds: one line, bounded, without control characters.
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

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST = 500;

    /** Controls, direction marks, halves of pairs, line and paragraph ends. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private final Problem problem;

    /** A problem with {@code file}; {@code what} says what was found and expected. */
    public RasterException(Problem problem, String file, String what) {
        super(message(file, what));
        this.problem = problem;
    }

    private RasterException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    RasterException(Problem problem, String file, String what, Throwable cause) {
        super(message(file, what), cause);
        this.problem = problem;
    }

    /** What another one said, whose message stands already. */
    static RasterException again(Problem problem, String message) {
        return new RasterException(problem, message);
    }

    /** Of a long name the end tells most, of a long reason the beginning. */
    private static String message(String file, String what) {
        var name =
                file.length() <= LONGEST_NAME
                        ? file
                        : "…" + file.substring(file.length() - LONGEST_NAME + 1);
        var reason = what.length() <= LONGEST ? what : what.substring(0, LONGEST - 1) + "…";
        return UNFIT.matcher(name + ": " + reason).replaceAll("?");
    }

    /** Kind of problem. */
    public Problem problem() {
        return problem;
    }
}
