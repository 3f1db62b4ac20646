package io.groundtrack.model.evaluation.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.ExpertRouting;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.patches.PatchExample;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ExpertUseTest {

    /**
     * Two tokens, one layer, two experts: token 0 asks expert 0, token 1 expert 1 for a quarter.
     */
    private static ExpertTally twoTokens() {
        var tally = new ExpertTally(1, 2, 3);
        // class 0 in token 0, class 1 in token 1, class 2 nowhere
        tally.add(new float[][] {{1, 0, 0.75f, 0.25f}}, new float[] {1, 0, 0, 0, 0.5f, 0});
        return tally;
    }

    @Test
    void meansAreOverTokensAndOverTheTokensOfAClass() {
        var tally = twoTokens();

        assertThat(tally.mean(0)).containsExactly(0.875, 0.125);
        assertThat(tally.meanByClass(0).get(0)).containsExactly(1, 0);
        assertThat(tally.meanByClass(0).get(1)).containsExactly(0.75, 0.25);
        assertThat(tally.meanByClass(0).get(2)).containsExactly(Double.NaN, Double.NaN);
        assertThat(tally.tokensByClass()).containsExactly(1, 0.5, 0);
    }

    @Test
    void entropyIsZeroWhereOneServesAllAndOneWhereAllServeAlike() {
        assertThat(Entropy.of(new double[] {1, 0, 0, 0})).isZero();
        assertThat(Entropy.of(new double[] {0.25, 0.25, 0.25, 0.25})).isCloseTo(1, within(1e-12));
        // of (¾, ¼), in bits
        assertThat(Entropy.of(new double[] {0.75, 0.25})).isCloseTo(0.811278, within(1e-6));
        assertThat(twoTokens().meanTokenEntropy(0)).isCloseTo(0.811278 / 2, within(1e-6));
    }

    @Test
    void theScaleOfTheMapEndsWhereOneExpertServesAll() {
        var layer =
                new LayerUse(
                        "s1",
                        "blocks.0",
                        new double[] {0.999, 0.001, 0, 0},
                        List.of(new double[] {1, 0, 0, 0}),
                        0,
                        0,
                        0);
        var use = new ExpertUse("m", 1, List.of("Pastures"), new double[] {1}, List.of(layer));

        assertThat(ExpertHeatMap.svg(use)).contains("0.25 times", "4.00 times");
    }

    @Test
    void classInformationIsOneWhereEachClassHasItsExpertAndZeroWhereClassesAreAlike() {
        var apart = new ExpertTally(1, 2, 2);
        apart.add(new float[][] {{1, 0, 0, 1}}, new float[] {1, 0, 0, 1});
        assertThat(apart.informationOnClass(0)).isCloseTo(1, within(1e-12));

        var alike = new ExpertTally(1, 2, 2);
        alike.add(new float[][] {{0.3f, 0.7f, 0.3f, 0.7f}}, new float[] {1, 0, 0, 1});
        assertThat(alike.informationOnClass(0)).isCloseTo(0, within(1e-7));
    }

    @Test
    void aTokenCountsForAClassByItsPixels() {
        byte ignored = (byte) 255;
        byte[] pixels = {
            0, 0, 1, 1, //
            0, 1, ignored, 1, //
            2, 2, 2, 2, //
            2, 2, 2, 2
        };

        float[] cover = TokenCover.ofPixels(pixels, 4, 2, 3, ignored);

        assertThat(cover).containsExactly(0.75f, 0.25f, 0, 0, 0.75f, 0, 0, 0, 1, 0, 0, 1);
        assertThat(TokenCover.ofLabels(new float[] {0, 1}, 2))
                .containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    }

    private static ExpertUse nano() {
        var random = new Random(5);
        var examples = new ArrayList<PatchExample>();
        for (int i = 0; i < 3; i++) {
            var labels = new byte[120 * 120];
            Arrays.fill(labels, 0, 7000, (byte) i);
            examples.add(
                    new PatchExample(
                            "p" + i,
                            pixels(random, 2, -14, 3),
                            pixels(random, 10, 1500, 700),
                            Optional.empty(),
                            Optional.of(labels)));
        }
        try (var routing = ExpertRouting.open("csmoe-nano", new ModelOptions(4, 1, "cpu"))) {
            var survey =
                    new ExpertSurvey(
                            routing, List.of("Water", "Sand & <stone>", "Wood", "Ice"), 120);
            survey.add(examples);
            return survey.use("nano");
        }
    }

    private static float[] pixels(Random random, int bands, double mean, double deviation) {
        var pixels = new float[bands * 120 * 120];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return pixels;
    }

    @Test
    void meanWeightsOfEveryLayerSensorAndClassSumToOne() {
        ExpertUse use = nano();

        assertThat(use.layers()).hasSize(12);
        for (LayerUse layer : use.layers()) {
            assertThat(Arrays.stream(layer.mean()).sum()).isCloseTo(1, within(1e-6));
            for (int k = 0; k < 3; k++) {
                assertThat(Arrays.stream(layer.meanByClass().get(k)).sum())
                        .isCloseTo(1, within(1e-6));
            }
            assertThat(layer.meanByClass().get(3)).containsOnly(Double.NaN);
            assertThat(layer.useEntropy()).isBetween(0.9, 1.0);
            // a mean of shares is at least as even as the shares
            assertThat(layer.tokenEntropy()).isLessThanOrEqualTo(layer.useEntropy() + 1e-9);
            assertThat(layer.classInformation()).isBetween(0.0, 0.1);
        }
        assertThat(use.sensorInformation().keySet()).containsExactly("blocks.0", "blocks.1");
        // 64 tokens of 225 pixels a patch, seen by three patches
        assertThat(Arrays.stream(use.tokensByClass()).sum()).isCloseTo(3 * 64, within(1e-3));
    }

    @Test
    void theMapIsWellFormedAndHasACellForEveryExpertLayerAndOccurringClass() throws Exception {
        ExpertUse use = nano();

        var factory = DocumentBuilderFactory.newInstance();
        var document =
                factory.newDocumentBuilder()
                        .parse(
                                new ByteArrayInputStream(
                                        ExpertHeatMap.svg(use).getBytes(StandardCharsets.UTF_8)));

        // all tokens and three classes, of twelve layers of four experts
        assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(4 * 12 * 4);
        assertThat(use.toJson().getAsJsonArray("layers").size()).isEqualTo(12);
    }
}
