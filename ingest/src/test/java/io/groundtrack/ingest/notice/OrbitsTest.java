package io.groundtrack.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrbitsTest {

    /**
     * Cycle numbers as the manifests of these products say them (tests of stactools, sentinel1).
     */
    @ParameterizedTest
    @CsvSource({
        "sentinel-1a, 2022-11-30T01:43:42Z, 46117,  20, 278",
        "sentinel-1a, 2021-08-09T17:39:53Z, 39156,  59, 238",
        "sentinel-1a, 2020-01-03T23:35:56Z, 30643, 121, 189",
        "sentinel-1a, 2020-01-03T23:36:21Z, 30643, 121, 189",
        "sentinel-1b, 2016-11-21T01:09:10Z,  3050,  49,  24",
        "sentinel-1b, 2016-11-21T01:09:39Z,  3050,  49,  24",
    })
    void cycleIsTheOneInTheManifest(
            String platform, Instant start, int absolute, int relative, long cycle) {
        assertThat(Orbits.relative(platform, absolute)).isEqualTo(relative);
        assertThat(Math.round(Orbits.cycles(platform, relative, start))).isEqualTo(cycle);
    }

    /** Times and orbits out of the names of real products, 2014 … 2025. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "S1A_EW_GRDH_1SDH_20141010T120113_20141010T120222_002767_0031C8_D5D7",
                "S1A_IW_GRDH_1SSV_20141004T005844_20141004T005913_002673_002FAB_4FCD",
                "S1A_IW_GRDH_1SDV_20150703T233149_20150703T233214_006653_008E22_1288",
                "S1A_IW_GRDH_1SDV_20160627T233218_20160627T233243_011903_012546_385D",
                "S1A_IW_GRDH_1SDV_20170613T165043_20170613T165108_017018_01C579_7EEC",
                "S1A_IW_GRDH_1SDV_20180716T004042_20180716T004107_022812_02792A_FD5B",
                "S1A_IW_GRDH_1SDV_20181226T233218_20181226T233243_025203_02C90E_9992",
                "S1A_IW_GRDH_1SDV_20200103T233556_20200103T233621_030643_0382F7_C795",
                "S1A_IW_GRDH_1SDV_20200903T131212_20200903T131237_034195_03F8F5_AC1C",
                "S1A_IW_SLC__1SDV_20240313T054626_20240313T054653_052959_066921_3759",
                "S1A_IW_SLC__1SDV_20240313T092716_20240313T092732_052961_066935_89F2",
                "S1A_IW_SLC__1SDV_20241123T044906_20241123T044930_056677_06F42F_97B3",
                "S1B_IW_GRDH_1SDV_20161121T010939_20161121T011004_003050_0052FC_3426",
                "S1B_IW_RAW__0SDV_20210810T044826_20210810T044859_028179_035C9B_6C5A",
                "S1C_IW_SLC__1SDV_20250331T060116_20250331T060143_001681_002CD0_8D44",
                "S1C_IW_GRDH_1SDV_20250603T053151_20250603T053216_002614_0056AB_EE86",
                "S1C_IW_GRDH_1SDV_20251229T091157_20251229T091222_005664_00B4FF",
                "OPERA_L2_RTC-S1_T137-292324-IW2_20211219T015828Z_20250829T223306Z_S1B_30_v1.0",
                "OPERA_L2_RTC-S1_T137-292324-IW2_20250102T015914Z_20250102T100414Z_S1A_30_v1.0",
                "S2A_MSIL2A_20150826T185436_N0212_R070_T11SLT_20210412T023147",
                "S2A_MSIL1C_20170613T101031_N0205_R022_T33UUP_20170613T101608",
                "S2A_MSIL1C_20180101T105441_N0206_R051_T31TDH_20180101T124911",
                "S2A_MSIL2A_20190212T192651_N0212_R013_T07HFE_20201007T160857",
                "S2A_MSIL1C_20200717T221941_N0209_R029_T01LAC_20200717T234135",
                "S2A_MSIL1C_20210908T042701_N0301_R133_T46RER_20210908T070248",
                "S2A_MSIL2A_20220401T083601_N0400_R064_T34LBP_20220401T110010",
                "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157",
                "S2A_MSIL2A_20240129T062121_N0510_R034_T44VMN_20240129T093752",
                "S2B_MSIL1C_20170924T093019_N0205_R136_T35VNH_20170924T093132",
                "S2B_MSIL1C_20171013T200349_N0205_R128_T09VXK_20171013T200346",
                "S2B_MSIL2A_20200604T054639_N0214_R048_T43RCP_20200604T094332",
                "S2B_MSIL2A_20220101T000459_N0301_R130_T53DMB_20220101T012649",
                "S2B_MSIL1C_20240206T131259_N0510_R081_T27VWK_20240206T133903",
                "S2C_MSIL2A_20250123T230911_N0511_R044_T01UBS_20250124T013809",
                "S2C_MSIL2A_20250813T165911_N0511_R069_T14QMG_20250813T231612",
            })
    void whatIsLeftOfACycleStaysFarFromAHalf(String product) {
        assertThat(leftOver(product)).isBetween(-0.01, 0.01);
    }

    /** 2A gave its place to 2C at the turn of 2025. */
    @Test
    void aPlatformThatMovedStillHasOnePassACycle() {
        assertThat(leftOver("S2A_MSIL1C_20250402T175741_N0511_R141_T14ULD_20250403T022035"))
                .isBetween(-0.25, 0.25);
    }

    @Test
    void slicesAndDatastripsOfOneOverflightAreOnePass() {
        var first = Instant.parse("2016-06-27T23:31:53Z");

        assertThat(Orbits.pass("sentinel-1a", 106, "46QHG", first.plusSeconds(25)))
                .isEqualTo(Orbits.pass("sentinel-1a", 106, "46QHG", first))
                .isNotEqualTo(
                        Orbits.pass("sentinel-1a", 106, "46QHG", first.plusSeconds(12 * 86_400)));
        var datatake = Instant.parse("2022-07-06T10:00:31Z");
        assertThat(Orbits.pass("sentinel-2a", 122, "33UUP", datatake.plusSeconds(1000)))
                .isEqualTo(Orbits.pass("sentinel-2a", 122, "33UUP", datatake));
    }

    @Test
    void withoutOrbitOrPhaseThePassSaysSo() {
        var start = Instant.parse("2017-06-13T16:50:43Z");

        assertThat(Orbits.pass("sentinel-1a", 0, "33UUP", start))
                .isEqualTo("sentinel-1a_X_33UUP_20170613T1650");
        assertThat(Orbits.pass("sentinel-2d", 22, "33UUP", start))
                .isEqualTo("sentinel-2d_X_33UUP_20170613T1650");
        assertThat(Orbits.relative("sentinel-1e", 100)).isZero();
    }

    private static double leftOver(String product) {
        var name = ProductName.of(product);
        var platform = name.platform().orElseThrow();
        var relative =
                name.relativeOrbit()
                        .orElseGet(
                                () ->
                                        Orbits.relative(
                                                platform, name.absoluteOrbit().orElseThrow()));
        var cycles = Orbits.cycles(platform, relative, name.start().orElseThrow());
        return cycles - Math.rint(cycles);
    }
}
