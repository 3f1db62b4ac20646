package io.groundtrack.job.quality;

import io.groundtrack.job.quality.ChangeEvaluation.Figure;
import io.groundtrack.job.quality.ChangeEvaluation.Found;
import io.groundtrack.job.quality.ChangeEvaluation.Interval;
import io.groundtrack.job.quality.ChangeEvaluation.Scored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A bootstrap over cells that is the same for all that is compared, so that differences are paired.
 *
 * <p>in: how many disturbed and undisturbed cells there are → out: any figure of them with its 95 %
 * interval and that of its difference to another's. State and time: immutable, fixed seed.
 */
final class Resampling {

    private static final long SEED = 1;

    private static final Map<String, ToDoubleFunction<Detection.Figures>> FIGURES =
            new TreeMap<>(
                    Map.of(
                            "auc", Detection.Figures::auc,
                            "tauc", Detection.Figures::tauc,
                            "confirmed180", Detection.Figures::confirmed180,
                            "producers", Detection.Figures::producers,
                            "users", Detection.Figures::users,
                            "first180", Detection.Figures::first180));

    private record Resample(int[] disturbed, int[] undisturbed) {}

    private final List<Resample> resamples = new ArrayList<>();

    /** Cells drawn with replacement; the first resample is the sample itself. */
    Resampling(int disturbed, int undisturbed, int count) {
        var random = new SplittableRandom(SEED);
        var one = new int[disturbed];
        var other = new int[undisturbed];
        Arrays.fill(one, 1);
        Arrays.fill(other, 1);
        resamples.add(new Resample(one, other));
        while (resamples.size() <= count) {
            var some = new int[disturbed];
            var others = new int[undisturbed];
            for (int i = 0; i < disturbed + undisturbed; i++) {
                int cell = random.nextInt(disturbed + undisturbed);
                if (cell < disturbed) {
                    some[cell]++;
                } else {
                    others[cell - disturbed]++;
                }
            }
            if (Arrays.stream(some).sum() > 0 && Arrays.stream(others).sum() > 0) {
                resamples.add(new Resample(some, others));
            }
        }
    }

    /** A number of every resample, from how often each disturbed and undisturbed cell is in it. */
    double[] of(ToDoubleBiFunction<int[], int[]> figure) {
        return resamples.stream()
                .mapToDouble(
                        sample -> figure.applyAsDouble(sample.disturbed(), sample.undisturbed()))
                .toArray();
    }

    /** Figures of every resample, by name. */
    Map<String, double[]> figures(Detection detection) {
        var all =
                resamples.stream()
                        .map(sample -> detection.of(sample.disturbed(), sample.undisturbed()))
                        .toList();
        var byName = new TreeMap<String, double[]>();
        FIGURES.forEach(
                (name, figure) -> byName.put(name, all.stream().mapToDouble(figure).toArray()));
        return byName;
    }

    static Scored scored(
            ScoringMethod method,
            Detection detection,
            Map<String, double[]> figures,
            Map<String, double[]> own) {
        return new Scored(
                method.name(),
                method.what(),
                withIntervals(figures, own),
                Optional.of(found(detection.delay(1))),
                Optional.of(found(detection.delay(ScoreHistory.IN_A_ROW))));
    }

    private static Found found(Detection.Delay delay) {
        return new Found(delay.threshold(), delay.found(), delay.medianDays());
    }

    /** Figures with their intervals, and those of their differences to {@code own}. */
    static Map<String, Figure> withIntervals(
            Map<String, double[]> figures, Map<String, double[]> own) {
        var result = new TreeMap<String, Figure>();
        figures.forEach((name, values) -> result.put(name, figure(values, own.get(name))));
        return result;
    }

    static Figure figure(double[] values, double[] own) {
        var gains = new double[values.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = values[i] - own[i];
        }
        return new Figure(values[0], interval(values), interval(gains));
    }

    /** Of the resamples, which begin at 1; one without the figure does not count. */
    private static Interval interval(double[] values) {
        var sorted =
                Arrays.stream(values, 1, values.length).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        return new Interval(
                sorted[(int) Math.floor(0.025 * (sorted.length - 1))],
                sorted[(int) Math.ceil(0.975 * (sorted.length - 1))]);
    }
}
