package io.groundtrack.job.fitting;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.sketch.Sketch;
import io.groundtrack.model.sketch.SketchFit;
import io.groundtrack.model.sketch.Sketches;
import java.util.List;

/**
 * Fits the sketch of a model: in patches of the synthetic landscape → out the bytes of {@code
 * sketch.safetensors}.
 */
public final class SketchFitting {

    private SketchFitting() {}

    public static byte[] fit(EmbeddingModel model, long seed, int landscapes, int looks) {
        return new Sketches(
                        fit(model, Sensor.S1, seed, landscapes, looks),
                        fit(model, Sensor.S2, seed, landscapes, looks))
                .toBytes();
    }

    private static Sketch fit(
            EmbeddingModel model, Sensor sensor, long seed, int landscapes, int looks) {
        var fit = new SketchFit(model.gridSize() * model.gridSize(), model.width());
        for (var sample : TrainingSample.undisturbed(seed, landscapes, looks)) {
            List<float[]> patches = sample.patches(sensor, model.bands(sensor));
            for (var tokens : model.tokens(sensor, patches)) {
                fit.add(tokens);
            }
        }
        return fit.fit(Sketch.DEFAULT_SIZE);
    }
}
