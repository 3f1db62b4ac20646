package io.groundtrack.operators.embedding;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * Which model embeds, where, and in what batches.
 *
 * @param model preset name (untrained) or folder of a checkpoint
 * @param batchSize patches a call; every call is padded to it, so that a vector never depends on
 *     its batch mates
 * @param maxWait longest processing time a patch waits for its batch to fill
 * @param threads threads of the engine in this process; 0 = as many as the engine chooses
 * @param device cpu, gpu:N, or auto (the accelerator that the engine was given, else cpu)
 */
public record EmbeddingOptions(
        String model, int batchSize, Duration maxWait, int threads, String device)
        implements Serializable {

    private static final String AUTO = "auto";

    public EmbeddingOptions {
        if (batchSize < 1 || batchSize > 4096) {
            throw new IllegalArgumentException(
                    "embed.batch-size: " + batchSize + " (expected: between 1 and 4096)");
        }
        if (maxWait.isNegative() || maxWait.isZero()) {
            throw new IllegalArgumentException(
                    "embed.max-wait: " + maxWait + " (expected: more than 0)");
        }
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "model.threads: " + threads + " (expected: 0 or more)");
        }
    }

    /**
     * These options on a definite device: {@code auto} becomes the accelerator's, or cpu where
     * there is none.
     */
    public EmbeddingOptions on(Optional<String> accelerator) {
        return device.equals(AUTO)
                ? new EmbeddingOptions(
                        model,
                        batchSize,
                        maxWait,
                        threads,
                        accelerator.map(index -> "gpu:" + index).orElse("cpu"))
                : this;
    }
}
