package io.groundtrack.model.evaluation;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.patches.PatchExample;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens, band means of their cells, and pixel classes of some patches; patches of which no pixel's
 * class is known are left out.
 *
 * @param s1 (n, N·D)
 * @param s2 (n, N·D)
 * @param s1Bands (n, N·C1)
 * @param s2Bands (n, N·C2)
 * @param truth (n, H·W)
 */
record TokenSet(
        List<float[]> s1,
        List<float[]> s2,
        List<float[]> s1Bands,
        List<float[]> s2Bands,
        List<byte[]> truth) {

    TokenSet() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    static TokenSet of(List<PatchExample> examples, EmbeddingModel model) {
        var set = new TokenSet();
        set.add(examples, model);
        return set;
    }

    void add(List<PatchExample> examples, EmbeddingModel model) {
        List<PatchExample> known =
                examples.stream().filter(example -> example.pixelClasses().isPresent()).toList();
        List<float[]> radar = known.stream().map(PatchExample::s1).toList();
        List<float[]> optics = known.stream().map(PatchExample::s2).toList();
        s1.addAll(List.of(model.tokens(Sensor.S1, radar)));
        s2.addAll(List.of(model.tokens(Sensor.S2, optics)));
        for (PatchExample example : known) {
            s1Bands.add(BandMeans.ofCells(example.s1(), model.imageSize(), model.gridSize()));
            s2Bands.add(BandMeans.ofCells(example.s2(), model.imageSize(), model.gridSize()));
            truth.add(example.pixelClasses().get());
        }
    }

    int size() {
        return truth.size();
    }

    /** Of the tokens, both sensors. */
    long bytes() {
        return size() == 0 ? 0 : 4L * size() * (s1.get(0).length + s2.get(0).length);
    }

    float[][] tokens(Input input, Features features, int cells) {
        return features == Features.MODEL
                ? input.ofCells(array(s1), array(s2), cells)
                : input.ofCells(array(s1Bands), array(s2Bands), cells);
    }

    byte[][] labels() {
        return truth.toArray(byte[][]::new);
    }

    private static float[][] array(List<float[]> rows) {
        return rows.toArray(float[][]::new);
    }
}
