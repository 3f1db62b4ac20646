package io.groundtrack.bench.models;

import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.EncodedPairs;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.script.Precision;
import java.nio.file.Path;

/**
 * Our encoder as its users call it: from pixels in physical units to feature vectors and sketches,
 * standardising and copying included, which a peer is spared. A call embeds every pair of the
 * patches given.
 */
public final class OurEncoder implements Contestant, AutoCloseable {
    private final String name;
    private final EmbeddingModel model;
    private final SamplePatches patches;

    /**
     * @param batch patches of one forward; a call with more patches makes several
     */
    public OurEncoder(
            String name,
            Path folder,
            int batch,
            int threads,
            Precision precision,
            SamplePatches patches) {
        this.name = name;
        this.patches = patches;
        var options = new ModelOptions(batch, threads, "cpu", precision, true);
        model = EmbeddingModel.open(folder.toString(), options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] run(int calls) {
        var seconds = new double[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            model.encodePairs(patches.s1(), patches.s2());
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return seconds;
    }

    public EncodedPairs encode(SamplePatches others) {
        return model.encodePairs(others.s1(), others.s2());
    }

    @Override
    public void close() {
        model.close();
    }
}
