package io.groundtrack.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import io.groundtrack.model.checkpoint.Variant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of the design, worked out by hand there, against formula and network here. */
class NetworkCostTest {
    private static final int S1_BANDS = 2;
    private static final int S2_BANDS = 10;
    private static final ModelConfig BASE = Preset.BASE.csmae();

    @Test
    void csmaeOfBaseSizeHasThePublishedParameters() {
        var cost = cost(BASE);

        assertThat(cost.encoderParameters()).isEqualTo(158_016_000);
        assertThat(cost.decoderParameters()).isEqualTo(52_613_772);
        assertThat(cost.trainableParameters()).isEqualTo(210_629_772);
    }

    @ParameterizedTest
    @CsvSource({"SESD, 210.63", "SECD, 185.02", "CESD, 139.75", "CECD, 114.13"})
    void variantsHaveTheTotalsOfTheTable(Variant variant, double millions) {
        var cost = cost(variant.of(BASE));

        assertThat(cost.trainableParameters() / 1e6).isEqualTo(millions, within(0.005));
    }

    @Test
    void theCommonDecoderHasHalfTheWeights() {
        assertThat(cost(Variant.SECD.of(BASE)).decoderParameters() / 1e6)
                .isEqualTo(27.00, within(0.005));
    }

    @Test
    void aCommonEncoderHasFewerWeightsAndTheSameMacs() {
        var common = cost(Variant.CESD.of(BASE));

        assertThat(common.encoderParameters() / 1e6).isEqualTo(87.1, within(0.05));
        assertThat(common.s1Macs()).isEqualTo(cost(BASE).s1Macs());
        assertThat(common.s2Macs()).isEqualTo(cost(BASE).s2Macs());
    }

    /** Figures of the table are rounded as printed; the built network is counted beside. */
    @ParameterizedTest
    @CsvSource({
        "120, 15, none,      1,  1, 3072,  158.0,  5.62,  5.71, 11.33, 1.00",
        "120, 15, last-half, 8,  4, 3072,  488.8,  4.72,  4.80,  9.52, 0.84",
        "120, 15, last-half, 16, 1, 3072,  866.5,  4.25,  4.34,  8.58, 0.76",
        "120, 15, all,       4,  4, 3072,  470.0,  2.87,  2.96,  5.84, 0.52",
        "120, 15, all,       8,  1, 3072,  885.4,  2.41,  2.50,  4.90, 0.43",
        "120, 15, all,       8,  2, 3072,  885.5,  2.87,  2.96,  5.84, 0.52",
        "120, 15, all,       8,  4, 3072,  885.8,  3.81,  3.90,  7.71, 0.68",
        "120, 15, all,       8,  8, 3072,  886.4,  5.68,  5.77, 11.45, 1.01",
        "120, 15, all,       64, 1, 3072, 6704.4,  5.68,  5.77, 11.45, 1.01",
        "120, 15, all,       8,  4, 768,   262.6,  2.45,  2.54,  4.99, 0.44",
        "120, 15, all,       8,  8, 1536,  470.8,  3.87,  3.96,  7.82, 0.69",
        "120, 15, shared,    8,  4, 3072,  224.2,  5.32,  5.41, 10.73, 0.95",
        "224, 16, none,      1,  1, 3072,  158.3, 17.52, 17.83, 35.36, 1.00",
        "224, 16, last-half, 8,  4, 3072,  489.1, 12.94, 13.25, 26.19, 0.74",
        "224, 16, all,       8,  2, 3072,  885.8,  7.36,  7.67, 15.03, 0.43",
        "224, 16, all,       8,  4, 3072,  886.1,  8.36,  8.66, 17.02, 0.48",
        "224, 16, all,       8,  8, 3072,  886.6, 10.34, 10.65, 20.99, 0.59",
        "224, 16, all,       8,  4, 768,   262.8,  7.00,  7.31, 14.30, 0.40",
        "224, 16, all,       8, 24, 3072,  888.8, 18.29, 18.60, 36.88, 1.04",
        "224, 14, none,      1,  1, 3072,  157.7, 23.12, 23.43, 46.55, 1.00",
        "224, 14, all,       8,  4, 3072,  885.5, 10.61, 10.92, 21.53, 0.46",
        "224, 28, none,      1,  1, 3072,  163.2,  5.68,  5.98, 11.66, 1.00",
        "224, 28, all,       8,  2, 3072,  890.7,  2.93,  3.24,  6.17, 0.53",
        "120, 8,  none,      1,  1, 3072,  156.5, 20.16, 20.25, 40.41, 1.00",
        "120, 8,  all,       8,  4, 3072,  884.3,  9.37,  9.46, 18.84, 0.47",
    })
    void candidatesCostWhatTheTableSays(
            int image,
            int patch,
            String placement,
            int experts,
            int slots,
            int hidden,
            String parameters,
            String s1,
            String s2,
            String both,
            String ratio) {
        var config = sized(BASE, image, patch).withSoftMoe(moe(placement, experts, slots, hidden));
        var cost = cost(config);

        assertThat(rounded(cost.encoderParameters() / 1e6, 1)).isEqualTo(parameters);
        assertThat(rounded(cost.s1Macs() / 1e9, 2)).isEqualTo(s1);
        assertThat(rounded(cost.s2Macs() / 1e9, 2)).isEqualTo(s2);
        assertThat(rounded(cost.bothMacs() / 1e9, 2)).isEqualTo(both);
        assertThat(rounded(cost.ratioToDense(), 2)).isEqualTo(ratio);
        assertNetworkAgrees(config);
    }

