package io.groundtrack.job.stored;

import io.groundtrack.sinks.files.StoredEmbeddings;
import io.groundtrack.sinks.files.StoredPasses;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/**
 * What a replay left in its folder, as the start of another: {@code embeddings.parquet}, {@code
 * passes.jsonl}, {@code ledger.jsonl}.
 *
 * @param folder the folder
 * @param groups row groups of its embeddings
 * @param models ids of the models that made them
 * @param partners S1 pass by S2 pass
 */
public record StoredRun(
        String folder, int groups, List<String> models, HashMap<String, String> partners)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Reads footer and pairs; {@link IOException} names a file that is not as it should be. */
    public static StoredRun in(Path folder) throws IOException {
        try (var embeddings = StoredEmbeddings.open(embeddingsIn(folder))) {
            return new StoredRun(
                    folder.toAbsolutePath().toString(),
                    embeddings.groups(),
                    embeddings.models(),
                    new HashMap<>(StoredPasses.in(folder).partners()));
        }
    }

    /** Refuses vectors that another model made: heads and thresholds are of one model. */
    public void requireModel(String modelId) {
        for (var model : models) {
            if (!model.equals(modelId)) {
                throw new IllegalArgumentException(
                        "--embeddings %s: made by model %s (expected: %s, as model.path says)"
                                .formatted(folder, model, modelId));
            }
        }
    }

    Path path() {
        return Path.of(folder);
    }

    static Path embeddingsIn(Path folder) {
        return folder.resolve("embeddings.parquet");
    }
}
