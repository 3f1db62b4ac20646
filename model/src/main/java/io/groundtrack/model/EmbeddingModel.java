package io.groundtrack.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.BandSet;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.ModelId;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import io.groundtrack.model.script.Precision;
import io.groundtrack.model.script.ScriptedEncoder;
import io.groundtrack.model.sketch.Sketches;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSMoE (or CSMAE) encoder ready to embed patches of either sensor.
 *
 * <p>Patches of C·H·W numbers in physical units (S2: reflectance × 10000 with the offset applied;
 * S1: dB), bands in the order of {@link #bands}, rows from north to south; NaN where there is no
 * data → features of D numbers and a byte sketch of every token.
 *
 * <p>Lists are cut and padded to one fixed batch, so that a vector never depends, to the bit, on
 * the patches it was embedded with or on its place among them. Thread safe. No call leaves native
 * memory behind; {@link #close} waits for calls under way and frees the weights.
 *
 * <p>Errors: a checkpoint that is damaged or does not fit its configuration is refused with {@link
 * IllegalArgumentException} naming file, tensor and reason; so are patches of the wrong size.
 */
public final class EmbeddingModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingModel.class);

    private final ModelFiles files;
    private final ModelConfig config;
    private final Bands bands;
    private final int batchSize;
    private final String modelId;
    private final NDManager manager;
    private final ScriptedEncoder encoder;
    private final SensorDoor s1;
    private final SensorDoor s2;
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * Opens a preset with untrained weights, or a checkpoint folder.
     *
     * @param nameOrFolder a preset's name, such as {@code csmoe-nano}, or a path
     */
    public static EmbeddingModel open(String nameOrFolder, ModelOptions options) {
        // what is open stays so only while weights are read
        try (ModelFiles files = ModelFiles.of(nameOrFolder)) {
            return new EmbeddingModel(files, options);
        }
    }

    private EmbeddingModel(ModelFiles files, ModelOptions options) {
        this.files = files;
        byte[] configBytes = files.required(ModelFiles.CONFIG);
        byte[] bandsBytes = files.required(ModelFiles.BANDS);
        config = ModelConfig.read(files.name() + "/" + ModelFiles.CONFIG, configBytes);
        bands = Bands.read(files.name() + "/" + ModelFiles.BANDS, bandsBytes);
        int tokens = config.patchTokens();
        byte[] sketchBytes =
                files.file(ModelFiles.SKETCH)
                        .orElseGet(() -> Sketches.unfitted(tokens, config.width()).toBytes());
        Sketches sketches =
                Sketches.read(
                        files.name() + "/" + ModelFiles.SKETCH,
                        sketchBytes,
                        tokens,
                        config.width());
        // for its names and shapes: it gets no weights
        var network = new CrossSensorEncoder(config, bands.s1().count(), bands.s2().count());
        manager = TorchEngine.newManager(options);
        try {
            encoder =
                    ScriptedEncoder.load(
                            manager,
                            config,
                            bands.s1().count(),
                            bands.s2().count(),
                            sketches,
                            files.weights(network),
                            options.precision(),
                            options.batchSize());
            String id =
                    ModelId.of(
                            files.name(),
                            files.weightsDigest(network),
                            configBytes,
                            bandsBytes,
                            sketchBytes);
            modelId =
                    options.precision() == Precision.FP32
                            ? id
                            : id + "-" + options.precision().text();
            batchSize = encoder.batch(options.batchSize());
            s1 = new SensorDoor(input(bands.s1()), encoder::s1, sketches.s1().size());
            s2 = new SensorDoor(input(bands.s2()), encoder::s2, sketches.s2().size());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        LOG.info(
                "model {}: {} weights, batches of {}, on {}",
                modelId,
                Weights.count(network),
                batchSize,
                options.device());
    }

    private PixelInput input(BandSet set) {
        return new PixelInput(set, config.imageSize(), batchSize, bands.transposed());
    }

    /** Name, and what the weights, the configuration, the bands and the sketch hash to. */
    public String modelId() {
        return modelId;
    }

    /** D, numbers in a feature vector. */
    public int width() {
        return config.width();
    }

    /** Pixels of 10 m along one side of a patch. */
    public int imageSize() {
        return config.imageSize();
    }

    /** Tokens along one side of a patch. */
    public int gridSize() {
        return config.gridSize();
    }

    /** Bytes in the sketch of one token. */
    public int sketchSize() {
        return s1.sketchSize();
    }

    /** The model's own band order. */
    public List<String> bands(Sensor sensor) {
        return switch (sensor) {
            case S1 -> bands.s1().names();
            case S2 -> bands.s2().names();
        };
    }

    /**
     * @param relative such as {@code heads/classification.json} or {@code thresholds.json}
     */
    public Optional<byte[]> file(String relative) {
        return files.file(relative);
    }

    public Encoded encode(Sensor sensor, List<float[]> patches) {
        var features = new float[patches.size()][];
        var sketches = new byte[patches.size()][];
        int perPatch = config.patchTokens() * sketchSize();
        forEachBatch(
                sensor,
                patches,
                (output, from, count) -> {
                    copyRows(output.features().toFloatArray(), features, from, count);
                    byte[] all = output.sketches().toByteArray();
                    for (int i = 0; i < count; i++) {
                        sketches[from + i] =
                                Arrays.copyOfRange(all, i * perPatch, (i + 1) * perPatch);
                    }
                });
        return new Encoded(features, sketches);
    }

    /**
     * The tokens that sketches are made of: after the last norm, row by row, without the class
     * token; N·D numbers a patch.
     */
    public float[][] tokens(Sensor sensor, List<float[]> patches) {
        var rows = new float[patches.size()][];
        forEachBatch(
                sensor,
                patches,
                (output, from, count) ->
                        copyRows(output.tokens().toFloatArray(), rows, from, count));
        return rows;
    }

    @FunctionalInterface
    private interface BatchReader {
        void read(ScriptedEncoder.Output output, int from, int count);
    }

    private void forEachBatch(Sensor sensor, List<float[]> patches, BatchReader reader) {
        SensorDoor door = door(sensor);
        door.check(patches);
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(modelId + " is closed");
            }
            for (int from = 0; from < patches.size(); from += batchSize) {
                int count = Math.min(batchSize, patches.size() - from);
                ByteBuffer pixels = door.input().fill(patches.subList(from, from + count));
                try (NDManager call = manager.newSubManager()) {
                    var shape =
                            new Shape(
                                    batchSize,
                                    bands(sensor).size(),
                                    config.imageSize(),
                                    config.imageSize());
                    NDArray x = call.create(pixels, shape, DataType.FLOAT32);
                    reader.read(door.run(x), from, count);
                } finally {
                    door.input().release(pixels);
                }
            }
        } finally {
            inUse.readLock().unlock();
        }
    }

    private SensorDoor door(Sensor sensor) {
        return switch (sensor) {
            case S1 -> s1;
            case S2 -> s2;
        };
    }

    /** The batch's first rows, without those that only pad it. */
    private void copyRows(float[] all, float[][] into, int from, int count) {
        int perRow = all.length / batchSize;
        for (int i = 0; i < count; i++) {
            into[from + i] = Arrays.copyOfRange(all, i * perRow, (i + 1) * perRow);
        }
    }

    /** For tests: arrays that live as long as the model. */
    int nativeArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                encoder.close();
                manager.close();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
