package io.groundtrack.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.metric.MultiLabelScores;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticFitTest {

    private record Rows(float[][] x, boolean[][] y) {

        /** Class 0 by the sign of feature 0, class 1 by a coin, class 2 always, class 3 never. */
        static Rows of(long seed, int count) {
            var random = new Random(seed);
            var rows = new Rows(new float[count][], new boolean[count][]);
            for (int i = 0; i < count; i++) {
                float told = (float) random.nextGaussian();
                rows.x[i] = new float[] {1000 + 300 * told, (float) random.nextGaussian(), 7};
                rows.y[i] = new boolean[] {told > 0, random.nextBoolean(), true, false};
            }
            return rows;
        }

        MultiLabelScores score(LinearHead head) {
            var scores = new double[x.length][];
            for (int i = 0; i < x.length; i++) {
                float[] logits = head.scores(x[i]);
                scores[i] = new double[] {logits[0], logits[1], logits[2], logits[3]};
            }
            return MultiLabelScores.of(y, scores, 0);
        }
    }

    private static FittedHead<LinearHead> fit(long seed) {
        var train = Rows.of(1, 1000);
        var validation = Rows.of(2, 500);
        var options = new DescentOptions(1e-2, 0.01, 64, 100, 5, seed);
        return LogisticFit.fit(
                train.x(), train.y(), options, head -> validation.score(head).apMacro());
    }

    @Test
    void findsWhatFeaturesTellAndNothingElse() {
        var fitted = fit(1);
        var unseen = Rows.of(3, 2000).score(fitted.head());

        assertThat(unseen.apPerClass()[0]).isGreaterThan(0.998);
        assertThat(unseen.f1PerClass()[0]).isGreaterThan(0.97);
        // a coin has the average precision of its prevalence
        assertThat(unseen.apPerClass()[1]).isCloseTo(0.5, within(0.05));
        assertThat(unseen.f1PerClass()[2]).isEqualTo(1);
        assertThat(unseen.f1PerClass()[3]).isZero();
        assertThat(fitted.epochs()).isBetween(6, 99);
    }

    @Test
    void theSameSeedGivesTheSameHeadToTheBit() {
        assertThat(fit(4).head().weight().values())
                .containsExactly(fit(4).head().weight().values());
        assertThat(fit(4).head().weight().values()).isNotEqualTo(fit(5).head().weight().values());
    }

    @Test
    void aFeatureThatNeverVariesHasNoWeight() {
        assertThat(fit(1).head().weight().values()[2]).isZero();
    }

    @Test
    void keepsTheBestHeadNotTheLast() {
        var train = Rows.of(1, 100);
        var figures = new double[] {1, 3, 2, 2, 2, 2, 2, 9};
        var calls = new int[1];

        var fitted =
                LogisticFit.fit(
                        train.x(),
                        train.y(),
                        new DescentOptions(1e-2, 0, 10, 50, 5, 1),
                        head -> figures[calls[0]++]);

        assertThat(fitted.validation()).isEqualTo(3);
        assertThat(fitted.epochs()).isEqualTo(7);
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        assertThatThrownBy(
                        () ->
                                LogisticFit.fit(
                                        new float[][] {{1, Float.NaN}},
                                        new boolean[][] {{true}},
                                        DescentOptions.probe(1),
                                        head -> 0))
                .hasMessageContaining("number 1 is not finite");
    }
}
