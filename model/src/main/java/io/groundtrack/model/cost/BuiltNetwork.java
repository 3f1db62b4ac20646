package io.groundtrack.model.cost;

import ai.djl.ndarray.NDArray;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Masks;
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
    private final MaskedAutoencoder model;

    public BuiltNetwork(ModelConfig config, int s1Bands, int s2Bands) {
        this.config = config;
        this.s1Bands = s1Bands;
        this.s2Bands = s2Bands;
        model = new MaskedAutoencoder(config, s1Bands, s2Bands);
    }

    public long encoderParameters() {
        return Weights.count(model.encoder());
    }

    public long decoderParameters() {
        return Weights.count(model) - encoderParameters();
    }

    /** Official name → shape of the encoder's weights. */
    Map<String, long[]> encoderShapes() {
        return Weights.shapes(model.encoder());
    }

    /** Official name → shape of all weights, tables of positions included. */
    Map<String, long[]> shapes() {
        return Weights.shapes(model);
    }

    /** MACs of one patch of Sentinel-1, all tokens. */
    public long s1Macs() {
        return encoderMacs(model.encoder()::s1Tokens, s1Bands);
    }

    /** MACs of one patch of Sentinel-2, all tokens. */
    public long s2Macs() {
        return encoderMacs(model.encoder()::s2Tokens, s2Bands);
    }

    private long encoderMacs(BiFunction<ForwardPass, NDArray, NDArray> path, int bands) {
        var arrays = new ShapeOnlyArrays();
        ForwardPass pass = arrays.pass();
        NDArray pixels = arrays.array(1, bands, config.imageSize(), config.imageSize());
        model.encoder().features(pass, path.apply(pass, pixels));
        return arrays.macs();
    }

    /** MACs forward of one pair in pretraining: masked, decoded four times, with its losses. */
    public long pretrainingMacs() {
        var arrays = new ShapeOnlyArrays();
        int size = config.imageSize();
        var noise = new float[1][config.patchTokens()];
        model.reconstruct(
                arrays.pass(),
                arrays.array(1, s1Bands, size, size),
                arrays.array(1, s2Bands, size, size),
                Masks.of(config, noise, noise));
        return arrays.macs();
    }
}
