package io.groundtrack.schemas;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What to know of an observation before it is compared with another; names as they stand in the
 * records' {@code quality}.
 *
 * <p>Some set an observation apart: it never shares a history with one that has not the same.
 */
public enum Quality {
    /** Placed by tie points: ground that is higher or lower than they lies off by that much. */
    NO_TERRAIN_CORRECTION(true),
    /** Digital numbers without a calibration: comparable at most with their own kind. */
    UNCALIBRATED(true),
    /** Backscatter is σ0 where the product kind has γ0. */
    SIGMA0(true),
    /** Backscatter is γ0 where the product kind has σ0. */
    GAMMA0(true),
    /** Backscatter is β0. */
    BETA0(true),
    /** No scene classification: clear means no more than valid. */
    NO_SCENE_CLASSIFICATION(false),
    /** The scene classification has classes that nobody knows; they are not clear. */
    UNKNOWN_SCENE_CLASSES(false);

    private static final Map<String, Quality> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Quality::name, Function.identity()));

    private final boolean setsApart;

    Quality(boolean setsApart) {
        this.setsApart = setsApart;
    }

    /** Whether observations with and without it are never compared. */
    public boolean setsApart() {
        return setsApart;
    }

    /** Names as they stand in a record: sorted, each once. */
    public static List<String> names(Collection<Quality> qualities) {
        return qualities.stream().map(Quality::name).distinct().sorted().toList();
    }

    /** Of the names in a record those that set it apart; a name of a later release does. */
    public static List<String> setApart(Collection<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        return names.stream()
                .filter(n -> Optional.ofNullable(BY_NAME.get(n)).map(q -> q.setsApart).orElse(true))
                .distinct()
                .sorted()
                .toList();
    }
}
