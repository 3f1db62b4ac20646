package io.groundtrack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpertRoutingTest {
    private static final ModelOptions OPTIONS = new ModelOptions(4, 1, "cpu");

    private static List<float[]> patches(int count, int values) {
        var random = new Random(1);
        var patches = new ArrayList<float[]>();
        for (int i = 0; i < count; i++) {
            var patch = new float[values];
            for (int v = 0; v < values; v++) {
                patch[v] = (float) (500 + 400 * random.nextGaussian());
            }
            patches.add(patch);
        }
        return patches;
    }

    @Test
    void sharesOfEveryTokenSumToOne() {
        try (var routing = ExpertRouting.open("csmoe-nano", OPTIONS)) {
            assertThat(routing.layers(Sensor.S1))
                    .containsExactly(
                            "blocks_s1.0",
                            "blocks_s1.1",
                            "blocks_s1.2",
                            "blocks_s1.3",
                            "blocks.0",
                            "blocks.1");
            assertThat(routing.layers(Sensor.S2).get(3)).isEqualTo("blocks_s2.3");
            int experts = routing.experts();
            float[][][] shares = routing.shares(Sensor.S2, patches(5, 10 * 120 * 120));

            assertThat(shares.length).isEqualTo(5);
            for (float[][] layers : shares) {
                assertThat(layers.length).isEqualTo(6);
                for (float[] layer : layers) {
                    assertThat(layer).hasSize(64 * experts);
                    for (int n = 0; n < 64; n++) {
                        double sum = 0;
                        for (int e = 0; e < experts; e++) {
                            sum += layer[n * experts + e];
                        }
                        assertThat(sum).isCloseTo(1, within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void onlyLayersWithSoftMoeAreSeen(@TempDir Path folder) throws Exception {
        TinyCheckpoint.write(folder);
        try (var routing = ExpertRouting.open(folder.toString(), OPTIONS)) {
            assertThat(routing.layers(Sensor.S1)).containsExactly("blocks.0");
            // more patches than fit a batch, and the last batch not full
            List<float[]> patches = patches(6, 3 * 144);
            float[][][] all = routing.shares(Sensor.S2, patches);
            float[][][] one = routing.shares(Sensor.S2, patches.subList(5, 6));

            assertThat(all[5][0]).containsExactly(one[0][0]);
            assertThat(all[5][0]).isNotEqualTo(all[4][0]);
        }
    }

    @Test
    void aDenseModelIsRefused() {
        assertThatThrownBy(() -> ExpertRouting.open("csmae-nano", OPTIONS))
                .hasMessage("csmae-nano-untrained: no layer is Soft MoE (expected: a csmoe model)");
    }
}
