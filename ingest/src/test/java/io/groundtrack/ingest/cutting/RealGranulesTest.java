package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bit;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.GeoTiff;
import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real Sentinel files from end to end of the cutter. */
class RealGranulesTest {

    private static final int PIXELS = 120 * 120;
    private static final List<String> S2 =
            List.of("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12");

    private static PatchCutter cutter(Path base) {
        var options = CutOptions.defaults(base.toString(), S2, List.of("VV", "VH"));
        var roots = List.of(base.getParent().toString());
        return new PatchCutter(options.with(options.assets().withRoots(roots)));
    }

    private static float[] whole(Path file, int band) throws IOException {
        try (var raster = GeoTiff.open(file, new BlockCache(0))) {
            var pixels = new float[raster.width() * raster.height()];
            raster.read(band, 0, 0, raster.width(), raster.height(), pixels);
            return pixels;
        }
    }

    @Test
    void bigEarthNetPatchIsItsOwnPixels() throws IOException {
        var name = "S2A_MSIL2A_20170613T101031_87_48";
        var folder =
                SharedFolder.require(
                        "data/ben-common/src/bigearthnet_common/BigEarthNet-S2-Example/" + name);
        var assets =
                S2.stream()
                        .map(band -> asset(Sensor.S2, name + "_" + band + ".tif", band))
                        .toArray(Asset[]::new);
        // BigEarthNet names column, then row
        int patch = bit(48, 87);
        var strip = aStrip(Sensor.S2).patches(patch).granule(name, 0, bits(patch), assets).build();

        try (var cutter = cutter(folder)) {
            var outcome = cutter.cut(strip).outcomes().get(0);

            assertThat(outcome.getKind()).isEqualTo(OutcomeKind.CUT);
            assertThat(outcome.getUlx()).isEqualTo(404_400);
            assertThat(outcome.getUly()).isEqualTo(5_342_400);
            assertThat(outcome.getValidFraction()).isEqualTo(1);
            var pixels = Packed.floats(outcome.getWindow().getPixels());
            for (int b = 0; b < S2.size(); b++) {
                var own = whole(folder.resolve(name + "_" + S2.get(b) + ".tif"), 0);
                int side = (int) Math.sqrt(own.length);
                int step = 120 / side;
                for (int i = 0; i < PIXELS; i++) {
                    assertThat(pixels[b * PIXELS + i])
                            .isEqualTo(own[i / 120 / step * side + i % 120 / step]);
                }
            }
        }
    }

    @Test
    void operaLinearPowerComesOutInDecibel() throws IOException {
        var folder =
                SharedFolder.require("data/dist-s1/tests/test_data/cropped/10SGD/137/2021-11-19");
        var name = "OPERA_L2_RTC-S1_T137-292318-IW1_20211119T015854Z_20250830T120333Z_S1A_30_v1.0";
        var vv = asset(Sensor.S1, name + "_VV.tif", "VV");
        var vh = asset(Sensor.S1, name + "_VH.tif", "VH");
        vv.setUnit("linear");
        vh.setUnit("linear");
        // any grid will do: the corner of the burst is the corner of patch (0, 0)
        int patch = bit(0, 0);
        var strip =
                aStrip(Sensor.S1)
                        .onTile("10SGD", 32611, 165_660, 3_779_190)
                        .patches(patch)
                        .granule(name, 0, bits(patch), vv, vh)
                        .build();

        try (var cutter = cutter(folder)) {
            var outcome = cutter.cut(strip).outcomes().get(0);

            assertThat(outcome.getKind()).isEqualTo(OutcomeKind.CUT);
            var own = whole(folder.resolve(name + "_VV.tif"), 0);
            var pixels = Packed.floats(outcome.getWindow().getPixels());
            // every third grid pixel has the centre of a 30 m pixel
            for (int row = 0; row < 40; row++) {
                for (int column = 0; column < 40; column++) {
                    double expected = 10 * Math.log10(own[row * 100 + column]);
                    assertThat(pixels[(row * 3 + 1) * 120 + column * 3 + 1])
                            .isEqualTo((float) expected, within(1e-4f));
                }
            }
        }
    }

    @Test
    void hundredthsOfADecibelAtThirtyMetresComeOutInDecibel() throws IOException {
        var file =
                SharedFolder.require(
                        "data/ddl8s1ts/tif/S1A_IW_GRDH_1SDV_20141012T233201_20141012T233226_002803_003287_1E3D.tif");
        var asset = asset(Sensor.S1, file.toUri().toString(), "VV", "VH");
        asset.setScale(0.01);
        asset.setNodata("-3.3999999521443642e+38");
        // the patch of the reference warps: column 7, row 45 of tile 46QGE's grid
        int patch = bit(45, 7);
        var strip =
                aStrip(Sensor.S1)
                        .onTile("46QGE", 32646, 799_980, 2_200_020)
                        .patches(patch)
                        .granule("S1A", 0, bits(patch), asset)
                        .build();

        try (var cutter = cutter(file.getParent())) {
            var outcome = cutter.cut(strip).outcomes().get(0);

            assertThat(outcome.getKind()).isEqualTo(OutcomeKind.CUT);
            assertThat(outcome.getValidFraction()).isEqualTo(1);
            // 1,500 m east and 1,800 m south of the raster's corner: pixel (50, 60), exactly
            var own = whole(file, 1);
            var pixels = Packed.floats(outcome.getWindow().getPixels());
            assertThat(pixels[PIXELS + 121]).isEqualTo(own[60 * 120 + 50] / 100, within(1e-4f));
            assertThat(outcome.getLongitude()).isEqualTo(95.9386, within(0.02));
            assertThat(outcome.getLatitude()).isEqualTo(19.3847, within(0.02));
        }
    }
}
