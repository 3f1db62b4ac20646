package io.groundtrack.bench.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TorchEngine;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.script.Precision;
import io.groundtrack.model.script.ScriptedEncoder;
import io.groundtrack.model.sketch.Sketches;
import java.nio.file.Path;

/**
 * Our encoder from ready tensors to features, as a peer's is measured: what {@link OurEncoder} does
 * less standardising and copying.
 */
public final class BareForward implements Contestant, AutoCloseable {
    private final NDManager manager;
    private final ScriptedEncoder encoder;
    private final NDArray s1;
    private final NDArray s2;

    public BareForward(Path folder, String model, int batch, int threads, Precision precision) {
        ModelConfig config = BenchModels.config(model);
        Bands bands = Bands.bigEarthNet();
        var options = new ModelOptions(batch, threads, "cpu", precision);
        manager = TorchEngine.newManager(options);
        try (var file = Safetensors.open(folder.resolve("model.safetensors"))) {
            encoder =
                    ScriptedEncoder.load(
                            manager,
                            config,
                            bands.s1().count(),
                            bands.s2().count(),
                            Sketches.unfitted(config.patchTokens(), config.width()),
                            new StoredWeights(model, file),
                            precision,
                            batch);
            int rows = encoder.batch(batch);
            s1 = pixels(rows, bands.s1().count(), config.imageSize());
            s2 = pixels(rows, bands.s2().count(), config.imageSize());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private NDArray pixels(int rows, int bands, int side) {
        return manager.randomNormal(0f, 1f, new Shape(rows, bands, side, side), DataType.FLOAT32);
    }

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public double[] run(int calls) {
        var seconds = new double[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            try (NDManager call = manager.newSubManager()) {
                // results belong to the manager of the pixels, and go with it
                s1.tempAttach(call);
                s2.tempAttach(call);
                encoder.pair(s1, s2);
            }
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return seconds;
    }

    @Override
    public void close() {
        encoder.close();
        manager.close();
    }
}
