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
 * @param precision of the model's matrix products; part of the model's id
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

    public static final ConfigOption<String> PRECISION =
            ConfigOptions.key("model.precision")
                    .stringType()
                    .defaultValue("fp32")
                    .withDescription(
                            "Numbers of the model's matrix products: `fp32`, `bf16`, or `fp16`"
                                    + " (accelerators only). Other than fp32 it is part of the"
                                    + " modelId, for vectors of different precisions must not be"
                                    + " compared.");

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
                            "Longest processing time a patch waits for its batch to fill.");

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
                precision(config.get(PRECISION)));
    }

    private static Precision precision(String text) {
        try {
            return Precision.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PRECISION.key() + ": " + text + " (expected: fp32, bf16 or fp16)", e);
        }
    }

    /** How the model is to be opened; on cpu where the device is still open. */
    public ModelOptions forModel() {
        var definite = on(Optional.empty());
        return new ModelOptions(batchSize, threads, definite.device(), precision, true);
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
