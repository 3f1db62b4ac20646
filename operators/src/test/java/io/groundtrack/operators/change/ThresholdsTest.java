package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdsTest {

    private static final Thresholds.Entry RADAR =
            new Thresholds.Entry(
                    "S1-GRD",
                    "A4/m6",
                    6,
                    0.01,
                    0.001,
                    0.01,
                    240,
                    7,
                    List.of(
                            new Thresholds.Bucket(15, 4, 6),
                            new Thresholds.Bucket(20, 3.5, 5),
                            new Thresholds.Bucket(30, 3, 4)));

    @TempDir Path folder;

    @Test
    void theFileHoldsWhatWasWritten() throws Exception {
        var file = folder.resolve("thresholds.json");
        Thresholds.of(List.of(RADAR)).write(file);
        assertThat(Thresholds.read(file).entries()).containsExactly(RADAR);
    }

    @Test
    void theBucketOfTheLooksCounts() {
        var levels = Thresholds.of(List.of(RADAR)).levels("S1-GRD", "A4/m6");
        assertThat(levels.low(14)).isInfinite();
        assertThat(levels.low(19)).isEqualTo(4);
        assertThat(levels.low(20)).isEqualTo(3.5);
        assertThat(levels.high(1000)).isEqualTo(4);
        assertThat(levels.rate(false)).isEqualTo(0.01);
        assertThat(levels.rate(true)).isEqualTo(0.001);
    }

    @Test
    void aKindWithoutEntryHasNoThreshold() {
        var thresholds = Thresholds.of(List.of(RADAR));
        assertThat(thresholds.levels("S1-RTC", "A4/m6").low(100)).isInfinite();
        assertThat(thresholds.levels("S1-GRD", "A2/m3").exist()).isFalse();
    }

    @Test
    void badFilesAreNamed() {
        assertThatThrownBy(() -> Thresholds.parse("[]", "a.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.json");
        assertThatThrownBy(() -> Thresholds.parse("{}", "b.json"))
                .hasMessageContaining("b.json")
                .hasMessageContaining("thresholds");
        var json = Thresholds.of(List.of(RADAR)).json().replace("\"low\": 4.0", "\"low\": 40.0");
        assertThatThrownBy(() -> Thresholds.parse(json, "c.json"))
                .hasMessageContaining("c.json: S1-GRD A4/m6: from 15 looks");
    }

    @Test
    void theTailOfAnExponentialIsFoundAndNotUnderrated() {
        var random = new Random(3);
        var cases = new double[2000];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = -Math.log(1 - random.nextDouble());
        }
        // true quantiles: -ln(rate)
        assertThat(TailQuantile.above(cases, 0.01)).isBetween(4.4, 5.6);
        assertThat(TailQuantile.above(cases, 0.0001)).isBetween(9.2, 11.5);
    }

    @Test
    void tooFewCasesAreRefused() {
        assertThatThrownBy(() -> TailQuantile.above(new double[5], 0.01))
                .hasMessageContaining("5 undisturbed patch-years");
        assertThat(TailQuantile.above(new double[20], 0.01)).isCloseTo(0, within(0.0));
    }
}
