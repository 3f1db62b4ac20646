package io.groundtrack.ingest.notice;

import static io.groundtrack.ingest.notice.NoticeJson.aSentinel1;
import static io.groundtrack.ingest.notice.NoticeJson.aSentinel2;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.RasterBand;
import io.groundtrack.schemas.RejectReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemAssetsTest {

    @ParameterizedTest
    @CsvSource({
        "blue,B02",
        "red,B04",
        "green,B03",
        "nir,B08",
        "nir08,B8A",
        "nir09,B09",
        "coastal,B01",
        "rededge1,B05",
        "rededge2,B06",
        "rededge3,B07",
        "swir16,B11",
        "swir22,B12",
        "B02_10m,B02",
        "b8a,B8A",
        "B9,B09",
        "blue-jp2,B02",
    })
    void anAssetsKeyNamesItsBand(String key, String band) {
        var notice = aSentinel2().asset(key, "{'href':'x.tif','gsd':1,'raster:scale':0.5}").taken();

        assertThat(notice.getAssets())
                .filteredOn(a -> a.getScale() == 0.5)
                .singleElement()
                .satisfies(a -> assertThat(a.getName()).isEqualTo(key))
                .satisfies(a -> assertThat(a.getBands().get(0).getName()).isEqualTo(band));
    }

    @Test
    void bandsOfOneFileKeepTheirPlaces() {
        var asset =
                only(
                        aSentinel1()
                                .asset("vv", "{}")
                                .asset("vh", "{}")
                                .asset(
                                        "data",
                                        "{'href':'d.tif','unit':'dB','raster:scale':0.01,'nodata':-3.4e38,"
                                                + "'proj:code':'EPSG:32646','bands':[{'name':'VH'},"
                                                + "{'name':'angle'},{'name':'VV'}]}")
                                .taken());

        assertThat(asset.getBands())
                .containsExactly(new RasterBand("VH", 0), new RasterBand("VV", 2));
        assertThat(asset.getUnit()).isEqualTo("dB");
        assertThat(asset.getScale()).isEqualTo(0.01);
        assertThat(Double.parseDouble(asset.getNodata())).isEqualTo(-3.4e38);
        assertThat(asset.getEpsg()).isEqualTo(32646);
    }

    @Test
    void bandsStoredDifferentlyAreSeveralAssetsOfOneFile() {
        var notice =
                aSentinel2()
                        .asset(
                                "stack",
                                "{'href':'s.tif','bands':[{'name':'B02','raster:scale':0.1},"
                                        + "{'name':'B03','raster:scale':0.2}]}")
                        .taken();

        assertThat(notice.getAssets())
                .filteredOn(a -> a.getHref().equals("s.tif"))
                .extracting(Asset::getScale)
                .containsExactly(0.1, 0.2);
    }

    @Test
    void theOlderStacFormsAreReadToo() {
        var asset =
                band(
                        aSentinel2()
                                .with("proj:epsg", "32633")
                                .asset(
                                        "anything",
                                        "{'href':'x.jp2','eo:bands':[{'name':'x','common_name':'swir22'}],"
                                                + "'raster:bands':[{'scale':0.001,'offset':-0.7,'nodata':'nan'}]}")
                                .taken(),
                        "B12");

        assertThat(asset.getScale()).isEqualTo(0.001);
        assertThat(asset.getOffset()).isEqualTo(-0.7);
        assertThat(asset.getNodata()).isEqualTo("nan");
        assertThat(asset.getEpsg()).isEqualTo(32633);
    }

    @Test
    void aRedEdgeWithoutNumberIsNamedByItsKey() {
        var notice =
                aSentinel2()
                        .asset(
                                "rededge2",
                                "{'href':'x','eo:bands':[{'name':'?','common_name':'rededge'}]}")
                        .taken();

        assertThat(band(notice, "B06").getHref()).isEqualTo("x");
    }

    @Test
    void baseline4CarriesAnOffsetUnlessTheArchiveAppliedIt() {
        assertThat(band(aSentinel2().taken(), "B04").getOffset()).isEqualTo(-0.1);
        assertThat(
                        band(
                                        aSentinel2()
                                                .with("earthsearch:boa_offset_applied", "true")
                                                .taken(),
                                        "B04")
                                .getOffset())
                .isZero();
        assertThat(
                        band(aSentinel2().with("s2:processing_baseline", "'03.01'").taken(), "B04")
                                .getOffset())
                .isZero();
        assertThat(
                        band(
                                        aSentinel2()
                                                .asset("B04", "{'href':'x','raster:offset':0}")
                                                .taken(),
                                        "B04")
                                .getOffset())
                .isZero();
    }

    @Test
    void theSceneClassificationIsNeverScaled() {
        var scl = band(aSentinel2().taken(), "SCL");

        assertThat(scl.getScale()).isEqualTo(1);
        assertThat(scl.getOffset()).isZero();
    }

    /** As five real Items of Earth Search state it: the product's offset, taken off already. */
    @Test
    void anOffsetThatTheArchiveAppliedIsNotAppliedAgainThoughItIsStated() {
        var notice =
                aSentinel2()
                        .with("earthsearch:boa_offset_applied", "true")
                        .asset(
                                "B04",
                                "{'href':'x','raster:bands':[{'scale':0.0001,'offset':-0.1}]}")
                        .taken();

        assertThat(band(notice, "B04").getOffset()).isZero();
    }

    @Test
    void anOffsetThatContradictsTheBaselineIsRefusedByName() {
        var early =
                aSentinel2()
                        .with("s2:processing_baseline", "'02.14'")
                        .asset("B04", "{'href':'x','raster:offset':-0.1}")
                        .rejected();
        var late =
                aSentinel2()
                        .with("earthsearch:boa_offset_applied", "false")
                        .asset("B04", "{'href':'x','raster:offset':0}")
                        .rejected();

        for (var reject : List.of(early, late)) {
            assertThat(reject.getReason()).isEqualTo(RejectReason.FIELD_INVALID);
            assertThat(reject.getMessage()).startsWith("data.assets.B04.raster:offset: ");
        }
        assertThat(early.getMessage()).contains("processing baseline 02.14");
        assertThat(late.getMessage()).contains("boa_offset_applied is false");
    }

    @Test
    void twoFormsOfOneNumberThatDifferAreRefused() {
        var reject =
                aSentinel2()
                        .asset(
                                "B04",
                                "{'href':'x','raster:offset':-0.1,'raster:bands':[{'offset':0}]}")
                        .rejected();

        assertThat(reject.getReason()).isEqualTo(RejectReason.FIELD_INVALID);
        assertThat(reject.getMessage()).contains("raster:bands says otherwise");
    }

    @Test
    void whatABandSaysGoesBeforeItsAsset() {
        var notice =
                aSentinel2()
                        .asset(
                                "B04",
                                "{'href':'x','raster:offset':-0.1,"
                                        + "'bands':[{'name':'B04','raster:offset':-0.2}]}")
                        .taken();

        assertThat(band(notice, "B04").getOffset()).isEqualTo(-0.2);
    }

    @ParameterizedTest
    @CsvSource({
        "decibel,dB",
        "dB,dB",
        "linear,linear",
        "power,linear",
        "1,linear",
        "DN,amplitude",
        "amplitude,amplitude",
        "none,''",
        "furlong,furlong"
    })
    void theUnitOfRadarHasManyNames(String stated, String unit) {
        var notice = aSentinel1().asset("vv", "{'href':'x','unit':'" + stated + "'}").taken();

        assertThat(band(notice, "VV").getUnit()).isEqualTo(unit);
    }

    @Test
    void radarThatStatesNoUnitLeavesItToTheRaster() {
        var vh = band(aSentinel1().taken(), "VH");

        assertThat(vh.getUnit()).isEmpty();
        assertThat(vh.getQuantity()).isEmpty();
        assertThat(vh.getCalibration()).isNull();
        assertThat(vh.getHref()).isEqualTo("vh.tiff");
    }

    @Test
    void theCalibrationOfABandIsKeptWithIt() {
        var notice =
                aSentinel1()
                        .asset(
                                "schema-calibration-vv",
                                "{'href':'calibration-vv.xml','type':'application/xml'}")
                        .asset("schema-noise-vh", "{'href':'n.xml','type':'application/xml'}")
                        .taken();

        assertThat(band(notice, "VV").getCalibration()).isEqualTo("calibration-vv.xml");
        assertThat(band(notice, "VH").getCalibration()).isNull();
    }

    @Test
    void sigmaAndGammaAreNotedWhereTheItemSaysSo() {
        var notice =
                aSentinel1()
                        .asset("vv", "{}")
                        .asset("vh", "{}")
                        .asset("gamma0_vv", "{'href':'g.tif'}")
                        .asset(
                                "data",
                                "{'href':'s.tif','card4l:measurement_type':'sigma-0',"
                                        + "'bands':[{'name':'VH'}]}")
                        .taken();

        assertThat(band(notice, "VV").getQuantity()).isEqualTo("gamma0");
        assertThat(band(notice, "VH").getQuantity()).isEqualTo("sigma0");
    }

    @Test
    void theFinestPixelsWinAndTiffBeforeJpeg2000() {
        var notice =
                aSentinel2()
                        .asset("blue_60m", "{'href':'60.tif'}")
                        .asset("blue_20m", "{'href':'20.tif','gsd':20}")
                        .asset("blue", "{'href':'10.jp2','gsd':10}")
                        .asset("B02", "{'href':'10.tif','gsd':10}")
                        .taken();

        assertThat(band(notice, "B02").getHref()).isEqualTo("10.tif");
        assertThat(notice.getAssets())
                .flatExtracting(Asset::getBands)
                .extracting(RasterBand::getName)
                .doesNotHaveDuplicates();
    }

    @Test
    void picturesAreNoBands() {
        var notice =
                aSentinel2()
                        .asset(
                                "visual",
                                "{'href':'tci.tif','eo:bands':[{'name':'red'},{'name':'green'}]}")
                        .asset(
                                "x",
                                "{'href':'p.tif','roles':['overview'],'bands':[{'name':'B03'}]}")
                        .taken();

        assertThat(notice.getAssets())
                .extracting(Asset::getHref)
                .containsExactlyInAnyOrder("B04.tif", "SCL.tif");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'raster:scale':'x'",
                "'raster:scale':0",
                "'raster:offset':1e999",
                "'nodata':'none'"
            })
    void numbersThatAreNoneAreRejected(String field) {
        var reject = aSentinel2().asset("B04", "{'href':'x'," + field + "}").rejected();

        assertThat(reject.getReason()).isEqualTo(RejectReason.FIELD_INVALID);
        assertThat(reject.getMessage()).startsWith("data.assets.B04.");
    }

    private static Asset only(GranuleNotice notice) {
        assertThat(notice.getAssets()).hasSize(1);
        return notice.getAssets().get(0);
    }

    private static Asset band(GranuleNotice notice, String band) {
        List<Asset> having =
                notice.getAssets().stream()
                        .filter(a -> a.getBands().stream().anyMatch(b -> b.getName().equals(band)))
                        .toList();
        assertThat(having).hasSize(1);
        return having.get(0);
    }
}
