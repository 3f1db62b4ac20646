package io.groundtrack.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.metric.Confusion;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentationFitTest {
    private static final int IGNORE = 255;

    /** With PyTorch's formula centres of two cells lie at pixels 0.5 and 2.5 of four. */
    @Test
    void upsamplingGoesBetweenCellCentres() {
        var upsampling = new BilinearUpsampling(2, 4);
        float[] wide = upsampling.wide(new float[] {0, 1, 0, 1}, 1);

        assertThat(Arrays.copyOf(wide, 4)).containsExactly(0, 0.25f, 0.75f, 1);
    }

    /** Three cells to seven pixels: pixel i reads at (i + ½)·3/7 − ½ = (6i − 4)/14, not below 0. */
    @Test
    void upsamplingToAnOddSizeFollowsTheFormula() {
        float[] wide =
                new BilinearUpsampling(3, 7).wide(new float[] {0, 14, 28, 0, 0, 0, 0, 0, 0}, 1);

        assertThat(Arrays.copyOf(wide, 7)).containsExactly(0, 2, 8, 14, 20, 26, 28);
    }

    @Test
    void upsamplingWorksAlongBothAxesAndForEachMap() {
        var upsampling = new BilinearUpsampling(2, 4);
        float[] wide = upsampling.wide(new float[] {0, 4, 8, 12, 8, 8, 8, 8}, 2);
        var line = new float[8];
        upsampling.line(wide, 2, 1, line);

        // a quarter of the way from the row (0 4) to the row (8 12)
        assertThat(line).containsExactly(2, 3, 5, 6, 8, 8, 8, 8);
    }

    /** ⟨up(a), b⟩ = ⟨a, upᵀ(b)⟩. */
    @Test
    void theGradientOfUpsamplingIsItsTranspose() {
        var random = new Random(2);
        var upsampling = new BilinearUpsampling(3, 7);
        float[] a = random(random, 9 * 2);
        float[] wide = upsampling.wide(a, 2);
        var wideGradient = new float[wide.length];
        var line = new float[14];
        double left = 0;
        for (int y = 0; y < 7; y++) {
            float[] b = random(random, 14);
            upsampling.line(wide, 2, y, line);
            left += dot(line, b);
            upsampling.addLineGradient(b, 2, y, wideGradient);
        }

        assertThat(dot(a, upsampling.mapGradient(wideGradient, 2))).isCloseTo(left, within(1e-5));
    }

    private static float[] random(Random random, int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Each of 2 × 2 tokens says the class of its 3 × 3 pixels, 0 or 2; class 1 never occurs. */
    private record Patches(float[][] tokens, byte[][] truth) {
        static Patches of(long seed, int count, boolean told) {
            var random = new Random(seed);
            var patches = new Patches(new float[count][12], new byte[count][36]);
            for (int i = 0; i < count; i++) {
                for (int n = 0; n < 4; n++) {
                    boolean second = random.nextInt(3) == 0;
                    patches.tokens[i][3 * n] = told && second ? 1.5f : 0.5f;
                    patches.tokens[i][3 * n + 1] = (float) random.nextGaussian();
                    patches.tokens[i][3 * n + 2] = 100;
                    for (int p = 0; p < 9; p++) {
                        int at = (n / 2 * 3 + p / 3) * 6 + n % 2 * 3 + p % 3;
                        patches.truth[i][at] = (byte) (second ? 2 : 0);
                    }
                }
                patches.truth[i][random.nextInt(36)] = (byte) IGNORE;
            }
            return patches;
        }

        Confusion score(SegmentationHead head) {
            var confusion = new Confusion(3, IGNORE);
            for (int i = 0; i < tokens.length; i++) {
                var labels = new int[36];
                for (int p = 0; p < 36; p++) {
                    labels[p] = truth[i][p] & 0xff;
                }
                confusion.add(labels, head.classes(tokens[i]));
            }
            return confusion;
        }
    }

    private static FittedHead<SegmentationHead> fit(boolean told, long seed) {
        var train = Patches.of(1, 200, told);
        var validation = Patches.of(2, 50, told);
        return SegmentationFit.fit(
                train.tokens(),
                train.truth(),
                3,
                IGNORE,
                2,
                6,
                new DescentOptions(3e-2, 0.01, 16, 30, 5, seed),
                head -> validation.score(head).meanIou());
    }

    @Test
    void findsTheClassesThatTokensTell() {
        var unseen = Patches.of(3, 100, true).score(fit(true, 1).head());

        // pixels where four different cells meet are all that a 2 × 2 map cannot settle
        assertThat(unseen.pixelAccuracy()).isGreaterThan(0.97);
        assertThat(unseen.iou()[1]).isNaN();
    }

    @Test
    void saysTheCommonestClassWhereTokensTellNothing() {
        var unseen = Patches.of(3, 100, false).score(fit(false, 1).head());

        assertThat(unseen.pixelAccuracy()).isCloseTo(2.0 / 3, within(0.05));
        assertThat(unseen.counts()[0][0]).isGreaterThan(40 * unseen.counts()[0][2]);
    }

    @Test
    void theSameSeedGivesTheSameHeadToTheBit() {
        float[] once = fit(true, 4).head().linear().weight().values();

        assertThat(once).containsExactly(fit(true, 4).head().linear().weight().values());
        assertThat(once).isNotEqualTo(fit(true, 5).head().linear().weight().values());
    }

    /** Tokens that tell nothing leave the biases at the log of the counted pixels' shares. */
    @Test
    void ignoredPixelsDoNotTeach() {
        var truth = new byte[][] {{0, 0, 0, (byte) IGNORE}, {1, (byte) IGNORE, 77, 77}};
        var options = new DescentOptions(1e-2, 0, 2, 20, 20, 1);

        var fitted =
                SegmentationFit.fit(new float[2][4], truth, 78, IGNORE, 2, 2, options, head -> 0);

        float[] bias = fitted.head().linear().bias().values();
        assertThat(bias[0] - bias[1]).isCloseTo((float) Math.log(3), within(0.02f));
        assertThat(bias[77] - bias[1]).isCloseTo((float) Math.log(2), within(0.02f));
        assertThat(fitted.head().classes(new float[4])).containsOnly(0);
    }

    @Test
    void aClassBeyondTheLastIsRefused() {
        assertThatThrownBy(
                        () ->
                                SegmentationFit.fit(
                                        new float[][] {{1}},
                                        new byte[][] {{3}},
                                        3,
                                        IGNORE,
                                        1,
                                        1,
                                        DescentOptions.segmentation(1),
                                        head -> 0))
                .hasMessageContaining("class 3 (expected: 0 to 2, or 255 to ignore it)");
    }

    @Test
    void equalLogitsSayTheLowerClass() {
        var linear =
                new LinearHead(
                        Tensor.of(new float[] {1, 1}, 2, 1), Tensor.of(new float[] {0, 0}, 2));

        assertThat(new SegmentationHead(linear, 1, 2).classes(new float[] {5}))
                .containsExactly(0, 0, 0, 0);
    }
}
