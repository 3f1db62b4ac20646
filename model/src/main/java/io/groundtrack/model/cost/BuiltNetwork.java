package io.groundtrack.model.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Weights;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Weights and multiply-adds counted on the network as it is built, not by formula: weights are the
 * blocks' own parameters, MACs those of every matrix product that one forward asks for. Neither
 * weights nor an engine are needed, so the largest model is counted at once.
 */
public final class BuiltNetwork {
    private final ModelConfig config;
    private final int s1Bands;
    private final int s2Bands;
    private final CrossSensorEncoder encoder;

    public BuiltNetwork(ModelConfig config, int s1Bands, int s2Bands) {
        this.config = config;
        this.s1Bands = s1Bands;
        this.s2Bands = s2Bands;
        encoder = new CrossSensorEncoder(config, s1Bands, s2Bands);
    }

    public long encoderParameters() {
        return count(Weights.trainable(encoder));
    }

    /** Official name → shape of the encoder's weights. */
    Map<String, long[]> encoderShapes() {
        return Weights.shapes(encoder);
    }

    /** MACs of one patch of Sentinel-1, all tokens. */
    public long s1Macs() {
        return encoderMacs(encoder::s1Tokens, s1Bands);
    }

    /** MACs of one patch of Sentinel-2, all tokens. */
    public long s2Macs() {
        return encoderMacs(encoder::s2Tokens, s2Bands);
    }

    private long encoderMacs(BiFunction<ForwardPass, NDArray, NDArray> path, int bands) {
        var arrays = new ShapeOnlyArrays();
        ForwardPass pass = arrays.pass();
        NDArray pixels = arrays.array(1, bands, config.imageSize(), config.imageSize());
        encoder.features(pass, path.apply(pass, pixels));
        return arrays.macs();
    }

    private static long count(Map<String, Parameter> parameters) {
        return parameters.values().stream().mapToLong(p -> p.getShape().size()).sum();
    }
}
