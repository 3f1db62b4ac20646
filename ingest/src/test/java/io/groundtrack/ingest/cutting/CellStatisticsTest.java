package io.groundtrack.ingest.cutting;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers of cells, worked out by hand. */
class CellStatisticsTest {

    private static final int SIZE = 120;
    private static final List<String> S2 = List.of("B03", "B04", "B08", "B11", "B12");

    private final boolean[] clear = new boolean[SIZE * SIZE];

    CellStatisticsTest() {
        Arrays.fill(clear, true);
    }

    private static float[] plane(float value) {
        var plane = new float[SIZE * SIZE];
        Arrays.fill(plane, value);
        return plane;
    }

    private static short number(CellLook look, int cell, String name) {
        int width = look.getNames().size();
        return Packed.shorts(look.getNumbers())[cell * width + look.getNames().indexOf(name)];
    }

    @Test
    void radarCellsHaveMeanAndDeviationInHundredthsOfADecibel() {
        var vv = plane(-10.004f);
        var vh = plane(-20);
        // half of the first cell's first row one higher: mean 7/225, deviation sqrt(7·218)/225
        Arrays.fill(vh, 0, 7, -19);

        var look =
                CellStatistics.of(
                        Sensor.S1, List.of("VV", "VH"), new float[][] {vv, vh}, clear, SIZE, 8);

        assertThat(look.getNames()).containsExactly("VV.mean", "VV.sd", "VH.mean", "VH.sd");
        assertThat(look.getScales()).containsOnly(0.01);
        assertThat(number(look, 0, "VV.mean")).isEqualTo((short) -1000);
        assertThat(number(look, 0, "VV.sd")).isZero();
        assertThat(number(look, 0, "VH.mean")).isEqualTo((short) -1997);
        assertThat(number(look, 0, "VH.sd")).isEqualTo((short) 17);
        assertThat(number(look, 1, "VH.mean")).isEqualTo((short) -2000);
        assertThat(look.getNumbers().remaining()).isEqualTo(64 * 4 * 2);
        assertThat(look.getClear().remaining()).isEqualTo(64);
        assertThat(look.getPixels()).isEqualTo(225);
    }

    @Test
    void opticalCellsHaveDigitalNumbersAndIndices() {
        float[][] planes = {plane(300), plane(1_000), plane(3_000), plane(40_000), plane(0)};

        var look = CellStatistics.of(Sensor.S2, S2, planes, clear, SIZE, 8);

        assertThat(look.getNames())
                .containsExactly(
                        "B03.mean",
                        "B04.mean",
                        "B08.mean",
                        "B11.mean",
                        "B12.mean",
                        "NDVI.mean",
                        "NBR.mean",
                        "B08.sd");
        assertThat(look.getScales()).containsExactly(1.0, 1.0, 1.0, 1.0, 1.0, 0.0001, 0.0001, 1.0);
        assertThat(number(look, 63, "B03.mean")).isEqualTo((short) 300);
        assertThat(number(look, 63, "NDVI.mean")).isEqualTo((short) 5_000);
        assertThat(number(look, 63, "NBR.mean")).isEqualTo((short) 10_000);
        // beyond int16
        assertThat(number(look, 63, "B11.mean")).isEqualTo(Short.MAX_VALUE);
    }

    @Test
    void onlyClearPixelsCountAndACellWithoutOneHasZeros() {
        var vv = plane(-10);
        Arrays.fill(clear, false);
        clear[17] = true;
        vv[17] = -5;
        vv[16] = Float.NaN;

        var look = CellStatistics.of(Sensor.S1, List.of("VV"), new float[][] {vv}, clear, SIZE, 8);

        assertThat(number(look, 1, "VV.mean")).isEqualTo((short) -500);
        assertThat(number(look, 0, "VV.mean")).isZero();
        var counts = Packed.bytes(look.getClear());
        assertThat(counts[1]).isEqualTo((byte) 1);
        assertThat(counts[0]).isZero();
        assertThat(look.getNames()).containsExactly("VV.mean", "VV.sd");
    }

    @Test
    void indicesOfNegativeSumsAreLeftOut() {
        float[][] planes = {plane(0), plane(-300), plane(-100), plane(0), plane(50)};
        planes[2][0] = 500;

        var look = CellStatistics.of(Sensor.S2, S2, planes, clear, SIZE, 8);

        // 500 and -300 give 4, which no index is
        assertThat(number(look, 0, "NDVI.mean")).isEqualTo((short) 10_000);
        assertThat(number(look, 1, "NDVI.mean")).isZero();
    }
}
