package io.groundtrack.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeFitTest {
    @Test
    void withoutPenaltyALinearTargetIsFoundExactly() {
        var random = new Random(1);
        var x = new float[200][];
        var y = new float[200][];
        for (int i = 0; i < x.length; i++) {
            float a = 10 + random.nextFloat();
            float b = -3 + 5 * random.nextFloat();
            x[i] = new float[] {a, 7, b}; // the middle one never varies
            y[i] = new float[] {2 * a - b + 1, -a};
        }

        LinearHead head = RidgeFit.fit(x, y, 0);

        assertThat(head.weight().values()[0]).isCloseTo(2, within(1e-4f));
        assertThat(head.weight().values()[1]).isZero();
        assertThat(head.weight().values()[2]).isCloseTo(-1, within(1e-4f));
        assertThat(head.scores(new float[] {10.5f, 7, 0})[0]).isCloseTo(22, within(1e-3f));
        assertThat(head.scores(new float[] {10.5f, 7, 0})[1]).isCloseTo(-10.5f, within(1e-3f));
    }

    /** One feature x = ±1: standardised it is itself, so w = (1 / (1 + λ)) · cov(x, y). */
    @Test
    void penaltyShrinksByTheFormula() {
        float[][] x = {{-1}, {1}, {-1}, {1}};
        float[][] y = {{0}, {1}, {0}, {1}};

        LinearHead head = RidgeFit.fit(x, y, 0.25);

        assertThat(head.weight().values()[0]).isCloseTo(0.5f / 1.25f, within(1e-6f));
        assertThat(head.bias().values()[0]).isCloseTo(0.5f, within(1e-6f));
    }

    @Test
    void dependentFeaturesAskForAPenalty() {
        float[][] x = {{1, 2}, {2, 4}, {4, 8}};
        float[][] y = {{0}, {1}, {0}};

        assertThatThrownBy(() -> RidgeFit.fit(x, y, 0)).hasMessageContaining("larger lambda");
        assertThat(RidgeFit.fit(x, y, 0.1).classes()).isEqualTo(1);
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> RidgeFit.fit(new float[][] {{1}}, new float[0][], 1))
                .hasMessageContaining("1 rows, 0 targets");
        assertThatThrownBy(
                        () ->
                                RidgeFit.fit(
                                        new float[][] {{1}, {Float.NaN}},
                                        new float[][] {{1}, {0}},
                                        1))
                .hasMessageContaining("row 1 holds NaN");
    }
}