    @ParameterizedTest
    @CsvSource({
        "TINY,  none, 1, 1, 768,   10.31, 0.370, 0.392, 1.00",
        "TINY,  all,  4, 4, 768,   29.90, 0.204, 0.226, 0.56",
        "TINY,  all,  8, 4, 192,   16.98, 0.183, 0.205, 0.51",
        "SMALL, none, 1, 1, 1536,  40.08, 1.430, 1.474, 1.00",
        "SMALL, all,  4, 4, 1536, 118.20, 0.751, 0.795, 0.53",
        "SMALL, all,  8, 4, 384,   66.40, 0.652, 0.696, 0.46",
    })
    void smallSizesCostWhatTheDesignSays(
            Preset preset,
            String placement,
            int experts,
            int slots,
            int hidden,
            String parameters,
            String s1,
            String s2,
            String ratio) {
        var config = preset.csmae().withSoftMoe(moe(placement, experts, slots, hidden));
        var cost = cost(config);

        assertThat(rounded(cost.encoderParameters() / 1e6, 2)).isEqualTo(parameters);
        assertThat(rounded(cost.s1Macs() / 1e9, 3)).isEqualTo(s1);
        assertThat(rounded(cost.s2Macs() / 1e9, 3)).isEqualTo(s2);
        assertThat(rounded(cost.ratioToDense(), 2)).isEqualTo(ratio);
        assertNetworkAgrees(config);
    }

    /** Two sensors' patch embedding is 0.13 of the 5.78; the rest are blocks. */
    @ParameterizedTest
    @CsvSource({"none, 1, 5.65", "all, 1, 2.83", "all, 2, 3.75", "all, 4, 5.59", "all, 8, 9.27"})
    void maskedEncodersCostWhatTheDesignSays(String placement, int slots, String blocks) {
        var cost = cost(BASE.withSoftMoe(moe(placement, 8, slots, 3072)));
        long patchEmbeddings = 64L * 225 * (S1_BANDS + S2_BANDS) * 768;

        assertThat(rounded((cost.maskedEncoderMacs() - patchEmbeddings) / 1e9, 2))
                .isEqualTo(blocks);
    }

    @Test
    void aPublishedPretrainingStepCostsWhatTheDesignSays() {
        var cost = cost(BASE);

        assertThat(rounded(cost.maskedEncoderMacs() / 1e9, 2)).isEqualTo("5.78");
        assertThat(rounded(cost.decoderMacs() / 1e9, 2)).isEqualTo("6.91");
        assertThat(rounded((cost.maskedEncoderMacs() + cost.decoderMacs()) / 1e9, 1))
                .isEqualTo("12.7");
    }

    /** Half of the squares are not embedded here; see the formula. */
    @Test
    void aPretrainingStepHereCostsALittleLess() {
        var cost = cost(BASE);
        long published = cost.maskedEncoderMacs() + cost.decoderMacs();

        assertThat(cost.pretrainingMacs())
                .isEqualTo(published - 32L * 225 * 12 * 768 - 2L * 225 * 12 * 512 + 4 * 768);
    }

