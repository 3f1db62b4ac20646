package io.groundtrack.model.evaluation;

import io.groundtrack.model.head.LinearHead;
import io.groundtrack.model.head.LogisticFit;
import io.groundtrack.model.head.RidgeFit;
import io.groundtrack.model.metric.MultiLabelScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Linear probes on frozen features: fitted on train, chosen on validation, measured on test.
 *
 * <p>Ridge in closed form on labels of 0 and 1, with the penalty of {@link #LAMBDAS} that has the
 * highest macro AP on validation, says yes from 0.5; logistic by AdamW, stopped by the same figure,
 * says yes from a logit of 0. Beside them the same probes on band means and on random numbers, and
 * the classes' frequencies as scores.
 */
final class ClassificationTask {
    static final double[] LAMBDAS = {0.001, 0.01, 0.1, 1};

    private final EmbeddedPatches train;
    private final EmbeddedPatches validation;
    private final EmbeddedPatches test;
    private final EvaluationOptions options;
    private final Consumer<String> progress;
    private final List<ClassificationRow> rows = new ArrayList<>();

    private ClassificationTask(
            EmbeddedPatches patches, EvaluationOptions options, Consumer<String> progress) {
        train = patches.only(Part.TRAIN);
        validation = patches.only(Part.VALIDATION);
        test = patches.only(Part.TEST);
        this.options = options;
        this.progress = progress;
    }

    static List<ClassificationRow> run(
            EmbeddedPatches patches, EvaluationOptions options, Consumer<String> progress) {
        var task = new ClassificationTask(patches, options, progress);
        for (Input input : Input.values()) {
            task.probe(
                    input.key(),
                    Features.MODEL,
                    input.of(task.train.s1(), task.train.s2()),
                    input.of(task.validation.s1(), task.validation.s2()),
                    input.of(task.test.s1(), task.test.s2()));
        }
        for (Input input : Input.values()) {
            task.probe(
                    input.key(),
                    Features.BANDS,
                    input.of(task.train.s1Bands(), task.train.s2Bands()),
                    input.of(task.validation.s1Bands(), task.validation.s2Bands()),
                    input.of(task.test.s1Bands(), task.test.s2Bands()));
        }
        int width = patches.s1()[0].length;
        task.probe(
                "none",
                Features.RANDOM,
                Features.random(task.train.size(), width, options.seed() + 1),
                Features.random(task.validation.size(), width, options.seed() + 2),
                Features.random(task.test.size(), width, options.seed() + 3));
        task.frequencies();
        return task.rows;
    }

    private void probe(
            String input, Features features, float[][] x, float[][] held, float[][] unseen) {
        progress.accept("probes on " + input + " " + features.key());
        LinearHead best = null;
        double bestLambda = Double.NaN;
        double bestFigure = Double.NaN;
        float[][] y = numbers(train.labels());
        for (double lambda : LAMBDAS) {
            LinearHead head = RidgeFit.fit(x, y, lambda);
            double figure = score(head, held, validation.labels(), 0.5).apMacro();
            if (best == null || figure > bestFigure) {
                best = head;
                bestLambda = lambda;
                bestFigure = figure;
            }
        }
        add(input, features, "ridge", bestLambda, score(best, unseen, test.labels(), 0.5));
        var fitted =
                LogisticFit.fit(
                        x,
                        train.labels(),
                        options.probe(),
                        head -> score(head, held, validation.labels(), 0).apMacro());
        add(
                input,
                features,
                "logistic",
                fitted.epochs(),
                score(fitted.head(), unseen, test.labels(), 0));
    }

    private void frequencies() {
        var frequencies = new double[train.labels()[0].length];
        for (boolean[] row : train.labels()) {
            for (int k = 0; k < row.length; k++) {
                frequencies[k] += row[k] ? 1.0 / train.size() : 0;
            }
        }
        var scores = new double[test.size()][];
        Arrays.fill(scores, frequencies);
        add(
                "none",
                Features.CONSTANT,
                "none",
                Double.NaN,
                MultiLabelScores.of(test.labels(), scores, 0.5));
    }

    private void add(
            String input, Features features, String probe, double chosen, MultiLabelScores scores) {
        rows.add(new ClassificationRow(input, features.key(), probe, chosen, scores));
    }

    private static MultiLabelScores score(
            LinearHead head, float[][] x, boolean[][] truth, double threshold) {
        double[][] scores =
                Arrays.stream(x)
                        .parallel()
                        .map(row -> doubles(head.scores(row)))
                        .toArray(double[][]::new);
        return MultiLabelScores.of(truth, scores, threshold);
    }

    private static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static float[][] numbers(boolean[][] labels) {
        var numbers = new float[labels.length][labels[0].length];
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < labels[i].length; k++) {
                numbers[i][k] = labels[i][k] ? 1 : 0;
            }
        }
        return numbers;
    }
}
