package io.groundtrack.bench.models;

import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Encoded;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.script.Precision;
import java.nio.file.Path;

/**
 * Our encoder as its users call it: from pixels in physical units to feature vectors and sketches,
 * standardising and copying included. A call embeds every pair of the patches given.
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
        var options = new ModelOptions(batch, threads, "cpu", precision);
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
            model.encode(Sensor.S1, patches.s1());
            model.encode(Sensor.S2, patches.s2());
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return seconds;
    }

    public Encoded encode(Sensor sensor, SamplePatches others) {
        return model.encode(sensor, sensor == Sensor.S1 ? others.s1() : others.s2());
    }

    @Override
    public void close() {
        model.close();
    }
}
