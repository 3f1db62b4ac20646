package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetTest {
    /** The table of the design, row by row. */
    @ParameterizedTest
    @CsvSource({
        "nano,   192,  3,  4, 2, 4, 4,  384,  96, 2,  4",
        "tiny,   192,  3, 10, 2, 8, 2,  768, 128, 4,  4",
        "small,  384,  6, 10, 2, 8, 2, 1536, 256, 4,  8",
        "base,   768, 12, 10, 2, 8, 2, 3072, 512, 8, 16",
        "large, 1024, 16, 20, 4, 8, 2, 4096, 512, 8, 16",
    })
    void presetsHaveTheSizesOfTheTable(
            String name,
            int width,
            int heads,
            int specific,
            int shared,
            int experts,
            int slots,
            int hidden,
            int decoderWidth,
            int decoderDepth,
            int decoderHeads) {
        ModelConfig dense = Preset.named("csmae-" + name).orElseThrow();
        var expected =
                new ModelConfig(
                        120,
                        15,
                        width,
                        heads,
                        specific,
                        shared,
                        4,
                        "specific",
                        decoderWidth,
                        decoderDepth,
                        decoderHeads,
                        "random",
                        "disjoint",
                        0.5,
                        false,
                        SoftMoeConfig.NOWHERE);
        var moe =
                new SoftMoeConfig(
                        Set.of(Placement.SPECIFIC, Placement.SHARED), experts, slots, hidden, 1);

        assertThat(dense).isEqualTo(expected);
        assertThat(Preset.named("csmoe-" + name)).contains(expected.withSoftMoe(moe));
    }

    @Test
    void thereAreNoOtherNames() {
        assertThat(Preset.names()).hasSize(10).doesNotHaveDuplicates();
        for (String name :
                new String[] {"csmoe-huge", "csmae", "-sesd", "csmoe--sesd", "", "base"}) {
            assertThat(Preset.named(name)).as(name).isEmpty();
        }
        assertThat(Preset.named("csmoe-nano-sesd-cecd")).isEmpty();
    }

    /**
     * A common encoder shares the whole depth; the yaml files published with CSMAE say otherwise.
     */
    @ParameterizedTest
    @CsvSource({
        "sesd, 10,  2, specific",
        "secd, 10,  2, common",
        "cesd,  0, 12, specific",
        "cecd,  0, 12, common",
    })
    void variantsSayWhatIsShared(String name, int specific, int shared, String decoder) {
        ModelConfig config = Preset.named("csmae-base-" + name).orElseThrow();
        Variant variant = Variant.named(name).orElseThrow();

        assertThat(config.specificDepth()).isEqualTo(specific);
        assertThat(config.sharedDepth()).isEqualTo(shared);
        assertThat(config.decoder()).isEqualTo(decoder);
        assertThat(config.variant()).isEqualTo(variant);
        assertThat(Preset.BASE.csmae(variant)).isEqualTo(config);
        assertThat(variant.of(config)).isEqualTo(config);
        assertThat(config.withDepths(10, 2).withDecoder("specific")).isEqualTo(Preset.BASE.csmae());
        assertThat(Preset.named("csmoe-base-" + name))
                .contains(config.withSoftMoe(Preset.BASE.csmoe().softMoe()));
    }

    @Test
    void aSpecificEncoderNeedsSpecificBlocks() {
        ModelConfig common = Variant.CECD.of(Preset.NANO.csmae());

        assertThatThrownBy(() -> Variant.SECD.of(common))
                .hasMessageContaining("specific_depth: 0 (expected: at least 1, for SECD)");
    }
}
