package io.groundtrack.model.evaluation;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.patches.PatchExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Features and labels of all labelled patches: what probes and retrieval work on.
 *
 * @param ids one a patch
 * @param labels (n, K)
 * @param s1 features (n, D)
 * @param s2 features (n, D)
 * @param s1Bands means of the bands (n, C1)
 * @param s2Bands means of the bands (n, C2)
 */
record EmbeddedPatches(
        List<String> ids,
        List<Part> parts,
        boolean[][] labels,
        float[][] s1,
        float[][] s2,
        float[][] s1Bands,
        float[][] s2Bands) {

    /** Enough to fill any model's batch a few times. */
    private static final int BATCH = 128;

    /** Patches whose labels nobody knows are left out; the caller tells by the count. */
    static EmbeddedPatches of(
            LabelledPatches patches, EmbeddingModel model, LongConsumer progress) {
        var ids = new ArrayList<String>();
        var parts = new ArrayList<Part>();
        var labels = new ArrayList<boolean[]>();
        var s1 = new ArrayList<float[]>();
        var s2 = new ArrayList<float[]>();
        var s1Bands = new ArrayList<float[]>();
        var s2Bands = new ArrayList<float[]>();
        patches.forEach(
                BATCH,
                progress,
                (examples, of) -> {
                    var known = new ArrayList<PatchExample>();
                    for (int i = 0; i < examples.size(); i++) {
                        PatchExample example = examples.get(i);
                        if (example.labels().isPresent()) {
                            known.add(example);
                            ids.add(example.id());
                            parts.add(of.get(i));
                            labels.add(flags(example.labels().get()));
                            s1Bands.add(BandMeans.ofPatch(example.s1(), patches.imageSize()));
                            s2Bands.add(BandMeans.ofPatch(example.s2(), patches.imageSize()));
                        }
                    }
                    s1.addAll(
                            List.of(
                                    model.encode(
                                                    Sensor.S1,
                                                    known.stream().map(PatchExample::s1).toList())
                                            .features()));
                    s2.addAll(
                            List.of(
                                    model.encode(
                                                    Sensor.S2,
                                                    known.stream().map(PatchExample::s2).toList())
                                            .features()));
                });
        return new EmbeddedPatches(
                ids,
                parts,
                labels.toArray(boolean[][]::new),
                array(s1),
                array(s2),
                array(s1Bands),
                array(s2Bands));
    }

    int size() {
        return labels.length;
    }

    /** Of the features, both sensors. */
    long bytes() {
        return size() == 0 ? 0 : 4L * size() * (s1[0].length + s2[0].length);
    }

    /** Only the rows of one part. */
    EmbeddedPatches only(Part part) {
        int[] rows = IntStream.range(0, size()).filter(i -> parts.get(i) == part).toArray();
        return new EmbeddedPatches(
                Arrays.stream(rows).mapToObj(ids::get).toList(),
                Arrays.stream(rows).mapToObj(parts::get).toList(),
                Arrays.stream(rows).mapToObj(i -> labels[i]).toArray(boolean[][]::new),
                rows(s1, rows),
                rows(s2, rows),
                rows(s1Bands, rows),
                rows(s2Bands, rows));
    }

    private static float[][] rows(float[][] all, int[] rows) {
        return Arrays.stream(rows).mapToObj(i -> all[i]).toArray(float[][]::new);
    }

    private static float[][] array(List<float[]> rows) {
        return rows.toArray(float[][]::new);
    }

    private static boolean[] flags(float[] labels) {
        var flags = new boolean[labels.length];
        for (int k = 0; k < flags.length; k++) {
            flags[k] = labels[k] > 0;
        }
        return flags;
    }
}
