package io.groundtrack.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.BandSet;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * How the Soft MoE layers of a model share the tokens of a patch out among their experts.
 *
 * <p>Patches as for {@link EmbeddingModel} → for each layer of the sensor's path and each of its N
 * patch tokens (row by row, no class token) the combine weight of each expert, all slots of an
 * expert together; a token's E shares sum to one.
 *
 * <p>Holds a network of its own, for looking into: embeddings come from {@link EmbeddingModel}. Not
 * thread safe. Errors: a model without Soft MoE is refused, patches of the wrong size likewise.
 */
public final class ExpertRouting implements AutoCloseable {
    private final ModelConfig config;
    private final Bands bands;
    private final int batchSize;
    private final NDManager manager;
    private final CrossSensorEncoder encoder;

    /**
     * Opens a preset with untrained weights, or a checkpoint folder.
     *
     * @param nameOrFolder a preset's name, such as {@code csmoe-nano}, or a path
     */
    public static ExpertRouting open(String nameOrFolder, ModelOptions options) {
        try (ModelFiles files = ModelFiles.of(nameOrFolder)) {
            return new ExpertRouting(files, options);
        }
    }

    private ExpertRouting(ModelFiles files, ModelOptions options) {
        batchSize = options.batchSize();
        config =
                ModelConfig.read(
                        files.name() + "/" + ModelFiles.CONFIG, files.required(ModelFiles.CONFIG));
        bands = Bands.read(files.name() + "/" + ModelFiles.BANDS, files.required(ModelFiles.BANDS));
        if (layers(Sensor.S1).isEmpty()) {
            throw new IllegalArgumentException(
                    files.name() + ": no layer is Soft MoE (expected: a csmoe model)");
        }
        encoder = new CrossSensorEncoder(config, bands.s1().count(), bands.s2().count());
        manager = TorchEngine.newManager(options);
        try {
            Weights.load(encoder, config, files.weights(encoder), manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Official names of the blocks with Soft MoE along a sensor's path. */
    public List<String> layers(Sensor sensor) {
        var names = new ArrayList<String>();
        int specific = config.specificDepth();
        for (int i = 0; i < specific + config.sharedDepth(); i++) {
            if (config.hasSoftMoe(i)) {
                names.add(
                        i >= specific
                                ? "blocks." + (i - specific)
                                : (sensor == Sensor.S1 ? "blocks_s1." : "blocks_s2.") + i);
            }
        }
        return names;
    }

    /** E, in every layer. */
    public int experts() {
        return config.softMoe().experts();
    }

    /** Tokens along one side of a patch. */
    public int gridSize() {
        return config.gridSize();
    }

    /**
     * @return for each patch, for each layer, N·E shares, token by token
     */
    public float[][][] shares(Sensor sensor, List<float[]> patches) {
        var shares = new float[patches.size()][layers(sensor).size()][];
        PixelInput input = input(sensor);
        for (int from = 0; from < patches.size(); from += batchSize) {
            int count = Math.min(batchSize, patches.size() - from);
            try (PixelInput.Filled pixels =
                            input.fill(patches.subList(from, from + count), batchSize);
                    NDManager call = manager.newSubManager()) {
                split(
                        route(sensor, whole(pixels.array(call), set(sensor).count())),
                        from,
                        count,
                        shares);
            }
        }
        return shares;
    }

    /** Squares (B, N, C·P·P) → (B, C, H, W), which the readable network takes. */
    private NDArray whole(NDArray squares, int count) {
        long grid = config.gridSize();
        long side = config.patchSize();
        return squares.reshape(batchSize, grid, grid, count, side, side)
                .transpose(0, 3, 1, 4, 2, 5)
                .reshape(batchSize, count, grid * side, grid * side);
    }

    /** Each layer's B·(1 + N)·E shares. */
    private List<float[]> route(Sensor sensor, NDArray pixels) {
        var layers = new ArrayList<float[]>();
        var pass =
                new ForwardPass(
                        null, false, combine -> layers.add(byExpert(combine).toFloatArray()));
        switch (sensor) {
            case S1 -> encoder.s1Tokens(pass, pixels);
            case S2 -> encoder.s2Tokens(pass, pixels);
        }
        return layers;
    }

    /** (B, T, E·p) → (B, T, E). */
    private NDArray byExpert(NDArray combine) {
        Shape shape = combine.getShape();
        return combine.reshape(
                        shape.get(0),
                        shape.get(1),
                        config.softMoe().experts(),
                        config.softMoe().slotsPerExpert())
                .sum(new int[] {3});
    }

    private void split(List<float[]> layers, int from, int count, float[][][] shares) {
        int tokens = config.patchTokens();
        for (int l = 0; l < layers.size(); l++) {
            for (int b = 0; b < count; b++) {
                var own = new float[tokens * experts()];
                int start = (b * (1 + tokens) + 1) * experts();
                System.arraycopy(layers.get(l), start, own, 0, own.length);
                shares[from + b][l] = own;
            }
        }
    }

    private PixelInput input(Sensor sensor) {
        return new PixelInput(set(sensor), config, bands.transposed());
    }

    private BandSet set(Sensor sensor) {
        return sensor == Sensor.S1 ? bands.s1() : bands.s2();
    }

    @Override
    public void close() {
        manager.close();
    }
}
