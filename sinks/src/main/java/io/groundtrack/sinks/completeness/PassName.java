package io.groundtrack.sinks.completeness;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the id of a pass of known orbit says ({@code sentinel-2a_R022_33UUP_N0087}).
 *
 * @param series platform, orbit, tile and product kind: what comes again every cycle
 * @param tile its tile
 * @param cycle repeat cycle of the platform
 */
record PassName(String series, String tile, long cycle) {

    private static final Pattern KNOWN_ORBIT =
            Pattern.compile("(.+_R\\d+_(\\d{2}[A-Z]{3}))_N(-?\\d{1,9})(_.+)?");
    private static final Pattern ANY = Pattern.compile(".+_(?:R\\d+|X)_(\\d{2}[A-Z]{3})_.+");

    /** Empty for a pass whose orbit is not known: nobody can say when it comes again. */
    static Optional<PassName> of(String passId) {
        var match = KNOWN_ORBIT.matcher(passId);
        if (!match.matches()) {
            return Optional.empty();
        }
        var kind = match.group(4) == null ? "" : match.group(4);
        return Optional.of(
                new PassName(
                        match.group(1) + kind, match.group(2), Long.parseLong(match.group(3))));
    }

    /** The tile a pass is of; empty where its id does not say. */
    static String tile(String passId) {
        var match = ANY.matcher(passId);
        return match.matches() ? match.group(1) : "";
    }
}
