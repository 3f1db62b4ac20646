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
 * <p>Tables of positions are computed, never loaded.
 */
public final class Weights {
    private static final String PREFIX = "backbone.";
    private static final String ENCODER_POSITIONS = "pos_embed";
    static final String DECODER_POSITIONS = "decoder_pos_embed";
    public static final String POSITIONS = PREFIX + ENCODER_POSITIONS;

    private Weights() {}

    /** Official name → parameter, in order of names, without the table of positions. */
    public static Map<String, Parameter> trainable(CrossSensorEncoder encoder) {
        return withoutPositions(named(PREFIX, encoder));
    }

    /** Official name → parameter, in order of names, without the tables of positions. */
    public static Map<String, Parameter> trainable(MaskedAutoencoder model) {
        return withoutPositions(named("", model));
    }

    /** Official name → parameter of all that a file of weights holds, tables of positions too. */
    public static Map<String, Parameter> stored(MaskedAutoencoder model) {
        return named("", model);
    }

    /** Name within the layer → parameter. */
    public static Map<String, Parameter> trainable(SoftMoe layer) {
        return named("", layer);
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

    private static Map<String, Parameter> withoutPositions(Map<String, Parameter> all) {
        all.keySet().removeIf(Weights::isPositions);
        return all;
    }

    private static boolean isPositions(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.equals(ENCODER_POSITIONS) || last.equals(DECODER_POSITIONS);
    }

    public static long count(CrossSensorEncoder encoder) {
        return count(trainable(encoder));
    }

    /** Trainable weights of encoder and decoders. */
    public static long count(MaskedAutoencoder model) {
        return count(trainable(model));
    }

    private static long count(Map<String, Parameter> named) {
        return named.values().stream().mapToLong(p -> p.getShape().size()).sum();
    }

    /** Fills every parameter; the arrays belong to {@code manager}. */
    public static void load(
            CrossSensorEncoder encoder,
            ModelConfig config,
            WeightSource source,
            NDManager manager) {
        loadWithPositions(named(PREFIX, encoder), source, manager);
    }

    /** Fills every parameter, frozen; the arrays belong to {@code manager}. */
    public static void load(MaskedAutoencoder model, WeightSource source, NDManager manager) {
        loadWithPositions(named("", model), source, manager);
    }

    /** Fills the parameters of a layer alone, frozen. */
    public static void load(SoftMoe layer, WeightSource source, NDManager manager) {
        load(named("", layer), source, manager);
    }

    /** From here on, gradients of all trainable weights are kept. */
    public static void thaw(MaskedAutoencoder model) {
        trainable(model).values().forEach(parameter -> parameter.freeze(false));
    }

    private static void loadWithPositions(
            Map<String, Parameter> all, WeightSource source, NDManager manager) {
        all.forEach(
                (name, parameter) -> {
                    Shape shape = parameter.getShape();
                    fill(
                            parameter,
                            isPositions(name)
                                    ? positions(shape)
                                    : source.values(name, shape.getShape()),
                            manager);
                });
    }

    private static float[] positions(Shape shape) {
        return PositionCode.table(
                (int) Math.round(Math.sqrt(shape.get(1) - 1.0)), (int) shape.get(2));
    }

    /** Refuses a stored table of positions that is not the one the network computes. */
    public static void checkPositions(
            CrossSensorEncoder encoder, String source, WeightSource stored) {
        checkPositions(named(PREFIX, encoder), source, stored);
    }

    /** Refuses stored tables of positions that are not those the network computes. */
    public static void checkPositions(MaskedAutoencoder model, String source, WeightSource stored) {
        checkPositions(named("", model), source, stored);
    }

    private static void checkPositions(
            Map<String, Parameter> all, String source, WeightSource stored) {
        all.forEach(
                (name, parameter) -> {
                    if (isPositions(name)) {
                        checkPositions(name, parameter.getShape(), source, stored);
                    }
                });
    }

    private static void checkPositions(
            String name, Shape shape, String source, WeightSource stored) {
        float[] found = stored.values(name, shape.getShape());
        float[] expected = positions(shape);
        for (int i = 0; i < found.length; i++) {
            if (Math.abs(found[i] - expected[i]) > 1e-4f) {
                throw new IllegalArgumentException(
                        source
                                + ": tensor "
                                + name
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
        return shapes(trainable(encoder));
    }

    /** Official name → shape of all that a file of weights holds, in order of names. */
    public static Map<String, long[]> shapes(MaskedAutoencoder model) {
        return shapes(stored(model));
    }

    /** Name within the layer → shape. */
    public static Map<String, long[]> shapes(SoftMoe layer) {
        return shapes(named("", layer));
    }

    private static Map<String, long[]> shapes(Map<String, Parameter> named) {
        var shapes = new TreeMap<String, long[]>();
        named.forEach((name, parameter) -> shapes.put(name, parameter.getShape().getShape()));
        return shapes;
    }
}
