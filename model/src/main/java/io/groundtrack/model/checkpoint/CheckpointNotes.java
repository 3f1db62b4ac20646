package io.groundtrack.model.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a checkpoint says beside its weights, sizes and bands.
 *
 * @param name in the model card
 * @param description how the weights came to be: whole sentences, Markdown
 * @param trainedOn data set of pretraining; empty where the weights are untrained
 * @param hyperparameters of training: name → number, text or flag; empty where unknown
 * @param storedAs type of every number in {@code model.safetensors}
 * @param files other files: path inside the checkpoint, such as {@code sketch.safetensors} → bytes
 */
public record CheckpointNotes(
        String name,
        String description,
        Optional<String> trainedOn,
        Map<String, Object> hyperparameters,
        NumberType storedAs,
        Map<String, byte[]> files) {

    public CheckpointNotes {
        hyperparameters = Map.copyOf(hyperparameters);
        files = Map.copyOf(files);
    }

    /** Untrained weights in F32, without other files. */
    public static CheckpointNotes of(String name, String description) {
        return new CheckpointNotes(
                name, description, Optional.empty(), Map.of(), NumberType.F32, Map.of());
    }

    public CheckpointNotes trainedOn(String data, Map<String, Object> with) {
        return new CheckpointNotes(
                name, description, Optional.of(data), new TreeMap<>(with), storedAs, files);
    }

    public CheckpointNotes storedAs(NumberType type) {
        return new CheckpointNotes(name, description, trainedOn, hyperparameters, type, files);
    }

    public CheckpointNotes with(String relative, byte[] content) {
        var more = new LinkedHashMap<>(files);
        more.put(relative, content);
        return new CheckpointNotes(name, description, trainedOn, hyperparameters, storedAs, more);
    }
}
