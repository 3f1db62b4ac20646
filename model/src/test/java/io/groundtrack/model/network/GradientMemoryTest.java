package io.groundtrack.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.TorchEngine;
import io.groundtrack.model.checkpoint.DrawnWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The engine's graph keeps the operands it needs, but not Java's memory that they may lie in: a
 * number of a product has to live in memory of the engine.
 */
class GradientMemoryTest {

    @Test
    void gradientsSurviveAGarbageCollectionBeforeTheBackwardPass() {
        try (NDManager manager = TorchEngine.newManager(new ModelOptions(1, 1, "cpu"))) {
            var model = new MaskedAutoencoder(TinyCheckpoint.CONFIG, 2, 3);
            Weights.load(model, new DrawnWeights(5, 4), manager);
            Weights.thaw(model);
            Map<String, float[]> quiet = gradients(manager, model, false);
            Map<String, float[]> collected = gradients(manager, model, true);
            quiet.forEach(
                    (name, gradient) ->
                            assertThat(collected.get(name)).as(name).containsExactly(gradient));
        }
    }

    private static Map<String, float[]> gradients(
            NDManager manager, MaskedAutoencoder model, boolean collecting) {
        var gradients = new TreeMap<String, float[]>();
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray s1 = pixels(scope, 2);
            NDArray s2 = pixels(scope, 3);
            float[][] noise = new float[4][16];
            for (int i = 0; i < 64; i++) {
                noise[i / 16][i % 16] = (i * 37 % 64) / 64f;
            }
            Masks masks = Masks.of(TinyCheckpoint.CONFIG, noise, noise);
            NDArray loss =
                    model.reconstruct(new ForwardPass(null, true), s1, s2, masks).losses().total();
            if (collecting) {
                overwriteWhatIsFree();
            }
            collector.backward(loss);
        }
        Weights.trainable(model)
                .forEach(
                        (name, parameter) -> {
                            try (NDArray gradient = parameter.getArray().getGradient()) {
                                gradients.put(name, gradient.toFloatArray());
                                gradient.subi(gradient);
                            }
                        });
        return gradients;
    }

    private static NDArray pixels(NDManager manager, int bands) {
        var values = new float[4 * bands * 144];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 31 % 101) / 50f - 1;
        }
        return manager.create(values, new Shape(4, bands, 12, 12));
    }

    /** Small pieces of native memory that nobody holds any more are taken and filled. */
    private static void overwriteWhatIsFree() {
        var taken = new ArrayList<ByteBuffer>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer piece = ByteBuffer.allocateDirect(4 << i % 4);
                while (piece.hasRemaining()) {
                    piece.put((byte) 0x70);
                }
                taken.add(piece);
            }
        }
        assertThat(taken).hasSize(60_000);
    }
}
