package io.groundtrack.testing.landscape.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TileFrameTest {

    @Test
    void framesFollowFromTheNameInBothHemispheres() {
        assertThat(TileFrame.of("33UUP")).isEqualTo(TileFrame.T33UUP);
        // upper-left corners of real granules
        assertThat(TileFrame.of("31TCJ"))
                .isEqualTo(new TileFrame("31TCJ", 32631, 300_000, 4_900_020, 84));
        assertThat(TileFrame.of("56HLH"))
                .isEqualTo(new TileFrame("56HLH", 32756, 300_000, 6_300_040, 84));
    }

    @Test
    void namesThatAreNoSquareAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TileFrame.of("33UIP"))
                .withMessageContaining("33UIP (expected: an MGRS 100 km square");
    }

    @Test
    void utmCornersAgreeWithThoseOfARealPatch() {
        // upper-left corner of BigEarthNet patch 87_48 of 33UUP, as its notice states it
        var degrees = Utm.ofEpsg(32633).toDegrees(404_400, 5_342_400);

        assertThat(degrees[0]).isCloseTo(13.7127369, within(1e-7));
        assertThat(degrees[1]).isCloseTo(48.2276134, within(1e-7));
    }

    @Test
    void southernNorthingsCountFromTheFalseOne() {
        var north = Utm.ofEpsg(32633).toDegrees(450_000, 1_000_000);
        var south = Utm.ofEpsg(32733).toDegrees(450_000, 9_000_000);

        assertThat(south[0]).isCloseTo(north[0], within(1e-12));
        assertThat(south[1]).isCloseTo(-north[1], within(1e-12));
    }
}
