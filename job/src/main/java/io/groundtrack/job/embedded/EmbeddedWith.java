package io.groundtrack.job.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.operators.embedding.EmbeddingOptions;
import java.util.Locale;
import java.util.Optional;

/**
 * How vectors were made, where another way would change their last bits: with the model's id, what
 * two runs must have in common for one resultHash.
 *
 * @param threads that a call of the model is split over, {@code model.threads}
 * @param batch patches that every call is padded to, {@code embed.batch-size}
 * @param device cpu, or gpu:0 and so on
 * @param precision of the matrix products
 */
public record EmbeddedWith(int threads, int batch, String device, String precision) {

    public static EmbeddedWith of(EmbeddingModel model, EmbeddingOptions options) {
        return new EmbeddedWith(
                model.threads(),
                model.shape(options.batchSize()),
                options.on(Optional.empty()).device(),
                options.precision().name().toLowerCase(Locale.ROOT));
    }

    /** Adds it to the object of {@code summary.json}, or to another. */
    public void describe(ObjectNode json) {
        json.putObject("embeddedWith")
                .put("threads", threads)
                .put("batch", batch)
                .put("device", device)
                .put("precision", precision);
    }
}
