package io.groundtrack.operators.versions;

import io.groundtrack.schemas.Version;
import java.util.Comparator;

/**
 * The order of versions of one product: processing baseline, generation time, product id, then the
 * Item's {@code updated}, the event's time and the hash of the content.
 */
public final class VersionOrder {

    /** Lower supersedes nothing, higher supersedes lower; equal only where all six fields are. */
    public static final Comparator<Version> ORDER =
            Comparator.comparing(Version::getBaseline)
                    .thenComparing(Version::getGenerationTime)
                    .thenComparing(Version::getProductId)
                    .thenComparing(Version::getUpdated)
                    .thenComparing(Version::getEventTime)
                    .thenComparing(Version::getContentHash);

    private VersionOrder() {}

    /** The same delivery said again, perhaps in a later event. */
    public static boolean sameDelivery(Version a, Version b) {
        return a.getBaseline().equals(b.getBaseline())
                && a.getGenerationTime().equals(b.getGenerationTime())
                && a.getProductId().equals(b.getProductId())
                && a.getContentHash().equals(b.getContentHash());
    }
}
