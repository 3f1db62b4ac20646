package io.groundtrack.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.ModelId;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import io.groundtrack.model.script.Precision;
import io.groundtrack.model.script.ScriptedEncoder;
import io.groundtrack.model.script.ScriptedEncoder.Output;
import io.groundtrack.model.sketch.Sketches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CSMoE (or CSMAE) encoder ready to embed patches of either sensor.
 *
 * <p>Patches of C·H·W numbers in physical units (S2: reflectance × 10000 with the offset applied;
 * S1: dB), bands in the order of {@link #bands}, rows from north to south; NaN where there is no
 * data → features of D numbers and a byte sketch of every token.
 *
 * <p>Lists are cut and padded to one of a few fixed {@link #shape shapes}, so that within a shape a
 * vector never depends, to the bit, on the patches it was embedded with or on its place among them.
 * Thread safe: calls share the weights and the engine's threads. No call leaves native memory
 * behind; {@link #close} waits for calls under way and frees the weights.
 *
 * <p>Errors: a checkpoint that is damaged or does not fit its configuration is refused with {@link
 * IllegalArgumentException} naming file, tensor and reason; so are patches of the wrong size.
 */
public final class EmbeddingModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingModel.class);

    private final ModelFiles files;
    private final ModelConfig config;
    private final Bands bands;
    private final String checkpointId;
    private final String modelId;
    private final Shapes shapes;
    private final Lanes lanes;

    /** A batch that is not full gives each part as many threads as a full one: the same bits. */
    private final int partsOfABatch;

    private final NDManager manager;
    private final ScriptedEncoder encoder;
    private final Sketches sketches;
    private final PixelInput s1;
    private final PixelInput s2;
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
        sketches =
                Sketches.read(
                        files.name() + "/" + ModelFiles.SKETCH,
                        sketchBytes,
                        tokens,
                        config.width());
        // for its names and shapes: it gets no weights
        var network = new CrossSensorEncoder(config, bands.s1().count(), bands.s2().count());
        shapes = Shapes.of(config, options);
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
                            shapes.largest());
            checkpointId =
                    ModelId.of(
                            files.name(),
                            files.weightsDigest(network),
                            configBytes,
                            bandsBytes,
                            sketchBytes);
            modelId =
                    options.precision() == Precision.FP32
                            ? checkpointId
                            : checkpointId + "-" + options.precision().text();
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        s1 = new PixelInput(bands.s1(), config, bands.transposed());
        s2 = new PixelInput(bands.s2(), config, bands.transposed());
        boolean processor = options.device().equals("cpu");
        partsOfABatch = (options.batchSize() + shapes.largest() - 1) / shapes.largest();
        lanes = new Lanes(processor ? TorchEngine.threads(options) : 1);
        LOG.info(
                "model {}: {} weights, parts of {} patches, on {}, {} threads",
                modelId,
                Weights.count(network),
                shapes.largest(),
                options.device(),
                lanes.threads());
    }

    /**
     * What vectors are marked with: {@link #checkpointId}, and the precision where it is not fp32.
     * Vectors of different ids must not be compared.
     */
    public String modelId() {
        return modelId;
    }

    /**
     * Name, and what the weights, the configuration, the bands and the sketch hash to. Heads name
     * it: they were fitted on these weights, whatever precision they run in.
     */
    public String checkpointId() {
        return checkpointId;
    }

    /** Patches that a list of {@code count} is padded to, or cut into parts of. */
    public int shape(int count) {
        return shapes.of(count);
    }

    /** Threads that a call on a CPU is split over; 1 on a GPU. Vectors may differ by it. */
    public int threads() {
        return lanes.threads();
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
        return sketches.s1().size();
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
        return rows(sensor, patches, Rows::takeEncoded).encoded();
    }

    /**
     * The tokens that sketches are made of: after the last norm, row by row, without the class
     * token; N·D numbers a patch.
     */
    public float[][] tokens(Sensor sensor, List<float[]> patches) {
        return rows(sensor, patches, Rows::takeTokens).tokens();
    }

    /**
     * Patches of one place by both sensors, in one forward: faster than two calls. Equal to them
     * but for rounding.
     */
    public EncodedPairs encodePairs(List<float[]> s1Patches, List<float[]> s2Patches) {
        if (s1Patches.size() != s2Patches.size()) {
            throw new IllegalArgumentException(
                    "pairs: " + s1Patches.size() + " of S1 and " + s2Patches.size() + " of S2");
        }
        s1.check(s1Patches);
        s2.check(s2Patches);
        int shape = shapes.of(s1Patches.size());
        if (shape == 1) {
            return oneByOne(s1Patches, s2Patches);
        }
        var first = new Rows(s1Patches.size(), shape);
        var second = new Rows(s1Patches.size(), shape);
        forEachPart(
                s1Patches.size(),
                shape,
                (from, to, call) -> {
                    try (var pixels1 = s1.fill(s1Patches.subList(from, to), shape);
                            var pixels2 = s2.fill(s2Patches.subList(from, to), shape)) {
                        Output[] both = encoder.pair(pixels1.array(call), pixels2.array(call));
                        first.takeEncoded(both[0], from, to - from);
                        second.takeEncoded(both[1], from, to - from);
                    }
                });
        return new EncodedPairs(first.encoded(), second.encoded());
    }

    /** Sensors side by side: threads that share so little wait for each other most of the time. */
    private EncodedPairs oneByOne(List<float[]> s1Patches, List<float[]> s2Patches) {
        int count = s1Patches.size();
        var first = new Rows(count, 1);
        var second = new Rows(count, 1);
        var parts = new ArrayList<Consumer<NDManager>>();
        for (int i = 0; i < count; i++) {
            int at = i;
            var one = s1Patches.subList(at, at + 1);
            var other = s2Patches.subList(at, at + 1);
            parts.add(call -> part(Sensor.S1, one, 1, call, first, at, Rows::takeEncoded));
            parts.add(call -> part(Sensor.S2, other, 1, call, second, at, Rows::takeEncoded));
        }
        run(parts, parts.size());
        return new EncodedPairs(first.encoded(), second.encoded());
    }

    @FunctionalInterface
    private interface Taker {
        void take(Rows rows, Output output, int from, int count);
    }

    private Rows rows(Sensor sensor, List<float[]> patches, Taker taker) {
        input(sensor).check(patches);
        int shape = shapes.of(patches.size());
        var rows = new Rows(patches.size(), shape);
        forEachPart(
                patches.size(),
                shape,
                (from, to, call) ->
                        part(sensor, patches.subList(from, to), shape, call, rows, from, taker));
        return rows;
    }

    private PixelInput input(Sensor sensor) {
        return sensor == Sensor.S1 ? s1 : s2;
    }

    private void part(
            Sensor sensor,
            List<float[]> patches,
            int shape,
            NDManager call,
            Rows rows,
            int from,
            Taker taker) {
        try (var pixels = input(sensor).fill(patches, shape)) {
            NDArray x = pixels.array(call);
            Output output = sensor == Sensor.S1 ? encoder.s1(x) : encoder.s2(x);
            taker.take(rows, output, from, patches.size());
        }
    }

    @FunctionalInterface
    private interface Part {
        /** What it makes belongs to {@code call}. */
        void run(int from, int to, NDManager call);
    }

    private void forEachPart(int count, int shape, Part part) {
        var parts = new ArrayList<Consumer<NDManager>>();
        for (int start = 0; start < count; start += shape) {
            int from = start;
            int to = Math.min(count, from + shape);
            parts.add(call -> part.run(from, to, call));
        }
        run(parts, shapes.isOne() ? partsOfABatch : parts.size());
    }

    /** What a part makes belongs to the manager it is given. */
    @SuppressWarnings("try") // the work is there for its end
    private void run(List<Consumer<NDManager>> parts, int usual) {
        inUse.readLock().lock();
        try (var work = NativeWork.begin()) {
            if (closed) {
                throw new IllegalStateException(modelId + " is closed");
            }
            var calls = new ArrayList<Runnable>();
            for (var part : parts) {
                calls.add(
                        () -> {
                            try (NDManager call = manager.newSubManager()) {
                                part.accept(call);
                            }
                        });
            }
            lanes.run(calls, Math.max(1, usual));
        } finally {
            inUse.readLock().unlock();
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
                lanes.close();
                encoder.close();
                manager.close();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
