package io.groundtrack.model.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.WeightSource;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * The network's weights under their official names, {@code backbone.blocks_s1.0.attn.qkv.weight}.
 *
 * <p>The table of positions is computed, never loaded.
 */
public final class Weights {
    private static final String PREFIX = "backbone.";
    public static final String POSITIONS = PREFIX + "pos_embed";

    private Weights() {}

    /** Official name → parameter, in order of names, without the table of positions. */
    public static Map<String, Parameter> trainable(CrossSensorEncoder encoder) {
        Map<String, Parameter> all = named(PREFIX, encoder);
        all.remove(POSITIONS);
        return all;
    }

    static Map<String, Parameter> named(String prefix, Block block) {
        var named = new TreeMap<String, Parameter>();
        collect(prefix, block, named);
        return named;
    }

    private static void collect(String prefix, Block block, Map<String, Parameter> into) {
        for (Pair<String, Parameter> parameter : block.getDirectParameters()) {
            into.put(prefix + parameter.getKey(), parameter.getValue());
        }
        for (Pair<String, Block> child : block.getChildren()) {
            // DJL numbers its children: "01patch_embed"
            String name = child.getKey().replaceFirst("^\\d+", "");
            collect(prefix + name + ".", child.getValue(), into);
        }
    }

    public static long count(CrossSensorEncoder encoder) {
        return trainable(encoder).values().stream().mapToLong(p -> p.getShape().size()).sum();
    }

    /** Fills every parameter; the arrays belong to {@code manager}. */
    public static void load(
            CrossSensorEncoder encoder,
            ModelConfig config,
            WeightSource source,
            NDManager manager) {
        load(trainable(encoder), source, manager);
        Parameter positions = named(PREFIX, encoder).get(POSITIONS);
        float[] table = PositionCode.table(config.gridSize(), config.width());
        fill(positions, table, manager);
    }

    /** Refuses a stored table of positions that is not the one the network computes. */
    public static void checkPositions(
            CrossSensorEncoder encoder, String source, WeightSource stored) {
        Shape shape = named(PREFIX, encoder).get(POSITIONS).getShape();
        float[] found = stored.values(POSITIONS, shape.getShape());
        var gridSize = (int) Math.round(Math.sqrt(shape.get(1) - 1.0));
        float[] expected = PositionCode.table(gridSize, (int) shape.get(2));
        for (int i = 0; i < found.length; i++) {
            if (Math.abs(found[i] - expected[i]) > 1e-4f) {
                throw new IllegalArgumentException(
                        source
                                + ": tensor "
                                + POSITIONS
                                + ": value "
                                + i
                                + " is "
                                + found[i]
                                + " (expected: "
                                + expected[i]
                                + ", the fixed sine-cosine code)");
            }
        }
    }

    static void load(Map<String, Parameter> named, WeightSource source, NDManager manager) {
        named.forEach(
                (name, parameter) -> {
                    float[] values = source.values(name, parameter.getShape().getShape());
                    fill(parameter, values, manager);
                });
    }

    /** Frozen, so that inference keeps no graph; who trains thaws them. */
    static void fill(Parameter parameter, float[] values, NDManager manager) {
        parameter.close();
        parameter.freeze(true);
        parameter.setInitializer(
                (owner, shape, type) -> owner.create(FloatBuffer.wrap(values), shape));
        parameter.initialize(manager, DataType.FLOAT32);
        // the initializer holds the values
        parameter.setInitializer(null);
    }

    /** Official name → shape of every trainable weight, in order of names. */
    public static Map<String, long[]> shapes(CrossSensorEncoder encoder) {
        var shapes = new TreeMap<String, long[]>();
        trainable(encoder)
                .forEach((name, parameter) -> shapes.put(name, parameter.getShape().getShape()));
        return shapes;
    }
}
