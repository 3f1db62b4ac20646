package io.groundtrack.job.fitting;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.head.BigEarthNetClasses;
import io.groundtrack.model.head.ClassificationHead;
import io.groundtrack.model.head.RidgeFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the classification head of a model in closed form on the synthetic landscape, and says how
 * well it does on landscapes it has not seen.
 */
public final class HeadFitting {

    private static final float PRESENT = 0.5f;

    /**
     * @param head the head
     * @param f1 micro F1 on the held-out landscape, from S1, S2 and both
     * @param patches patches it was fitted on
     */
    public record Fitted(ClassificationHead head, double[] f1, int patches) {}

    private record Rows(
            List<float[]> s1, List<float[]> s2, List<float[]> both, List<float[]> labels) {}

    private HeadFitting() {}

    public static Fitted fit(
            EmbeddingModel model, long seed, int landscapes, int looks, double lambda) {
        var train = rows(model, seed, landscapes, looks);
        var y = array(train.labels());
        var head =
                new ClassificationHead(
                        model.checkpointId(),
                        BigEarthNetClasses.NAMES,
                        seed,
                        lambda,
                        RidgeFit.fit(array(train.s1()), y, lambda),
                        RidgeFit.fit(array(train.s2()), y, lambda),
                        RidgeFit.fit(array(train.both()), y, lambda));
        var unseen = rows(model, seed + landscapes, Math.max(1, landscapes / 4), looks);
        return new Fitted(head, f1(head, unseen), y.length);
    }

    private static Rows rows(EmbeddingModel model, long seed, int landscapes, int looks) {
        var rows =
                new Rows(
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (var sample : TrainingSample.undisturbed(seed, landscapes, looks)) {
            var s1 =
                    model.encode(Sensor.S1, sample.patches(Sensor.S1, model.bands(Sensor.S1)))
                            .features();
            var s2 =
                    model.encode(Sensor.S2, sample.patches(Sensor.S2, model.bands(Sensor.S2)))
                            .features();
            for (int i = 0; i < s1.length; i++) {
                rows.s1().add(s1[i]);
                rows.s2().add(s2[i]);
                var both = Arrays.copyOf(s1[i], s1[i].length + s2[i].length);
                System.arraycopy(s2[i], 0, both, s1[i].length, s2[i].length);
                rows.both().add(both);
                rows.labels().add(multiHot(sample.pairs().get(i).labels()));
            }
        }
        return rows;
    }

    private static float[] multiHot(List<String> labels) {
        var hot = new float[BigEarthNetClasses.NAMES.size()];
        labels.forEach(label -> hot[BigEarthNetClasses.NAMES.indexOf(label)] = 1);
        return hot;
    }

    private static double[] f1(ClassificationHead head, Rows rows) {
        int[][] counts = new int[3][3];
        for (int i = 0; i < rows.labels().size(); i++) {
            var truth = rows.labels().get(i);
            count(head.scores(rows.s1().get(i), null), truth, counts[0]);
            count(head.scores(null, rows.s2().get(i)), truth, counts[1]);
            count(head.scores(rows.s1().get(i), rows.s2().get(i)), truth, counts[2]);
        }
        return Arrays.stream(counts)
                .mapToDouble(c -> 2.0 * c[0] / (2.0 * c[0] + c[1] + c[2]))
                .toArray();
    }

    /** Adds true positives, false positives and false negatives. */
    private static void count(float[] scores, float[] truth, int[] counts) {
        for (int k = 0; k < scores.length; k++) {
            boolean said = scores[k] >= PRESENT;
            boolean is = truth[k] > 0;
            if (said && is) {
                counts[0]++;
            } else if (said) {
                counts[1]++;
            } else if (is) {
                counts[2]++;
            }
        }
    }

    private static float[][] array(List<float[]> rows) {
        return rows.toArray(float[][]::new);
    }
}
