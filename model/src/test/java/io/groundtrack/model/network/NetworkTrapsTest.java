package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.groundtrack.model.checkpoint.ModelConfig;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where other implementations of this network, or its first configurations, went wrong. */
class NetworkTrapsTest {
    private static final ForwardPass PASS = ForwardPass.INFERENCE;
    private static final int BATCH = 2;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray s1 = TinyNetwork.pixels(manager, BATCH, TinyNetwork.S1_BANDS, 1);
    private final NDArray s2 = TinyNetwork.pixels(manager, BATCH, TinyNetwork.S2_BANDS, 2);

    @AfterEach
    void close() {
        manager.close();
    }

    /** The files published for CE* name 12 specific and no shared blocks: the opposite. */
    @Test
    void aCommonEncoderHasSharedBlocksOnly() {
        var model =
                new MaskedAutoencoder(
                        TinyNetwork.config(0, "common"),
                        TinyNetwork.S1_BANDS,
                        TinyNetwork.S2_BANDS);

        Set<String> names = Weights.trainable(model).keySet();

        assertThat(names)
                .noneMatch(name -> name.contains("blocks_s1") || name.contains("blocks_s2"))
                .noneMatch(name -> name.contains("norm_s1") || name.contains("norm_s2"))
                .contains("backbone.blocks.0.attn.qkv.weight", "backbone.blocks.1.mlp.phi")
                // what comes before the blocks stays each sensor's own
                .contains("backbone.patch_embed.proj.weight", "backbone.cls_token")
                .contains("backbone.patch_embed_s2.proj.weight", "backbone.cls_token_s2");
    }

    /** Masked with ratio 0, the disjoint strategy would keep no token of S2 at all. */
    @Test
    void disjointMaskingDoesNotTouchInference() {
        ModelConfig disjoint = TinyNetwork.config(1, "specific", "disjoint", "disjoint", 0.5);
        ModelConfig random = TinyNetwork.config(1, "specific", "random", "disjoint", 0.5);

        NDArray tokens = TinyNetwork.network(disjoint, manager).encoder().s2Tokens(PASS, s2);
        NDArray same = TinyNetwork.network(random, manager).encoder().s2Tokens(PASS, s2);

        assertThat(tokens.getShape()).isEqualTo(new Shape(BATCH, 1 + 16, 8));
        assertThat(tokens.toFloatArray()).isEqualTo(same.toFloatArray());
        assertThat(tokens.isNaN().any().getBoolean()).isFalse();
    }

    @Test
    void theClassTokenIsNotPooled() {
        CrossSensorEncoder encoder = encoder();
        NDArray tokens = encoder.s1Tokens(PASS, s1);
        float[] before = encoder.features(PASS, tokens).toFloatArray();

        NDArray otherClassToken = tokens.duplicate();
        otherClassToken.set(new NDIndex(":, 0"), 9f);
        NDArray otherToken = tokens.duplicate();
        otherToken.set(new NDIndex(":, 1, 0"), 9f);

        assertThat(encoder.features(PASS, otherClassToken).toFloatArray()).isEqualTo(before);
        assertThat(encoder.features(PASS, otherToken).toFloatArray()).isNotEqualTo(before);
    }

    /** Once token by token, and once more after pooling, each with weights of its own. */
    @Test
    void featuresAreNormalisedTwice() {
        CrossSensorEncoder encoder = encoder();
        NDArray tokens = encoder.s1Tokens(PASS, s1);
        Map<String, Parameter> weights = Weights.named("", encoder);

        // undoing the last norm's weights leaves tokens of mean 0 and deviation 1
        NDArray plain =
                tokens.sub(weights.get("norm.bias").getArray())
                        .div(weights.get("norm.weight").getArray());
        assertThat(plain.mean(new int[] {2}).abs().max().getFloat()).isLessThan(1e-5f);
        assertThat(plain.square().mean(new int[] {2}).sub(1).abs().max().getFloat())
                .isLessThan(1e-3f);

        NDArray pooled = tokens.get(":, 1:").mean(new int[] {1});
        NDArray centred = pooled.sub(pooled.mean(new int[] {1}, true));
        NDArray deviation = centred.square().mean(new int[] {1}, true).add(1e-6f).sqrt();
        NDArray expected =
                centred.div(deviation)
                        .mul(weights.get("fc_norm.weight").getArray())
                        .add(weights.get("fc_norm.bias").getArray());
        assertThat(
                        GoldenFolder.worst(
                                encoder.features(PASS, tokens).toFloatArray(),
                                expected.toFloatArray()))
                .isLessThan(1e-5);
    }

    /** A token moved by one column and one moved by one row get the code of column first. */
    @Test
    void positionsCountColumnsFirst() {
        float[] table = PositionCode.table(4, 8);
        int column = (1 + 1) * 8; // row 0, column 1
        int row = (1 + 4) * 8; // row 1, column 0

        // sin and cos of the column come first, of the row second
        assertThat(table[column]).isEqualTo((float) Math.sin(1));
        assertThat(table[column + 4]).isZero();
        assertThat(table[row]).isZero();
        assertThat(table[row + 4]).isEqualTo((float) Math.sin(1));
    }

    /** Masked tokens carry the code of the place they were taken from, not of their rank. */
    @Test
    void keptTokensCarryTheirOwnPlaces() {
        ModelConfig config = TinyNetwork.config(1, "specific", "random", "disjoint", 0.5);
        SensorMask mask = TinyNetwork.masks(config, BATCH).s1();
        NDArray table = manager.create(PositionCode.table(4, 8), new Shape(17, 8));

        float[] found = Rows.of(table, mask.keptPlaces(manager)).toFloatArray();

        float[] all = PositionCode.table(4, 8);
        for (int b = 0; b < BATCH; b++) {
            for (int rank = 0; rank < 8; rank++) {
                for (int k = 0; k < 8; k++) {
                    assertThat(found[(b * 9 + 1 + rank) * 8 + k])
                            .isEqualTo(all[(1 + mask.shuffle()[b][rank]) * 8 + k]);
                }
            }
        }
    }

    private CrossSensorEncoder encoder() {
        return TinyNetwork.network(TinyNetwork.config(1, "specific"), manager).encoder();
    }
}
