package io.groundtrack.model;

import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.CrossSensorEncoder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a checkpoint, wherever they come from. */
sealed interface ModelFiles extends AutoCloseable permits FolderFiles, PresetFiles {
    String MODEL = "model.safetensors";
    String CONFIG = "config.json";
    String BANDS = "bands.json";
    String SKETCH = "sketch.safetensors";

    /** The part of the model's id before the hash. */
    String name();

    /**
     * A file other than the weights.
     *
     * @param relative path inside the checkpoint, with {@code /}
     */
    Optional<byte[]> file(String relative);

    default byte[] required(String relative) {
        return file(relative)
                .orElseThrow(
                        () -> new IllegalArgumentException(name() + ": " + relative + ": missing"));
    }

    /** Writes the bytes of {@code model.safetensors}. */
    void copyWeights(CrossSensorEncoder encoder, OutputStream into);

    WeightSource weights(CrossSensorEncoder encoder);

    @Override
    void close();

    static ModelFiles of(String nameOrFolder) {
        Optional<ModelConfig> preset = Preset.named(nameOrFolder);
        if (preset.isPresent()) {
            return new PresetFiles(nameOrFolder, preset.get());
        }
        Path folder = Path.of(nameOrFolder);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "model: '"
                            + nameOrFolder
                            + "' (expected: a folder, or one of "
                            + Preset.names()
                            + ")");
        }
        return new FolderFiles(folder);
    }

    static void checkRelative(String relative) {
        boolean leaves = List.of(relative.split("[/\\\\]", -1)).contains("..");
        if (leaves || relative.isEmpty() || relative.startsWith("/") || relative.contains(":")) {
            throw new IllegalArgumentException(
                    "file: '" + relative + "' (expected: a path inside the checkpoint)");
        }
    }
}
