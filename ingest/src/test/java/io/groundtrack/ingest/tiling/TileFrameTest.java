package io.groundtrack.ingest.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileFrameTest {

    /**
     * Upper-left corners of real granules and of the reference warps: BigEarthNet (33UUP, 29UPU,
     * 35VPK, 34TEP), SSL4EO-S12 (43RCP), Earth Search (29RKH), OPERA's ground (10SGC), the products
     * in the tests of stactools (01WCP, 01LAC, 34LBP, 12SYJ, 17RMJ).
     */
    @ParameterizedTest
    @CsvSource({
        "33UUP, 32633, 300000, 5400000",
        "43RCP, 32643, 300000, 3400020",
        "29RKH, 32629, 199980, 2800020",
        "10SGC, 32610, 699960, 3800040",
        "01WCP, 32601, 300000, 7400040",
        "01LAC, 32701,  99960, 8300020",
        "34LBP, 32734, 199980, 8900020",
        "12SYJ, 32612, 699960, 4400040",
        "17RMJ, 32617, 399960, 2900040",
        "33NZA, 32633, 799980,  100020",
        "29UPU, 32629, 600000, 5900040",
        "33TWL, 32633, 499980, 5100000",
        "29UPT, 32629, 600000, 5800020",
        "32VNJ, 32632, 499980, 6400020",
        "33UVP, 32633, 399960, 5400000",
        "46QHG, 32646, 799980, 2200020",
        "18HYB, 32718, 699960, 5700040",
        "36MXB, 32736, 600000, 9700000",
        "31NBJ, 32631, 199980,  900000",
    })
    void knownCornersMatchThePublishedGrid(String name, int epsg, int ulx, int uly) {
        var tile = TileFrame.of(name).orElseThrow();

        assertThat(tile.name()).isEqualTo(name);
        assertThat(tile.epsg()).isEqualTo(epsg);
        assertThat(tile.ulx()).isEqualTo(ulx);
        assertThat(tile.uly()).isEqualTo(uly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"32VKM", "31XEG", "33XVG", "35XMG", "37XDA", "60KXF", "01KAB", "19FDV"})
    void wideZonesAndTheEndsOfTheWorldHaveTiles(String name) {
        assertThat(TileFrame.of(name)).get().extracting(TileFrame::name).isEqualTo(name);
    }

    @Test
    void theOtherNameOfASquareOnABandLimitLeadsToTheSameTile() {
        assertThat(TileFrame.of("33TUP")).isEqualTo(TileFrame.of("33UUP"));
        assertThat(TileFrame.of("31PBJ")).isEqualTo(TileFrame.of("31NBJ"));
    }

    @Test
    void aZoneOfOneDigitIsTheSameTile() {
        assertThat(TileFrame.of("1WCP")).isEqualTo(TileFrame.of("01WCP"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "33", "33UU", "33UUPX", "00UUP", "61UUP", "33IUP", "33UOP", "33UAP", "33AUP",
                "33YUP", "34XEG", "33UUW", "33USP", "ZAH00", "33UÜP"
            })
    void whatIsNoSquareHasNoTile(String name) {
        assertThat(TileFrame.of(name)).isEmpty();
    }
}
