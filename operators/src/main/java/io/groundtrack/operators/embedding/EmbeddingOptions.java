package io.groundtrack.operators.embedding;

import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.script.Precision;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Which model embeds, where, and in what batches.
 *
 * @param model preset name (untrained) or folder of a checkpoint
 * @param batchSize patches a call; decides the one shape that all calls are padded to, so that a
 *     vector never depends on its batch mates
 * @param maxWait longest processing time a patch waits for its batch to fill
 * @param threads threads of the engine in this process; 0 = one for each core
 * @param device cpu, gpu:N, or auto (the accelerator that the engine was given, else cpu)
 * @param precision of the matrix products; vectors of different precisions are never compared
 */
public record EmbeddingOptions(
        String model,
        int batchSize,
        Duration maxWait,
        int threads,
        String device,
        Precision precision)
        implements Serializable {

    public static final ConfigOption<String> MODEL =
            ConfigOptions.key("model.path")
                    .stringType()
                    .defaultValue("csmoe-nano")
                    .withDescription(
                            "Model that embeds: name of a preset (untrained) or folder of a"
                                    + " checkpoint.");

    public static final ConfigOption<Integer> THREADS =
            ConfigOptions.key("model.threads")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Threads of the tensor engine in each process, shared by all"
                                    + " subtasks; 0 = one for each core.");

    public static final ConfigOption<String> DEVICE =
            ConfigOptions.key("model.device")
                    .stringType()
                    .defaultValue("auto")
                    .withDescription(
                            "`cpu`, `gpu:N`, or `auto`: the accelerator that Flink's external"
                                    + " resource `gpu` names, else cpu.");

    public static final ConfigOption<Precision> PRECISION =
            ConfigOptions.key("model.precision")
                    .enumType(Precision.class)
                    .defaultValue(Precision.FP32)
                    .withDescription(
                            "Numbers that matrix products are made in: `fp32`, `bf16` (faster where"
                                    + " the processor has instructions for it), or `fp16` (on a GPU"
                                    + " only). The model's id names it where it is not fp32: such"
                                    + " vectors have histories of their own.");

    public static final ConfigOption<Integer> BATCH_SIZE =
            ConfigOptions.key("embed.batch-size")
                    .intType()
                    .defaultValue(32)
                    .withDescription(
                            "Patches a model call, 1…4096; decides the shape that every call is"
                                    + " padded to. Part of what makes vectors repeat to the bit.");

    public static final ConfigOption<Duration> MAX_WAIT =
            ConfigOptions.key("embed.max-wait")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription(
                            "Longest processing time a patch waits for its batch to fill while the model is idle; while it is busy, 30 s at most.");

    private static final String AUTO = "auto";
    private static final Pattern DEVICES = Pattern.compile(AUTO + "|cpu|gpu:\\d{1,3}");

    public EmbeddingOptions {
        if (batchSize < 1 || batchSize > 4096) {
            throw new IllegalArgumentException(
                    BATCH_SIZE.key() + ": " + batchSize + " (expected: between 1 and 4096)");
        }
        if (maxWait.isNegative() || maxWait.isZero()) {
            throw new IllegalArgumentException(
                    MAX_WAIT.key() + ": " + maxWait + " (expected: more than 0)");
        }
        if (threads < 0) {
            throw new IllegalArgumentException(
                    THREADS.key() + ": " + threads + " (expected: 0 or more)");
        }
        if (precision == Precision.FP16 && device.equals("cpu")) {
            throw new IllegalArgumentException(
                    PRECISION.key() + ": fp16 (expected: fp32 or bf16 on device cpu)");
        }
        if (!DEVICES.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    DEVICE.key() + ": " + device + " (expected: auto, cpu, or gpu:0 and so on)");
        }
    }

    /** Options as configured. */
    public static EmbeddingOptions from(ReadableConfig config) {
        return new EmbeddingOptions(
                config.get(MODEL),
                config.get(BATCH_SIZE),
                config.get(MAX_WAIT),
                config.get(THREADS),
                config.get(DEVICE),
                config.get(PRECISION));
    }

    /** How the model is to be opened; on cpu where the device is still open. */
    public ModelOptions forModel() {
        String definite = on(Optional.empty()).device();
        return new ModelOptions(batchSize, threads, definite, precision, true);
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
                        accelerator.map(index -> "gpu:" + index).orElse("cpu"),
                        precision)
                : this;
    }
}
