package io.groundtrack.model.pretraining;

import io.groundtrack.model.optimiser.AdamWOptions;
import io.groundtrack.model.optimiser.Decay;
import io.groundtrack.model.optimiser.WarmUpCosine;
import java.util.Map;
import java.util.TreeMap;

/**
 * What decides the numbers of a run, beside the model's configuration and the patches. A run goes
 * on with the same options only.
 *
 * @param seed of weights, order, masks and turns
 * @param steps of the whole run
 * @param batchSize patches a step
 * @param learningRate the highest of the schedule
 * @param warmUp steps
 * @param clip largest norm of all gradients together; 0 = not clipped
 * @param average what the moving average of the weights keeps each step; 0 = none is made
 * @param heldOut share of the patches that is never trained on
 * @param turning flips and quarter turns of patches
 * @param threads of the engine; sums are added up in an order that depends on it
 */
public record PretrainOptions(
        long seed,
        long steps,
        int batchSize,
        double learningRate,
        long warmUp,
        AdamWOptions adamW,
        double clip,
        double average,
        double heldOut,
        boolean turning,
        int threads) {

    /** CSMAE's, with decay of matrices only, 64 patches a step and a tenth of steps to warm up. */
    public static PretrainOptions usual(long seed, long steps) {
        return new PretrainOptions(
                seed,
                steps,
                64,
                1e-4,
                steps / 10,
                AdamWOptions.csmae(Decay.MATRICES),
                0,
                0,
                0.1,
                true,
                0);
    }

    public PretrainOptions {
        require(steps >= 1, "steps", steps, "at least 1");
        require(batchSize >= 2 && batchSize <= 65_536, "batch", batchSize, "2 to 65536");
        require(clip >= 0 && Double.isFinite(clip), "clip", clip, "0 or more");
        require(average >= 0 && average < 1, "ema", average, "0 ≤ ema < 1");
        require(heldOut >= 0 && heldOut < 1, "held-out", heldOut, "0 ≤ share < 1");
        require(threads >= 0, "threads", threads, "0 or more");
    }

    WarmUpCosine schedule() {
        return new WarmUpCosine(learningRate, warmUp, steps);
    }

    /** By the names of the command's options. */
    Map<String, String> asMap() {
        var map = new TreeMap<String, String>();
        map.put("seed", Long.toString(seed));
        map.put("steps", Long.toString(steps));
        map.put("batch", Integer.toString(batchSize));
        map.put("lr", Double.toString(learningRate));
        map.put("warmup", Long.toString(warmUp));
        map.put("beta1", Double.toString(adamW.beta1()));
        map.put("beta2", Double.toString(adamW.beta2()));
        map.put("eps", Double.toString(adamW.eps()));
        map.put("weight-decay", Double.toString(adamW.weightDecay()));
        map.put("decay", adamW.decay().toString());
        map.put("clip", Double.toString(clip));
        map.put("ema", Double.toString(average));
        map.put("held-out", Double.toString(heldOut));
        map.put("turning", Boolean.toString(turning));
        map.put("threads", Integer.toString(threads));
        return map;
    }

    private static void require(boolean holds, String name, Number value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
