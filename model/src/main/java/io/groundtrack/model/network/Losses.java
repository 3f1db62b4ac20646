package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The parts of the pretraining loss and their sum, scalars that a gradient can be taken of.
 *
 * <p>Four reconstructions, mean squared error over removed tokens, and the term that pulls the two
 * sensors' features of one patch together; all of weight one.
 *
 * <p>Source: CSMAE; NT-Xent as in Chen et al., SimCLR, without a projection head.
 *
 * @param total the sum of the other five
 * @param mim latent similarity between sensors ("mutual information maximisation")
 */
public record Losses(
        NDArray total,
        NDArray s1FromS1,
        NDArray s2FromS2,
        NDArray s1FromS2,
        NDArray s2FromS1,
        NDArray mim) {
    static final float TEMPERATURE = 0.5f;

    /** Far below any cosine; finite, so that its product with zero is zero. */
    private static final float EXCLUDED = -1e9f;

    private static final float SMALLEST_NORM = 1e-12f;

    static Losses of(
            NDArray s1FromS1, NDArray s2FromS2, NDArray s1FromS2, NDArray s2FromS1, NDArray mim) {
        NDArray own = s1FromS1.add(s2FromS2);
        NDArray cross = s1FromS2.add(s2FromS1);
        return new Losses(own.add(cross).add(mim), s1FromS1, s2FromS2, s1FromS2, s2FromS1, mim);
    }

    /**
     * Mean squared error of each removed token, averaged over the batch's removed tokens.
     *
     * @param predicted (B, N, V)
     * @param target (B, N, V)
     * @param removed (B, N), 1 = removed
     */
    static NDArray reconstruction(NDArray predicted, NDArray target, NDArray removed) {
        NDArray error = predicted.sub(target).square().mean(new int[] {2}); // (B, N)
        return error.mul(removed).sum().div(removed.sum());
    }

    /**
     * NT-Xent: each feature among all 2B of both sensors has to find its partner, the other
     * sensor's of the same patch; only its likeness with itself is left out.
     *
     * @param s1 (B, D)
     * @param s2 (B, D)
     */
    static NDArray similarity(NDArray s1, NDArray s2, float temperature) {
        NDManager manager = s1.getManager();
        var batch = (int) s1.getShape().get(0);
        var self = new float[2 * batch * 2 * batch];
        var partner = new float[2 * batch * 2 * batch];
        for (int a = 0; a < 2 * batch; a++) {
            self[a * 2 * batch + a] = EXCLUDED;
            partner[a * 2 * batch + (a + batch) % (2 * batch)] = 1;
        }
        var square = new Shape(2L * batch, 2L * batch);
        NDArray directions = unit(s1).concat(unit(s2)); // (2B, D)
        return directions
                .matMul(directions.transpose())
                .div(Numbers.beside(s1, temperature))
                .add(manager.create(self, square))
                .logSoftmax(1) // (2B, 2B)
                .mul(manager.create(partner, square))
                .sum()
                .div(Numbers.beside(s1, -2.0 * batch));
    }

    /**
     * The term that CSMAE has switched off, "modality discrepancy elimination": the mean softplus
     * of the partners' cosine. Who wants it takes it away from the total.
     *
     * @param s1 features (B, D)
     * @param s2 features (B, D)
     */
    public static NDArray discrepancy(NDArray s1, NDArray s2) {
        NDArray cosines = unit(s1).mul(unit(s2)).sum(new int[] {1});
        return cosines.getNDArrayInternal().softPlus().mean();
    }

    private static NDArray unit(NDArray features) {
        // the engine's norm has a finite gradient at zero
        NDArray least = Numbers.beside(features, SMALLEST_NORM);
        return features.div(features.norm(new int[] {1}, true).maximum(least));
    }
}
