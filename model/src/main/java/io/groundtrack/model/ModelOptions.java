package io.groundtrack.model;

import io.groundtrack.model.script.Precision;

/**
 * How a model is run.
 *
 * @param batchSize patches that callers mostly bring at once; decides the shapes that lists are cut
 *     and padded to, and so vectors of another batch size may differ by rounding
 * @param threads of one forward on a CPU, for the whole process; 0 for one on each core
 * @param device {@code cpu}, or {@code gpu:0} and so on
 * @param precision of the matrix products; vectors of different precisions must not be mixed, and
 *     so the model's id names it where it is not fp32
 * @param oneShape whether there is but one shape, so that all vectors are equal to the bit however
 *     many patches a call brings; else short lists have shapes of their own, and are faster
 */
public record ModelOptions(
        int batchSize, int threads, String device, Precision precision, boolean oneShape) {
    public ModelOptions {
        if (batchSize < 1 || batchSize > 4096) {
            throw new IllegalArgumentException(
                    "batchSize: " + batchSize + " (expected: 1 to 4096)");
        }
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 0 to 1024)");
        }
        if (!device.matches("cpu|gpu:\\d{1,3}")) {
            throw new IllegalArgumentException("device: " + device + " (expected: cpu or gpu:0)");
        }
        if (precision == Precision.FP16 && device.equals("cpu")) {
            throw new IllegalArgumentException(
                    "precision: fp16 (expected: fp32 or bf16 on device cpu)");
        }
    }

    public ModelOptions(int batchSize, int threads, String device) {
        this(batchSize, threads, device, Precision.FP32, true);
    }

    public static ModelOptions defaults() {
        return new ModelOptions(32, 0, "cpu");
    }
}
