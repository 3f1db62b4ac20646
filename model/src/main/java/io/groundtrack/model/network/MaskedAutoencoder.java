package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.groundtrack.model.checkpoint.ModelConfig;

/**
 * CSMAE whole, and CSMoE where the encoder's MLPs are Soft MoE: what pretraining trains.
 *
 * <p>Standardised pixels of both sensors (B, C, H, W) → mask → encode what was kept → decode each
 * sensor from itself and from the other → losses. Encoder and decoder are specific or common to the
 * sensors, each by configuration: the variants SESD, SECD, CESD, CECD.
 *
 * <p>As a DJL block it is its encoder, unmasked: inference never masks.
 *
 * <p>State: weights only. Results belong to the manager of the pixels, so a training step opens a
 * manager, puts the batch there, and closes it. Errors: pixels of another size than the
 * configuration's are refused with {@link IllegalArgumentException}.
 *
 * <p>Source: Hackstein et al., CSMAE, arXiv 2401.07782; Hackel et al., CSMoE, arXiv 2509.14104
 * (abstract).
 */
public final class MaskedAutoencoder extends AbstractBlock {

    /** The way to one sensor's pixels. */
    private record Target(Decoder decoder, Linear head) {}

    private final ModelConfig config;
    private final int s1Bands;
    private final int s2Bands;
    private final CrossSensorEncoder encoder;
    private final Target s1;
    private final Target s2;

    public MaskedAutoencoder(ModelConfig config, int s1Bands, int s2Bands) {
        this.config = config;
        this.s1Bands = s1Bands;
        this.s2Bands = s2Bands;
        encoder = addChildBlock("backbone", new CrossSensorEncoder(config, s1Bands, s2Bands));
        int squarePixels = config.patchSize() * config.patchSize();
        // official names tell the target after "to": s1_to_s2 decodes S2, from S2 itself too
        if (config.decoder().equals("common")) {
            Decoder common = addChildBlock("decoder", new Decoder(config));
            s2 =
                    new Target(
                            common,
                            common.addHead("decoder_pred_s1_to_s2", squarePixels * s2Bands));
            s1 =
                    new Target(
                            common,
                            common.addHead("decoder_pred_s2_to_s1", squarePixels * s1Bands));
        } else {
            Decoder toS2 = addChildBlock("decoder_s1_to_s2", new Decoder(config));
            Decoder toS1 = addChildBlock("decoder_s2_to_s1", new Decoder(config));
            s2 = new Target(toS2, toS2.addHead("decoder_pred", squarePixels * s2Bands));
            s1 = new Target(toS1, toS1.addHead("decoder_pred", squarePixels * s1Bands));
        }
    }

    public CrossSensorEncoder encoder() {
        return encoder;
    }

    public ModelConfig config() {
        return config;
    }

    /**
     * One masked forward with its losses.
     *
     * @param s1Pixels standardised (B, C1, H, W)
     * @param s2Pixels standardised (B, C2, H, W)
     */
    public Reconstruction reconstruct(
            ForwardPass pass, NDArray s1Pixels, NDArray s2Pixels, Masks masks) {
        check("S1", s1Pixels, masks.s1(), s1Bands);
        check("S2", s2Pixels, masks.s2(), s2Bands);
        NDArray s1Target = toTokens(s1Pixels); // (B, N, P·P·C1)
        NDArray s2Target = toTokens(s2Pixels); // (B, N, P·P·C2)

        NDArray s1Kept = encoder.s1Tokens(pass, s1Pixels, masks.s1()); // (B, 1 + K, D)
        NDArray s2Kept = encoder.s2Tokens(pass, s2Pixels, masks.s2()); // (B, 1 + K, D)
        NDArray s1Features = encoder.features(pass, s1Kept); // (B, D)
        NDArray s2Features = encoder.features(pass, s2Kept); // (B, D)

        // across sensors: where the source saw nothing (disjoint), or where the target did not
        boolean bySource = config.reconstruction().equals("disjoint");
        SensorMask fromS1 = bySource ? masks.s1() : masks.s2();
        SensorMask fromS2 = bySource ? masks.s2() : masks.s1();
        NDArray s1FromS1 = decode(pass, s1Kept, masks.s1(), s1); // (B, N, P·P·C1)
        NDArray s2FromS2 = decode(pass, s2Kept, masks.s2(), s2); // (B, N, P·P·C2)
        NDArray s1FromS2 = decode(pass, s2Kept, fromS2, s1);
        NDArray s2FromS1 = decode(pass, s1Kept, fromS1, s2);

        var losses =
                Losses.of(
                        error(s1FromS1, s1Target, masks.s1()),
                        error(s2FromS2, s2Target, masks.s2()),
                        error(s1FromS2, s1Target, fromS2),
                        error(s2FromS1, s2Target, fromS1),
                        Losses.similarity(s1Features, s2Features, Losses.TEMPERATURE));
        return new Reconstruction(
                s1Features, s2Features, s1FromS1, s2FromS2, s1FromS2, s2FromS1, masks, losses);
    }

    private NDArray toTokens(NDArray pixels) {
        NDArray tokens = PixelTokens.of(pixels, config.patchSize());
        return config.normalisedTargets() ? PixelTokens.normalised(tokens) : tokens;
    }

    private static NDArray decode(ForwardPass pass, NDArray kept, SensorMask order, Target target) {
        return target.decoder().predict(pass, kept, order, target.head());
    }

    private static NDArray error(NDArray predicted, NDArray target, SensorMask mask) {
        return Losses.reconstruction(predicted, target, mask.removed(predicted.getManager()));
    }

    private void check(String sensor, NDArray pixels, SensorMask mask, int bands) {
        var expected = new Shape(mask.batch(), bands, config.imageSize(), config.imageSize());
        if (!pixels.getShape().equals(expected) || mask.tokens() != config.patchTokens()) {
            throw new IllegalArgumentException(
                    "pixels of "
                            + sensor
                            + ": "
                            + pixels.getShape()
                            + " with a mask of "
                            + mask.tokens()
                            + " tokens (expected: "
                            + expected
                            + ", "
                            + config.patchTokens()
                            + " tokens)");
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        return encoder.forward(store, inputs, training, params);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return encoder.getOutputShapes(inputShapes);
    }
}
