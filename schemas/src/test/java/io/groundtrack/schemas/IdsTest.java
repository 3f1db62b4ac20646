package io.groundtrack.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Ids are kept in state and files: each form is pinned. */
class IdsTest {

    @Test
    void idsAreAsPinned() {
        assertThat(Ids.patch("33UUP", 48, 87)).isEqualTo("33UUP_r48_c87");
        assertThat(Ids.pass("sentinel-2a", 22, "33UUP", 87))
                .isEqualTo("sentinel-2a_R022_33UUP_N0087");
        assertThat(
                        Ids.passWithoutOrbit(
                                "sentinel-1a", "33UUP", Instant.parse("2020-06-04T05:47:59Z")))
                .isEqualTo("sentinel-1a_X_33UUP_20200604T0540");
        assertThat(Ids.alert("33UUP_r48_c87", Instant.parse("2020-06-04T05:47:59Z"), 9))
                .isEqualTo("33UUP_r48_c87_20200604T054759_9");
        assertThat(Ids.passOfKind("p", "S1-GRD")).isEqualTo("p");
        assertThat(Ids.passOfKind("p", "S1-RTC")).isEqualTo("p_RTC");
        assertThat(Ids.passOfKind("p", "S2-L1C")).isEqualTo("p_L1C");
        assertThat(Ids.observation("a", "b")).isEqualTo("a|b");
        assertThat(Ids.strip("p", 4)).isEqualTo("p|4");
        assertThat(Ids.ledger(LedgerKind.PATCH, "x")).isEqualTo("patch|x");
        assertThat(Ids.origin(new Origin("t", 1, 2L))).isEqualTo("t/1/2");
    }

    @Test
    void tenMinutesBeforeTheEpochRoundDown() {
        assertThat(Ids.passWithoutOrbit("p", "t", Instant.parse("1969-12-31T23:59:00Z")))
                .isEqualTo("p_X_t_19691231T2350");
    }
}
