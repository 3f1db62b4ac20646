package io.groundtrack.model.pretraining.heldout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Losses;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Masks;
import io.groundtrack.model.network.SensorMask;
import io.groundtrack.model.pretraining.data.Batch;
import io.groundtrack.model.pretraining.data.BatchMaker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a network on held-out patches: never turned, masked the same way every time, whole
 * batches only (the fifth loss depends on the batch's size).
 *
 * <p>No gradient is kept: the caller's weights may require one, so forwards run with the engine's
 * graph switched off by {@link NoGradient}.
 */
public final class HeldOut {
    private final BatchMaker batches;
    private final ModelConfig config;
    private final int batchSize;
    private final long patches;

    /**
     * @param available held-out patches
     * @param most patches to look at
     */
    public HeldOut(
            BatchMaker batches, ModelConfig config, int batchSize, long available, long most) {
        this.batches = batches;
        this.config = config;
        this.batchSize = (int) Math.min(batchSize, available);
        long wanted = Math.min(available, most);
        patches = Math.max(wanted / Math.max(1, this.batchSize), 1) * this.batchSize;
    }

    /** Fewer than two held-out patches cannot be told apart, so nothing is measured. */
    public boolean possible() {
        return batchSize >= 2;
    }

    @SuppressWarnings("try") // the resource is there for its closing
    public HeldOutReport measure(NDManager manager, MaskedAutoencoder network) {
        var sums = new double[12];
        var s1 = new ArrayList<float[]>();
        var s2 = new ArrayList<float[]>();
        long count = patches / batchSize;
        for (long i = 0; i < count; i++) {
            Batch batch = batches.heldOut(i * batchSize, batchSize);
            try (NDManager scope = manager.newSubManager();
                    var quiet = new NoGradient()) {
                addLosses(network, batch, scope, sums);
                addGuesses(batch, sums);
                addFeatures(network, batch, scope, s1, s2);
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= count;
        }
        return new HeldOutReport(
                patches,
                sums[0],
                sums[5],
                new HeldOutReport.Own(sums[1], sums[6]),
                new HeldOutReport.Own(sums[2], sums[7]),
                new HeldOutReport.Cross(sums[3], sums[8], sums[10]),
                new HeldOutReport.Cross(sums[4], sums[9], sums[11]),
                Collapse.of(s1.toArray(float[][]::new)),
                Collapse.of(s2.toArray(float[][]::new)));
    }

    private static void addLosses(
            MaskedAutoencoder network, Batch batch, NDManager scope, double[] sums) {
        NDArray s1 = batch.s1(scope);
        NDArray s2 = batch.s2(scope);
        Masks masks = batch.masks();
        Losses losses = network.reconstruct(ForwardPass.INFERENCE, s1, s2, masks).losses();
        sums[0] += losses.total().getFloat();
        sums[1] += losses.s1FromS1().getFloat();
        sums[2] += losses.s2FromS2().getFloat();
        sums[3] += losses.s1FromS2().getFloat();
        sums[4] += losses.s2FromS1().getFloat();
        sums[5] += losses.mim().getFloat();
        // masks stay where they are: only the pixels of the source are another patch's
        sums[10] +=
                network.reconstruct(ForwardPass.INFERENCE, s1, shifted(s2), masks)
                        .losses()
                        .s1FromS2()
                        .getFloat();
        sums[11] +=
                network.reconstruct(ForwardPass.INFERENCE, shifted(s1), s2, masks)
                        .losses()
                        .s2FromS1()
                        .getFloat();
    }

    /** Every patch's pixels one place on, the last one's first. */
    private static NDArray shifted(NDArray pixels) {
        return pixels.get(new NDIndex("-1:")).concat(pixels.get(new NDIndex(":-1")));
    }

    private void addGuesses(Batch batch, double[] sums) {
        if (config.normalisedTargets()) {
            for (int i = 6; i < 10; i++) {
                sums[i] = Double.NaN;
            }
            return;
        }
        Masks masks = batch.masks();
        boolean bySource = config.reconstruction().equals("disjoint");
        SensorMask s1FromS2 = bySource ? masks.s2() : masks.s1();
        SensorMask s2FromS1 = bySource ? masks.s1() : masks.s2();
        int side = config.imageSize();
        int token = config.patchSize();
        int area = side * side;
        var s1 = batch.s1Pixels().duplicate().order(batch.s1Pixels().order()).asFloatBuffer();
        var s2 = batch.s2Pixels().duplicate().order(batch.s2Pixels().order()).asFloatBuffer();
        int s1Bands = s1.remaining() / (batch.size() * area);
        int s2Bands = s2.remaining() / (batch.size() * area);
        sums[6] += Guesses.visibleMean(s1, s1Bands, side, token, masks.s1());
        sums[7] += Guesses.visibleMean(s2, s2Bands, side, token, masks.s2());
        sums[8] += Guesses.bandMean(s1, s1Bands, side, token, s1FromS2);
        sums[9] += Guesses.bandMean(s2, s2Bands, side, token, s2FromS1);
    }

    /** As the model will be used: whole patches, nothing masked. */
    private static void addFeatures(
            MaskedAutoencoder network,
            Batch batch,
            NDManager scope,
            List<float[]> s1,
            List<float[]> s2) {
        var encoder = network.encoder();
        var pass = ForwardPass.INFERENCE;
        addRows(encoder.features(pass, encoder.s1Tokens(pass, batch.s1(scope))), s1);
        addRows(encoder.features(pass, encoder.s2Tokens(pass, batch.s2(scope))), s2);
    }

    private static void addRows(NDArray features, List<float[]> into) {
        int width = (int) features.getShape().get(1);
        float[] all = features.toFloatArray();
        for (int from = 0; from < all.length; from += width) {
            into.add(Arrays.copyOfRange(all, from, from + width));
        }
    }
}
