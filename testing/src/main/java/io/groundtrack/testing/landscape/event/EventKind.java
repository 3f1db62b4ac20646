package io.groundtrack.testing.landscape.event;

import io.groundtrack.testing.landscape.cover.LandCover;

/** What can happen to a piece of ground. */
public enum EventKind {
    /** Trees are felled; bare soil stays. */
    CLEARING,
    /** Trees or shrub burn and lose their canopy; the black ground stays. */
    FIRE,
    /** Fields stand under water for {@link PlantedEvent#FLOOD_DAYS} days. */
    FLOOD;

    /** Whether it can happen to this cover. */
    public boolean befalls(LandCover cover) {
        return switch (this) {
            case CLEARING -> cover.isForest();
            case FIRE -> cover.isForest() || cover == LandCover.SHRUB;
            case FLOOD -> cover.isFarmed();
        };
    }
}
