package io.groundtrack.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.bench.report.Result.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalsTest {

    /** Every round the same; all do a thousand times the product's work. */
    private static Result result(
            Kind kind, String model, int batch, int rounds, Map<String, Double> seconds) {
        var times = new LinkedHashMap<String, double[]>();
        var macs = new LinkedHashMap<String, Double>();
        seconds.forEach(
                (name, time) -> {
                    var all = new double[rounds];
                    Arrays.fill(all, time);
                    times.put(name, all);
                    macs.put(name, name.equals(Result.PRODUCT) ? 1e6 : 1e9);
                });
        return new Result(kind, model, "fp32", batch, 2, times, macs, Map.of(), Map.of(), 0, "now");
    }

    private static List<String> outcomes(Result result) {
        return Goals.judge(List.of(result)).stream()
                .map(v -> v.figure() + ": " + v.goal() + " " + v.outcome())
                .toList();
    }

    @Test
    void timeOverProductCountsMultiplyAdds() {
        var result =
                result(
                        Kind.ENCODER_AND_PEERS,
                        "csmae-base",
                        32,
                        15,
                        Map.of(Result.OURS, 1.2, Result.PRODUCT, 0.001));
        assertThat(Goals.judge(List.of(result)).get(0).ratio().value()).isEqualTo(1.2);
        assertThat(outcomes(result))
                .containsExactly("encode: time ÷ matrix product: P2 ≤ 1.15 not met");
    }

    @Test
    void slowerThanAPeerByMoreThanNoiseIsNotMet() {
        var result =
                result(
                        Kind.ENCODER_AND_PEERS,
                        "csmoe-small",
                        8,
                        15,
                        Map.of(Result.OURS, 1.0, Result.EAGER, 0.98, Result.COMPILED, 1.1));
        assertThat(outcomes(result))
                .containsExactly(
                        "encode ÷ PyTorch eager, pairs/s: P3 ≥ 1.00 not met",
                        "encode ÷ torch.compile, pairs/s: P3 ≥ 1.00 met");
    }

    @Test
    void aLittleSlowerIsMetWhereTheIntervalReachesOne() {
        var seconds = new LinkedHashMap<String, double[]>();
        var ours = new double[15];
        var theirs = new double[15];
        for (int i = 0; i < 15; i++) {
            ours[i] = 1;
            theirs[i] = i < 8 ? 0.98 : 1.05;
        }
        seconds.put(Result.OURS, ours);
        seconds.put(Result.EAGER, theirs);
        var result =
                new Result(
                        Kind.ENCODER_AND_PEERS,
                        "csmae-tiny",
                        "bf16",
                        1,
                        2,
                        seconds,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        0,
                        "now");
        assertThat(outcomes(result))
                .containsExactly("encode ÷ PyTorch eager, pairs/s: P3 ≥ 1.00 met");
    }

    @Test
    void softMoeIsHeldAgainstTheFastestDense() {
        var result =
                result(
                        Kind.DENSE_AND_MOE,
                        "csmoe-base-8x1",
                        128,
                        15,
                        Map.of(Result.OURS, 1.0, Result.DENSE, 1.9));
        assertThat(outcomes(result))
                .containsExactly("Soft MoE ÷ fastest dense, pairs/s: P4 ≥ 1.80 met");
    }

    @Test
    void fewRoundsDecideNothing() {
        var result =
                result(
                        Kind.DENSE_AND_MOE,
                        "csmoe-base",
                        32,
                        14,
                        Map.of(Result.OURS, 1.0, Result.DENSE, 1.9));
        assertThat(outcomes(result))
                .containsExactly("Soft MoE ÷ fastest dense, pairs/s: P4 ≥ 1.65 too few rounds");
    }

    @Test
    void otherSizesAreReportedWithoutAGoal() {
        var result =
                result(
                        Kind.DENSE_AND_MOE,
                        "csmoe-tiny",
                        32,
                        15,
                        Map.of(Result.OURS, 1.0, Result.DENSE, 1.2));
        assertThat(outcomes(result)).containsExactly("Soft MoE ÷ fastest dense, pairs/s:  ");
    }
}
