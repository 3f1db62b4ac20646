package io.groundtrack.job.quality;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.PatchScores;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Scores of Sentinel-1 looks against the window of looks before them: what one would try first.
 *
 * <p>in: observations of one patch → out: scores, look by look, by cell; NaN before burn-in and
 * where the look does not show the cell.
 */
final class WindowScores {

    private static final int WINDOW = 32;
    private static final int COSINE_WINDOW = 16;
    private static final double FLOOR = 1e-6;

    /** Makes a normal deviation of a median one. */
    private static final double MAD_TO_DEVIATION = 1.4826;

    /** The numbers of a cell at a look that are compared. */
    @FunctionalInterface
    interface Pick {
        double[] of(CellSeen look);
    }

    /** One cell at one look. */
    record CellSeen(PatchEmbedding seen, short[] stored, byte[] sketch, int cell) {

        /** A radiometric number; NaN where the look has none of the name. */
        double of(String name) {
            var cells = seen.getCells();
            int j = cells.getNames().indexOf(name);
            return j < 0
                    ? Double.NaN
                    : stored[cell * cells.getNames().size() + j] * cells.getScales().get(j);
        }

        double[] token() {
            int size = sketch.length / (seen.getCells().getGrid() * seen.getCells().getGrid());
            var token = new double[size];
            for (int j = 0; j < size; j++) {
                token[j] = sketch[cell * size + j];
            }
            return token;
        }
    }

    /** Scores a vector against those before it, oldest first. */
    @FunctionalInterface
    private interface Against {
        double score(double[] now, List<double[]> before);
    }

    private WindowScores() {}

    /** Mahalanobis distance to the mean of the window; of one number the absolute z. */
    static List<PatchScores.AtLook> deviation(
            List<PatchEmbedding> patch, ChangeOptions options, Pick pick) {
        return scores(patch, options, pick, WINDOW, WindowScores::mahalanobis);
    }

    /** Cosine distance to the mean of the window, in robust deviations of the window's own. */
    static List<PatchScores.AtLook> cosine(List<PatchEmbedding> patch, ChangeOptions options) {
        return scores(patch, options, CellSeen::token, COSINE_WINDOW, WindowScores::robustCosine);
    }

    private static List<PatchScores.AtLook> scores(
            List<PatchEmbedding> patch,
            ChangeOptions options,
            Pick pick,
            int window,
            Against against) {
        var looks =
                patch.stream()
                        .filter(seen -> seen.getSensor() == Sensor.S1)
                        .sorted(
                                Comparator.comparing(PatchEmbedding::getAcquisitionTime)
                                        .thenComparing(PatchEmbedding::getPassId))
                        .toList();
        var histories = new TreeMap<String, List<List<double[]>>>();
        var lines = new ArrayList<PatchScores.AtLook>();
        for (var seen : looks) {
            var series = seen.getProductKind() + "/" + seen.getRelativeOrbit();
            var history =
                    histories.computeIfAbsent(
                            series,
                            any -> {
                                var cells = new ArrayList<List<double[]>>();
                                for (int i = 0; i < options.cells(); i++) {
                                    cells.add(new ArrayList<>());
                                }
                                return cells;
                            });
            var stored = Packed.shorts(seen.getCells().getNumbers());
            var sketch = Packed.bytes(seen.getSketch());
            var clear = Packed.bytes(seen.getCells().getClear());
            double least = options.minClear() * seen.getCells().getPixels() - 1e-9;
            var scores = new double[options.cells()];
            Arrays.fill(scores, Double.NaN);
            for (int cell = 0; cell < scores.length; cell++) {
                var now = pick.of(new CellSeen(seen, stored, sketch, cell));
                var isUsable = now.length > 0 && Arrays.stream(now).allMatch(Double::isFinite);
                if ((clear[cell] & 0xff) < least || !isUsable) {
                    continue;
                }
                var before = history.get(cell);
                if (before.size() + 1 >= options.burnIn()) {
                    scores[cell] =
                            against.score(
                                    now,
                                    before.subList(
                                            Math.max(0, before.size() - window), before.size()));
                }
                before.add(now);
            }
            lines.add(new PatchScores.AtLook(series, seen.getAcquisitionTime(), scores));
        }
        return lines;
    }

    /** Of one or two numbers. */
    private static double mahalanobis(double[] now, List<double[]> before) {
        int n = now.length;
        var mean = mean(before);
        var covariance = new double[n][n];
        for (var look : before) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] += (look[i] - mean[i]) * (look[j] - mean[j]) / before.size();
                }
            }
        }
        double a = covariance[0][0] + FLOOR;
        double x = now[0] - mean[0];
        if (n == 1) {
            return Math.abs(x) / Math.sqrt(a);
        }
        double b = covariance[0][1];
        double c = covariance[1][1] + FLOOR;
        double y = now[1] - mean[1];
        return Math.sqrt(Math.max(0, (c * x * x - 2 * b * x * y + a * y * y) / (a * c - b * b)));
    }

    private static double robustCosine(double[] now, List<double[]> before) {
        var mean = mean(before);
        var distances = before.stream().mapToDouble(look -> distance(look, mean)).toArray();
        double median = median(distances);
        double spread =
                median(Arrays.stream(distances).map(d -> Math.abs(d - median)).toArray())
                        * MAD_TO_DEVIATION;
        return (distance(now, mean) - median) / (spread + FLOOR);
    }

    private static double distance(double[] one, double[] other) {
        double product = 0;
        double squares = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            squares += one[i] * one[i];
            others += other[i] * other[i];
        }
        return squares == 0 || others == 0 ? 1 : 1 - product / Math.sqrt(squares * others);
    }

    private static double[] mean(List<double[]> looks) {
        var mean = new double[looks.get(0).length];
        for (var look : looks) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += look[i] / looks.size();
            }
        }
        return mean;
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
