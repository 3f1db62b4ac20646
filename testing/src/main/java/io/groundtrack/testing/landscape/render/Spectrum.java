package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.cover.LandCover;
import io.groundtrack.testing.landscape.event.EventKind;
import java.util.List;

/**
 * Reflectance × 10,000 of pure surfaces in the ten bands.
 *
 * <p>Orders of magnitude of Central Europe, written by hand after common spectral libraries: what
 * counts is that classes, seasons and events differ as they do in truth.
 */
final class Spectrum {

    /** Band names in the order of every array here. */
    static final List<String> BANDS =
            List.of("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12");

    private static final double[] SOIL = {
        800, 1050, 1350, 1600, 1750, 1850, 2000, 2150, 2800, 2400
    };
    private static final double[] STRAW = {
        750, 1050, 1350, 1700, 2050, 2200, 2450, 2600, 3300, 2500
    };
    private static final double[] CROP = {300, 650, 350, 1000, 3000, 4000, 4300, 4500, 2000, 1000};
    private static final double[] GRASS = {350, 700, 420, 1050, 2600, 3300, 3500, 3700, 2200, 1150};
    private static final double[] DRY_GRASS = {
        500, 780, 750, 1200, 1900, 2200, 2450, 2600, 2700, 1650
    };
    private static final double[] LEAVES = {220, 480, 260, 750, 2500, 3250, 3500, 3600, 1600, 720};
    private static final double[] BRANCHES = {
        350, 480, 520, 800, 1150, 1300, 1500, 1650, 1900, 1150
    };
    private static final double[] NEEDLES = {180, 330, 200, 500, 1500, 1850, 2050, 2150, 900, 420};
    private static final double[] HEATHER = {
        350, 560, 500, 900, 1500, 1750, 1950, 2100, 2200, 1350
    };
    private static final double[] DRY_HEATHER = {
        450, 620, 680, 950, 1250, 1400, 1550, 1700, 2250, 1500
    };
    private static final double[] LAKE = {350, 380, 230, 200, 160, 150, 130, 120, 60, 40};
    private static final double[] ROOFS = {
        1050, 1180, 1300, 1420, 1550, 1650, 1750, 1850, 2100, 1900
    };
    private static final double[] HALLS = {
        1600, 1700, 1800, 1850, 1950, 2000, 2100, 2150, 2400, 2250
    };
    private static final double[] CHAR = {350, 420, 460, 550, 700, 800, 900, 1000, 1850, 1900};
    private static final double[] BROWN_WATER = {600, 800, 820, 750, 600, 560, 480, 430, 200, 140};

    private Spectrum() {}

    /** Reflectance of a surface with its canopy and straw, 0…1 each. */
    static double[] of(LandCover cover, double canopy, double straw) {
        return switch (cover) {
            case ARABLE, COMPLEX -> mix(mix(SOIL, STRAW, straw), CROP, canopy);
            case PASTURE, GRASSLAND -> mix(DRY_GRASS, GRASS, canopy);
            case HEATH -> mix(DRY_HEATHER, HEATHER, canopy);
            case BROAD_LEAVED -> mix(BRANCHES, LEAVES, canopy);
            case MIXED -> mix(mix(BRANCHES, NEEDLES, 0.55), mix(LEAVES, NEEDLES, 0.45), canopy);
            case SHRUB -> mix(mix(BRANCHES, DRY_GRASS, 0.5), mix(LEAVES, GRASS, 0.5), canopy);
            case CONIFEROUS -> mix(BRANCHES, NEEDLES, canopy);
            case URBAN -> mix(ROOFS, GRASS, 0.35 * canopy);
            case INDUSTRIAL -> mix(HALLS, GRASS, 0.10 * canopy);
            case WATER -> LAKE;
        };
    }

    /** Reflectance of the ground after an event. */
    static double[] of(EventKind kind) {
        return switch (kind) {
            case CLEARING -> mix(SOIL, DRY_GRASS, 0.2);
            case FIRE -> CHAR;
            case FLOOD -> BROWN_WATER;
        };
    }

    private static double[] mix(double[] from, double[] to, double share) {
        var mixed = new double[from.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = from[i] + (to[i] - from[i]) * share;
        }
        return mixed;
    }
}
