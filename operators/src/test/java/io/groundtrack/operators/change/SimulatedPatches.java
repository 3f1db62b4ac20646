package io.groundtrack.operators.change;

import io.groundtrack.schemas.PatchEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Patches of 8 × 8 cells as a simple landscape would show them: cells of their own level and noise,
 * a common season, moisture that moves the whole patch for a look, rain on optical looks' clouds.
 * Steps of a given depth can be planted in two by two cells.
 */
final class SimulatedPatches {

    static final int GRID = 8;
    private static final double YEAR_DAYS = 365.25;

    private SimulatedPatches() {}

    /** Backscatter in dB (means and deviations) every 12 days. */
    static List<PatchEmbedding> radar(
            long seed, double years, double eventDay, double depthDb, int orbit) {
        var random = new SplittableRandom(seed);
        var of =
                Observations.ofPatch(GRID)
                        .onOrbit(orbit)
                        .onPatch("33UUP_r%d_c%d".formatted(seed % 84, seed / 84 % 84))
                        .withNumbers("VV.mean", "VV.deviation", "VH.mean", "VH.deviation");
        var levels = new double[GRID * GRID];
        for (int cell = 0; cell < levels.length; cell++) {
            levels[cell] = random.nextDouble(-3, 3);
        }
        var gauss = new Random(seed);
        var looks = new ArrayList<PatchEmbedding>();
        for (double day = 0; day < years * YEAR_DAYS; day += 12) {
            double season = 0.5 * Math.sin(2 * Math.PI * day / YEAR_DAYS);
            double moisture = 0.3 * gauss.nextGaussian();
            var isAfter = day >= eventDay;
            looks.add(
                    of.embedding(
                            day,
                            (cell, number) -> {
                                double noise = gauss.nextGaussian();
                                if (number % 2 == 1) {
                                    return 1.5 + 0.1 * noise;
                                }
                                double step = isAfter && isHit(cell) ? depthDb : 0;
                                return -10
                                        - 3 * number
                                        + levels[cell]
                                        + season
                                        + moisture
                                        + 0.35 * noise
                                        + step;
                            },
                            cell -> 225));
        }
        return looks;
    }

    /**
     * Reflectance (digital numbers / 100, so that they fit) and indices every 5 days with clouds.
     */
    static List<PatchEmbedding> optical(
            long seed, double years, double eventDay, double depth, int orbit) {
        var random = new SplittableRandom(seed);
        var gauss = new Random(seed);
        var of =
                Observations.ofPatch(GRID)
                        .sentinel2()
                        .onOrbit(orbit)
                        .onPatch("33UUP_r%d_c%d".formatted(seed % 84, seed / 84 % 84))
                        .withNumbers("NDVI.mean", "NBR.mean");
        var looks = new ArrayList<PatchEmbedding>();
        for (double day = 2; day < years * YEAR_DAYS; day += 5) {
            double season = 0.15 * Math.sin(2 * Math.PI * day / YEAR_DAYS);
            double haze = random.nextDouble() < 0.1 ? 0.08 * gauss.nextGaussian() : 0;
            var isAfter = day >= eventDay;
            int phase = (int) day;
            var isCloudy = random.nextDouble() < 0.5;
            looks.add(
                    of.embedding(
                            day,
                            (cell, number) ->
                                    0.6
                                            + season
                                            + haze
                                            + 0.03 * gauss.nextGaussian()
                                            + (isAfter && isHit(cell) ? depth : 0),
                            cell -> isCloudy && (cell * 7 + phase) % 3 != 0 ? 40 : 225));
        }
        return looks;
    }

    /** Two by two cells in the middle. */
    static boolean isHit(int cell) {
        int row = cell / GRID;
        int column = cell % GRID;
        return row >= 3 && row <= 4 && column >= 3 && column <= 4;
    }
}
