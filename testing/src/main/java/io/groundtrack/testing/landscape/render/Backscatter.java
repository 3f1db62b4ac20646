package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.cover.LandCover;
import io.groundtrack.testing.landscape.event.EventKind;

/**
 * How a surface looks to a C-band radar.
 *
 * @param vv mean γ0 in VV at 39° incidence, dB
 * @param vh mean γ0 in VH, dB
 * @param perDegree change with each degree of incidence, dB
 * @param canopyVv change of VV from bare to full canopy, dB
 * @param canopyVh change of VH from bare to full canopy, dB
 * @param moisture share of the common wetness of a day that shows
 * @param wind deviation between days that a whole surface shares (water), dB
 * @param parcels deviation between parcels, the same at all times, dB
 * @param days deviation of one parcel between days, dB
 * @param structure deviation between pixels, the same at all times, dB
 */
record Backscatter(
        double vv,
        double vh,
        double perDegree,
        double canopyVv,
        double canopyVh,
        double moisture,
        double wind,
        double parcels,
        double days,
        double structure) {

    static Backscatter of(LandCover cover) {
        return switch (cover) {
            case ARABLE -> new Backscatter(-9.6, -16.4, -.10, -1.4, 2.8, 1, 0, .8, .40, .5);
            case COMPLEX -> new Backscatter(-9.3, -15.8, -.10, -1.0, 2.0, 1, 0, .8, .40, .7);
            case PASTURE -> new Backscatter(-10.6, -17.0, -.10, -.3, 1.2, 1, 0, .5, .30, .4);
            case GRASSLAND -> new Backscatter(-11.0, -17.6, -.10, -.2, .8, .9, 0, .5, .25, .5);
            case HEATH -> new Backscatter(-10.0, -16.0, -.09, .1, .4, .6, 0, .4, .20, .6);
            case SHRUB -> new Backscatter(-8.6, -14.4, -.07, .1, .4, .5, 0, .4, .18, .8);
            case BROAD_LEAVED -> new Backscatter(-7.7, -13.2, -.05, -.2, .5, .35, 0, .3, .15, .8);
            case MIXED -> new Backscatter(-7.7, -13.3, -.05, -.1, .4, .35, 0, .3, .15, .8);
            case CONIFEROUS -> new Backscatter(-7.9, -13.6, -.05, 0, .4, .35, 0, .3, .15, .8);
            case URBAN -> new Backscatter(-3.8, -11.2, -.03, 0, .2, .2, 0, 1.2, .12, 2.2);
            case INDUSTRIAL -> new Backscatter(-2.5, -10.6, -.03, 0, 0, .15, 0, 1.5, .12, 2.8);
            case WATER -> new Backscatter(-18.0, -24.5, -.25, 0, 0, 0, 2.0, 0, .10, .1);
        };
    }

    static Backscatter of(EventKind kind) {
        return switch (kind) {
            case CLEARING -> new Backscatter(-9.3, -17.7, -.09, 0, 0, .8, 0, .3, .25, .8);
            case FIRE -> new Backscatter(-8.9, -16.7, -.06, 0, 0, .6, 0, .2, .20, .9);
            case FLOOD -> new Backscatter(-18.8, -25.0, -.12, 0, 0, 0, .7, .2, .20, .3);
        };
    }
}
