package io.groundtrack.ingest.notice;

import static io.groundtrack.ingest.notice.NoticeJson.aSentinel1;
import static io.groundtrack.ingest.notice.NoticeJson.aSentinel2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The traps that real files lay for product identity and version. */
class IdentityTest {

    @Test
    void anIdentityReadsAsItIsDefined() {
        assertThat(aSentinel2().taken().getProductKey())
                .isEqualTo("S2_20220706T100031_R122_33UUP_S20220706T100210_L2A");
        assertThat(aSentinel1().taken().getProductKey())
                .isEqualTo("S1_20210809T173953_sentinel-1a_IW_GRD");
    }

    @Test
    void datetimeInTheMiddleOfTheSliceIsNotTheStart() {
        var notice = aSentinel1().taken();

        assertThat(notice.getAcquisitionTime()).isEqualTo("2021-08-09T17:39:53.153Z");
        assertThat(notice.getProductKey()).contains("20210809T173953");
    }

    @Test
    void datetimeMinutesAfterTheDatatakeStartIsNotItsIdentity() {
        var later = aSentinel2().with("datetime", "'2022-07-06T10:12:44.000Z'").taken();

        assertThat(later.getProductKey()).isEqualTo(aSentinel2().taken().getProductKey());
    }

    @Test
    void stationGenerationAndBaselineOfTheDatastripAreVersionNotIdentity() {
        var other =
                aSentinel2()
                        .named("S2A_MSIL2A_20220706T100031_N0510_R122_T33UUP_20240702T184033")
                        .with("s2:processing_baseline", "'05.10'")
                        .with("s2:datatake_id", "'GS2A_20220706T100031_036756_N05.10'")
                        .with(
                                "s2:datastrip_id",
                                "'S2A_OPER_MSI_L2A_DS_S2RP_20240702T184033_S20220706T100210_N05.10'")
                        .taken();
        var first = aSentinel2().taken();

        assertThat(other.getProductKey()).isEqualTo(first.getProductKey());
        assertThat(other.getVersion().getBaseline())
                .isEqualTo("05.10")
                .isGreaterThan(first.getVersion().getBaseline());
        assertThat(other.getVersion().getGenerationTime()).isEqualTo("2024-07-02T18:40:33Z");
        assertThat(first.getVersion().getGenerationTime()).isEqualTo("2022-07-06T15:34:19Z");
    }

    @Test
    void anotherDatastripOfTheSameDatatakeIsAnotherProductOfTheSamePass() {
        var first = aSentinel2().taken();
        var second =
                aSentinel2()
                        .with(
                                "s2:datastrip_id",
                                "'S2A_OPER_MSI_L2A_DS_VGS4_20220706T153419_S20220706T100532_N04.00'")
                        .with("datetime", "'2022-07-06T10:11:40Z'")
                        .taken();

        assertThat(second.getProductKey()).isNotEqualTo(first.getProductKey());
        assertThat(second.getTiles().get(0).getPassId())
                .isEqualTo(first.getTiles().get(0).getPassId());
    }

    @Test
    void reissuesThatDifferInTheLastFourLettersAreOneProduct() {
        var name = "S1A_IW_GRDH_1SDV_20141012T233201_20141012T233226_002803_003287_";
        var first = aSentinel1().named(name + "1E3D").taken();
        var second = aSentinel1().named(name + "F55D").taken();

        assertThat(second.getProductKey()).isEqualTo(first.getProductKey());
        assertThat(second.getVersion().getProductId())
                .isGreaterThan(first.getVersion().getProductId());
    }

    @Test
    void aBaselineMadeByTheUserSaysNothing() {
        var own =
                aSentinel2()
                        .named("S2A_MSIL2A_20170613T101031_N9999_R022_T33UUP_75_43")
                        .without("s2:processing_baseline", "s2:datatake_id")
                        .taken();

        assertThat(own.getVersion().getBaseline()).isEmpty();
        assertThat(own.getAssets().get(0).getOffset()).isZero();
    }

    @Test
    void partsOfOneGranuleAreProductsOfOnePass() {
        var left = aSentinel2().with("groundtrack:part", "'87_48'").taken();
        var right = aSentinel2().with("groundtrack:part", "'75_43'").taken();

        assertThat(left.getPart()).isEqualTo("87_48");
        assertThat(left.getProductKey()).isNotEqualTo(right.getProductKey()).endsWith("_87_48");
        assertThat(left.getTiles().get(0).getPassId())
                .isEqualTo(right.getTiles().get(0).getPassId());
    }

