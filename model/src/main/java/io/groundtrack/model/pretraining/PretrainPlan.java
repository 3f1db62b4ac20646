package io.groundtrack.model.pretraining;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * A run: what is trained, on what, how, and where to.
 *
 * @param name of the model, and of its folder inside {@code out}
 * @param patches folders with a manifest and shards
 */
public record PretrainPlan(
        String name,
        ModelConfig config,
        Bands bands,
        List<Path> patches,
        Path out,
        PretrainOptions options,
        Cadence cadence) {

    /**
     * How often what happens; none of it changes the weights.
     *
     * @param checkpointEvery steps
     * @param keep checkpoints that stay
     * @param logEvery steps
     * @param evaluateEvery steps; 0 = at the end only
     * @param heldOutPatches at most this many are looked at
     */
    public record Cadence(
            long checkpointEvery, int keep, long logEvery, long evaluateEvery, int heldOutPatches) {

        public static Cadence usual(long steps) {
            return new Cadence(200, 2, 1, Math.max(1, steps / 10), 512);
        }

        public Cadence {
            require(checkpointEvery >= 1, "checkpoint-every", checkpointEvery, "at least 1");
            require(keep >= 1, "keep", keep, "at least 1");
            require(logEvery >= 1, "log-every", logEvery, "at least 1");
            require(evaluateEvery >= 0, "evaluate-every", evaluateEvery, "0 or more");
            require(heldOutPatches >= 2, "held-out-patches", heldOutPatches, "at least 2");
        }

        private static void require(boolean holds, String name, long value, String expected) {
            if (!holds) {
                throw new IllegalArgumentException(
                        name + ": " + value + " (expected: " + expected + ")");
            }
        }
    }

    public PretrainPlan {
        patches = List.copyOf(patches);
        if (patches.isEmpty()) {
            throw new IllegalArgumentException("patches: none (expected: at least one folder)");
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "name: '" + name + "' (expected: letters, digits, '.', '_' and '-')");
        }
    }
}
