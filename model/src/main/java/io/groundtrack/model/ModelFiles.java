package io.groundtrack.model;

import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.CrossSensorEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** The files of a checkpoint, wherever they come from. */
sealed interface ModelFiles extends AutoCloseable permits FolderFiles, PresetFiles {
    String MODEL = Checkpoint.MODEL;
    String CONFIG = Checkpoint.CONFIG;
    String BANDS = Checkpoint.BANDS;
    String SKETCH = Checkpoint.SKETCH;

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

    /**
     * SHA-256 that has taken in the bytes of {@code model.safetensors}, checked where a list of
     * checksums names it.
     */
    MessageDigest weightsDigest(CrossSensorEncoder encoder);

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
}