    @Test
    void anOperaNameTellsItsBurst() {
        var name = "OPERA_L2_RTC-S1_T137-292318-IW1_20211119T015854Z_20250830T120333Z_S1A_30_v1.0";
        var told = aSentinel1().named(name).without("sat:relative_orbit", "sat:absolute_orbit");
        told.with("sar:product_type", "'RTC'").without("platform", "start_datetime", "datetime");
        var notice = told.taken();

        assertThat(notice.getProductKey())
                .isEqualTo("S1_20211119T015854_sentinel-1a_IW_RTC_T137-292318-IW1");
        assertThat(notice.getRelativeOrbit()).isEqualTo(137);
        assertThat(notice.getVersion().getGenerationTime()).isEqualTo("2025-08-30T12:03:33Z");
    }

    @Test
    void theNameSaysWhatTheItemLeavesOut() {
        var bare =
                aSentinel2()
                        .without("datetime", "platform", "grid:code", "sat:relative_orbit")
                        .without("s2:processing_baseline", "s2:product_type", "s2:datatake_id");
        var notice = bare.taken();

        assertThat(notice.getProductKey()).isEqualTo(aSentinel2().taken().getProductKey());
        assertThat(notice.getVersion().getBaseline()).isEqualTo("04.00");
        assertThat(notice.getPlatform()).isEqualTo("sentinel-2a");
        assertThat(notice.getAcquisitionTime()).isEqualTo("2022-07-06T10:00:31Z");
    }

    @Test
    void aCatalogueNameAndTheProductNameAreOneProduct() {
        var catalogue =
                aSentinel2()
                        .named("S2A_33UUP_20220706_0_L2A")
                        .without("sat:relative_orbit")
                        .with(
                                "s2:product_uri",
                                "'S2A_MSIL2A_20220706T100031_N0400_R122_T33UUP_20220706T153419.SAFE'")
                        .taken();

        assertThat(catalogue.getProductKey()).isEqualTo(aSentinel2().taken().getProductKey());
    }

    @Test
    void anArchivesHourWithoutItsZeroIsRead() {
        var notice =
                aSentinel2()
                        .named("S2B_MSIL2A_20170924T93020_69_24")
                        .without("datetime", "s2:datatake_id", "platform")
                        .taken();

        assertThat(notice.getAcquisitionTime()).isEqualTo("2017-09-24T09:30:20Z");
        assertThat(notice.getPlatform()).isEqualTo("sentinel-2b");
    }

    @Test
    void generationFallsBackFromNameToProcessingToCreation() {
        var notice = aSentinel2().named("any").without("s2:datastrip_id");

        assertThat(generation(notice)).isEqualTo("2022-07-06T18:00:00Z");
        assertThat(generation(notice.with("processing:datetime", "'2022-07-06T17:00:00Z'")))
                .isEqualTo("2022-07-06T17:00:00Z");
    }

    @Test
    void contentIsTheSameInAnyOrderOfKeys() {
        var notice = aSentinel2();
        var turned = aSentinel2();
        var properties = turned.data().remove("properties");
        turned.data().set("properties", properties);

        assertThat(turned.bytes()).isNotEqualTo(notice.bytes());
        assertThat(turned.taken().getVersion()).isEqualTo(notice.taken().getVersion());
        assertThat(notice.with("eo:cloud_cover", "1").taken().getVersion().getContentHash())
                .isNotEqualTo(turned.taken().getVersion().getContentHash());
    }

    @Test
    void groundRangeAndTerrainCorrectedNeverShareAHistory() {
        var name = "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_rtc";

        assertThat(aSentinel1().taken().getProductKind()).isEqualTo("S1-GRD");
        assertThat(aSentinel1().with("sar:product_type", "'RTC'").taken().getProductKind())
                .isEqualTo("S1-RTC");
        assertThat(aSentinel1().named(name).taken().getProductKind()).isEqualTo("S1-RTC");
    }

    @ParameterizedTest
    @CsvSource({"'02.14',02.14", "'0214',02.14", "'5.09',05.09", "5.1,05.10", "'N0511',05.11"})
    void baselinesCompareAsText(String stated, String baseline) {
        var json = stated.matches("[\\d.]+") && !stated.equals("5.1") ? "'" + stated + "'" : stated;
        var quoted = json.startsWith("N") ? "'" + json + "'" : json;

        assertThat(
                        aSentinel2()
                                .with("s2:processing_baseline", quoted)
                                .taken()
                                .getVersion()
                                .getBaseline())
                .isEqualTo(baseline);
    }

    private static Instant generation(NoticeJson notice) {
        return notice.taken().getVersion().getGenerationTime();
    }
}