    @Test
    void aRatioThatKeepsAllOrNothingCannotPretrain() {
        assertThat(cost(BASE).canPretrain()).isTrue();
        assertThat(cost(masked("random", 0)).canPretrain()).isFalse();
        assertThat(cost(masked("random", 0.999)).canPretrain()).isFalse();
        assertThat(cost(masked("disjoint", 0.01)).canPretrain()).isFalse();
    }

    private static ModelConfig masked(String masking, double ratio) {
        return new ModelConfig(
                120,
                15,
                192,
                3,
                4,
                2,
                4,
                "specific",
                96,
                2,
                4,
                masking,
                "disjoint",
                ratio,
                false,
                SoftMoeConfig.NOWHERE);
    }

    @ParameterizedTest
    @CsvSource({"33, 32.5", "65, 63.0", "197, 179.7", "226, 203.5", "257, 228.3"})
    void softMoeBreaksEvenAtTheSlotsOfTheDesign(int tokens, double slots) {
        assertThat(cost(BASE).breakEvenSlots(tokens, 3072)).isEqualTo(slots, within(0.05));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csmoe-base", "csmoe-nano", "csmae-large", "csmoe-tiny-cecd"})
    void networkAndFormulaAgreeOnPresets(String name) {
        assertNetworkAgrees(Preset.named(name).orElseThrow());
    }

    /**
     * Sizes of no preset, with every rule of placement, another ratio, and odd numbers of bands.
     */
    @Test
    void networkAndFormulaAgreeOnOtherSizes() {
        var config =
                new ModelConfig(
                        42,
                        7,
                        40,
                        5,
                        3,
                        2,
                        2.5,
                        "common",
                        24,
                        3,
                        3,
                        "disjoint",
                        "disjoint",
                        0.6,
                        true,
                        moe("every-second", 3, 5, 17));

        assertNetworkAgrees(config, 1, 3);
        assertNetworkAgrees(Variant.CESD.of(config), 3, 4);
    }

    private static void assertNetworkAgrees(ModelConfig config) {
        assertNetworkAgrees(config, S1_BANDS, S2_BANDS);
    }

    private static void assertNetworkAgrees(ModelConfig config, int s1Bands, int s2Bands) {
        var formula = new NetworkCost(config, s1Bands, s2Bands);
        var built = new BuiltNetwork(config, s1Bands, s2Bands);

        assertThat(built.encoderParameters()).isEqualTo(formula.encoderParameters());
        assertThat(built.s1Macs()).isEqualTo(formula.s1Macs());
        assertThat(built.s2Macs()).isEqualTo(formula.s2Macs());
        assertThat(built.decoderParameters()).isEqualTo(formula.decoderParameters());
        assertThat(built.pretrainingMacs()).isEqualTo(formula.pretrainingMacs());
    }

    private static NetworkCost cost(ModelConfig config) {
        return new NetworkCost(config, S1_BANDS, S2_BANDS);
    }

    private static String rounded(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static ModelConfig sized(ModelConfig like, int image, int patch) {
        return new ModelConfig(
                image,
                patch,
                like.width(),
                like.heads(),
                like.specificDepth(),
                like.sharedDepth(),
                like.mlpRatio(),
                like.decoder(),
                like.decoderWidth(),
                like.decoderDepth(),
                like.decoderHeads(),
                like.masking(),
                like.reconstruction(),
                like.maskRatio(),
                like.normalisedTargets(),
                like.softMoe());
    }

    private static SoftMoeConfig moe(String placement, int experts, int slots, int hidden) {
        Set<Placement> where =
                switch (placement) {
                    case "none" -> Set.of();
                    case "all" -> Set.of(Placement.SPECIFIC, Placement.SHARED);
                    case "shared" -> Set.of(Placement.SHARED);
                    case "last-half" -> Set.of(Placement.LAST_HALF);
                    case "every-second" -> Set.of(Placement.EVERY_SECOND);
                    default -> throw new IllegalArgumentException(placement);
                };
        return new SoftMoeConfig(where, experts, slots, hidden, 1);
    }
}
