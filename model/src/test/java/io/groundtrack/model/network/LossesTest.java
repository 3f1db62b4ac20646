package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Worked out with numpy in double precision from the definition. */
    @Test
    void similarityOfThreePairsIsTheKnownOne() {
        NDArray s1 = array(3, 1, 2, 3, 0, 1, -1, 2, 0, 1);
        NDArray s2 = array(3, 1, 1, 3, 1, 1, -1, 2, -1, 0);

        assertThat(Losses.similarity(s1, s2, 0.5f).getFloat())
                .isCloseTo(0.6702225770f, within(1e-6f));
        assertThat(Losses.similarity(s1, s2, 0.07f).getFloat())
                .isCloseTo(0.0369534375f, within(1e-6f));
        assertThat(Losses.TEMPERATURE).isEqualTo(0.5f);
    }

    @Test
    void similarityOfLargeAndOfZeroFeaturesIsFinite() {
        NDArray large = array(3, 1e15f, 2e15f, 0, -3e15f, 1, 1);
        NDArray zero = manager.zeros(new Shape(2, 3));

        assertThat(Losses.similarity(large, zero, 0.01f).getFloat()).isFinite();
    }

    /** cos = 1 and 0: (log(1 + e) + log 2) / 2. */
    @Test
    void discrepancyIsTheMeanSoftplusOfPartnersCosines() {
        NDArray s1 = array(2, 1, 2, 3, 0);
        NDArray s2 = array(2, 2, 4, 0, 5);

        double expected = (Math.log(1 + Math.E) + Math.log(2)) / 2;
        assertThat((double) Losses.discrepancy(s1, s2).getFloat())
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void lossIgnoresKeptTokens() {
        NDArray target = TinyNetwork.pixels(manager, 1, 2, 1).reshape(2, 4, 36);
        NDArray removed = array(4, 1, 0, 0, 1, 0, 1, 1, 0);
        NDArray kept = removed.mul(-1).add(1).reshape(2, 4, 1);

        NDArray wrongWhereKept = target.add(kept.mul(7));
        NDArray wrongEverywhere = target.add(2);

        assertThat(Losses.reconstruction(wrongWhereKept, target, removed).getFloat()).isZero();
        assertThat(Losses.reconstruction(wrongEverywhere, target, removed).getFloat())
                .isCloseTo(4, within(1e-5f));
    }

    @Test
    void lossIsZeroWhenThePredictionIsTheTarget() {
        NDArray target = TinyNetwork.pixels(manager, 1, 2, 1).reshape(2, 4, 36);

        assertThat(Losses.reconstruction(target, target, manager.ones(new Shape(2, 4))).getFloat())
                .isZero();
    }

    /** 4 × 4 pixels of two bands, values 0 to 31 band by band. */
    @Test
    void pixelsOfATokenHaveBandsFastest() {
        NDArray pixels = manager.arange(32f).reshape(1, 2, 4, 4);

        float[] tokens = PixelTokens.of(pixels, 2).toFloatArray();

        assertThat(tokens).startsWith(0, 16, 1, 17, 4, 20, 5, 21);
        assertThat(tokens).endsWith(10, 26, 11, 27, 14, 30, 15, 31);
    }

    /** Values 1 to 4: mean 2.5, variance with divisor 3 is 5/3. */
    @Test
    void normalisedTargetsDivideByTheUnbiasedDeviation() {
        float[] found =
                PixelTokens.normalised(array(4, 1, 2, 3, 4).reshape(1, 1, 4)).toFloatArray();

        assertThat(found[0]).isCloseTo((float) (-1.5 / Math.sqrt(5.0 / 3 + 1e-6)), within(1e-6f));
        assertThat(found[3]).isCloseTo(-found[0], within(1e-6f));
    }

    private NDArray array(int columns, float... values) {
        return manager.create(values, new Shape(values.length / columns, columns));
    }
}
