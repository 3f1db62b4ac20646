package io.groundtrack.model.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.groundtrack.model.checkpoint.NumberType;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.SafetensorsWriter;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.network.MaskedAutoencoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The one file of a run's checkpoint: weights, moments, average; float, as they are. */
final class StateFile {
    private static final String NAME = "state.safetensors";

    private StateFile() {}

    static void write(Path folder, Map<String, NDArray> state) throws IOException {
        var shapes = new TreeMap<String, long[]>();
        state.forEach((name, array) -> shapes.put(name, array.getShape().getShape()));
        try (var out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(NAME)))) {
            SafetensorsWriter.write(
                    out, shapes, NumberType.F32, (name, shape) -> state.get(name).toFloatArray());
        }
    }

    static Trainer read(
            Path checkpoint,
            long steps,
            NDManager manager,
            MaskedAutoencoder network,
            PretrainOptions options) {
        Path path = checkpoint.resolve(NAME);
        try (var file = Safetensors.open(path)) {
            var state = new StoredWeights(path.toString(), file);
            var trainer = new Trainer(manager, network, options, Trainer.weightsOf(state));
            trainer.goOnAfter(steps, state);
            return trainer;
        }
    }
}
