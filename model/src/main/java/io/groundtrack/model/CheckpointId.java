package io.groundtrack.model;

import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.ModelId;
import io.groundtrack.model.sketch.Sketches;
import java.nio.file.Path;

/** The id of the checkpoint in a folder, without building the model. */
public final class CheckpointId {
    private CheckpointId() {}

    /**
     * The id that {@link EmbeddingModel#modelId} gives.
     *
     * <p>Errors: {@link IllegalArgumentException} naming the file that is missing or damaged.
     */
    public static String of(Path folder) {
        try (ModelFiles files = new FolderFiles(folder)) {
            byte[] config = files.required(Checkpoint.CONFIG);
            byte[] bands = files.required(Checkpoint.BANDS);
            ModelConfig sizes = ModelConfig.read(files.name() + "/" + Checkpoint.CONFIG, config);
            byte[] sketch =
                    files.file(Checkpoint.SKETCH)
                            .orElseGet(
                                    () ->
                                            Sketches.unfitted(sizes.patchTokens(), sizes.width())
                                                    .toBytes());
            return ModelId.of(files.name(), files.weightsDigest(null), config, bands, sketch);
        }
    }
}
