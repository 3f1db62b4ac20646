package io.groundtrack.bench.models;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;

/** Multiply-adds of one pair of patches. */
public final class PairCost {
    private PairCost() {}

    public static double macs(ModelConfig config) {
        double tokens = 1 + config.patchTokens();
        double d = config.width();
        double pixels = (double) config.patchSize() * config.patchSize();
        double sum = 0;
        for (int bands :
                new int[] {Bands.bigEarthNet().s1().count(), Bands.bigEarthNet().s2().count()}) {
            sum += config.patchTokens() * pixels * bands * d;
            for (int i = 0; i < config.depth(); i++) {
                sum += 4 * tokens * d * d + 2 * tokens * tokens * d;
                var moe = config.softMoe();
                double slots = (double) moe.experts() * moe.slotsPerExpert();
                sum +=
                        config.hasSoftMoe(i)
                                ? 3 * tokens * slots * d + 2 * slots * d * moe.expertHidden()
                                : 2 * tokens * d * config.mlpHidden();
            }
        }
        return sum;
    }
}
