package io.groundtrack.model.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchFitTest {
    private static final int POSITIONS = 4;
    private static final int WIDTH = 24;

    /** Tokens = place + 5·a·u + 2·b·v + noise of 0.1, with u and v known. */
    private static Sketch fitted() {
        var random = new Random(3);
        var fit = new SketchFit(POSITIONS, WIDTH);
        for (int n = 0; n < 2000; n++) {
            var tokens = new float[POSITIONS * WIDTH];
            for (int i = 0; i < POSITIONS; i++) {
                double a = 5 * random.nextGaussian();
                double b = 2 * random.nextGaussian();
                for (int d = 0; d < WIDTH; d++) {
                    double noise = 0.1 * random.nextGaussian();
                    tokens[i * WIDTH + d] = (float) (place(i, d) + a * u(d) + b * v(d) + noise);
                }
            }
            fit.add(tokens);
        }
        return fit.fit(3);
    }

    private static double place(int position, int d) {
        return 30 * position + d;
    }

    private static double u(int d) {
        return d < WIDTH / 2 ? Math.sqrt(2.0 / WIDTH) : 0;
    }

    private static double v(int d) {
        return d < WIDTH / 2 ? 0 : -Math.sqrt(2.0 / WIDTH);
    }

    @Test
    void findsTheDirectionsTokensVaryAlongAndNotTheirPlaces() {
        Sketch sketch = fitted();

        double first = 0;
        double second = 0;
        for (int d = 0; d < WIDTH; d++) {
            first += sketch.projection().values()[d] * u(d);
            second += sketch.projection().values()[WIDTH + d] * v(d);
        }
        assertThat(Math.abs(first)).isCloseTo(1, within(1e-3));
        assertThat(Math.abs(second)).isCloseTo(1, within(1e-3));
        assertThat(sketch.mean().values()[2 * WIDTH + 5]).isCloseTo(65, within(0.2f));
    }

    @Test
    void fullScaleIsFourDeviations() {
        Sketch sketch = fitted();

        assertThat(sketch.scale().values()[0] * 127).isCloseTo(4 * 5f, within(0.5f));
        assertThat(sketch.scale().values()[1] * 127).isCloseTo(4 * 2f, within(0.2f));
        assertThat(sketch.scale().values()[2] * 127).isCloseTo(4 * 0.1f, within(0.05f));
    }

    @Test
    void sketchesSurviveTheirFile() {
        var sketches = new Sketches(fitted(), fitted());

        Sketches read = Sketches.read("sketch", sketches.toBytes(), POSITIONS, WIDTH);

        assertThat(read.s2().projection().values()).isEqualTo(sketches.s2().projection().values());
        assertThat(read.s1().scale().values()).isEqualTo(sketches.s1().scale().values());
        assertThatThrownBy(() -> Sketches.read("sketch", sketches.toBytes(), 5, WIDTH))
                .hasMessage("sketch: tensor s1.mean: shape [4, 24] (expected: 5 × 24)");
    }

    @Test
    void quantisingRoundsAndStopsAtTheEnds() {
        assertThat(Sketch.quantise(3.4f)).isEqualTo((byte) 3);
        assertThat(Sketch.quantise(-3.6f)).isEqualTo((byte) -4);
        assertThat(Sketch.quantise(1e9f)).isEqualTo((byte) 127);
        assertThat(Sketch.quantise(-1e9f)).isEqualTo((byte) -127);
    }

    @Test
    void constantTokensGiveAUsableSketch() {
        var fit = new SketchFit(1, 4);
        fit.add(new float[] {1, 2, 3, 4});
        fit.add(new float[] {1, 2, 3, 4});

        for (float scale : fit.fit(2).scale().values()) {
            assertThat(scale).isPositive();
        }
    }
}
