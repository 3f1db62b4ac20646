package io.groundtrack.testing.landscape.cover;

import io.groundtrack.testing.landscape.noise.Hash;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How green a parcel is on a day.
 *
 * <p>in: parcel, time → out: canopy 0 (bare, leafless, dry) … 1 (full), and how ripe or cut the
 * rest of it is. Fields change their crop with the year; each parcel has its own dates, a few days
 * about the common ones of the year.
 */
public final class Seasons {

    private static final int DATES = 31;
    private static final int CROP = 32;
    private static final int MOWING = 33;

    private final CoverMap map;
    private final long yearSeed;
    private final int year;
    private final double day;

    /** Seasons of a map at one time. */
    public Seasons(long seed, CoverMap map, Instant time) {
        var date = time.atOffset(ZoneOffset.UTC);
        this.map = map;
        this.year = date.getYear();
        this.day = date.getDayOfYear() + date.getHour() / 24.0;
        this.yearSeed = Hash.of(seed, year, 30);
    }

    /** Day of the year, 1…366. */
    public double day() {
        return day;
    }

    /** Canopy, 0…1. */
    public double canopy(int parcel) {
        double d = shifted(parcel);
        return switch (map.coverOfParcel(parcel)) {
            case ARABLE, COMPLEX -> crop(parcel, d);
            case PASTURE -> 0.35 + 0.55 * window(d, 95, 14, 305, 14) - 0.35 * mown(parcel, d);
            case GRASSLAND, HEATH -> 0.2 + 0.6 * window(d, 110, 14, 270, 20);
            case BROAD_LEAVED -> window(d, 113, 6, 298, 8);
            case MIXED, SHRUB -> 0.35 + 0.65 * window(d, 113, 7, 297, 9);
            case CONIFEROUS -> 0.85 + 0.15 * window(d, 125, 14, 290, 14);
            case URBAN, INDUSTRIAL -> 0.3 + 0.5 * window(d, 105, 10, 295, 12);
            case WATER -> 0;
        };
    }

    /** How much of the ground of a field is straw or ripe stand, 0…1. */
    public double straw(int parcel) {
        var cover = map.coverOfParcel(parcel);
        if (cover != LandCover.ARABLE && cover != LandCover.COMPLEX) {
            return 0;
        }
        double harvest = cropOf(parcel) < 2 ? 196 : 268;
        return window(shifted(parcel), harvest - 16, 5, harvest + 26, 6);
    }

    private double crop(int parcel, double d) {
        return switch (cropOf(parcel)) {
            case 0 -> 0.22 * wintering(d) + 0.95 * window(d, 92, 9, 186, 6);
            case 1 -> 0.40 * wintering(d) + 0.95 * window(d, 84, 9, 182, 7);
            default -> 0.05 + 0.92 * window(d, 170, 8, 262, 7);
        };
    }

    private static double wintering(double d) {
        return 1 - window(d, 88, 10, 300, 8);
    }

    /** 0 winter cereals, 1 rape, 2 maize. */
    private int cropOf(int parcel) {
        double u = Hash.unit(Hash.of(map.chance(parcel, CROP), year));
        return u < 0.5 ? 0 : u < 0.65 ? 1 : 2;
    }

    private double mown(int parcel, double d) {
        double first = 135 + 25 * Hash.unit(Hash.of(map.chance(parcel, MOWING), year));
        double cut = 0;
        for (double date = first; date < 280; date += 48) {
            if (d >= date) {
                cut = StrictMath.exp(-(d - date) / 12);
            }
        }
        return cut;
    }

    private double shifted(int parcel) {
        return day + 4 * Hash.normal(map.chance(parcel, DATES)) + 4 * Hash.normal(yearSeed);
    }

    /** Rises at one day and falls at another, each within a few widths. */
    private static double window(
            double d, double rise, double riseWidth, double fall, double fallWidth) {
        return logistic((d - rise) / riseWidth) - logistic((d - fall) / fallWidth);
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
