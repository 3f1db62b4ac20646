package io.groundtrack.job.notices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.operators.versions.ProductVersions;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.ProductState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The decision table of the way in: what is taken, what is one product, and which version counts.
 * Products are told by their names; what is in brackets is added to the Item. Source: architecture
 * 3.1, field notes 7.
 */
class NoticeDecisionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String A = "S2A_MSIL2A_20200706T100031_N";
    private static final String S1 =
            "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 10_000,
            value = {
                // product                                                                | decision
                "S2A_MSIL2A_20220706T100031_N0400_R122_T33UUP_20220706T153419             | taken S2-L2A sentinel-2a S2_20220706T100031_R122_33UUP_S-_L2A",
                "S2C_MSIL2A_20250706T100041_N0511_R122_T33UUP_20250706T153419             | taken S2-L2A sentinel-2c S2_20250706T100041_R122_33UUP_S-_L2A",
                "S2B_MSIL2A_20170924T93020_69_24 [grid:code=MGRS-33UUP]                   | taken S2-L2A sentinel-2b S2_20170924T093020_R000_33UUP_S-_L2A",
                "S2A_MSIL1C_20220706T100031_N0400_R122_T33UUP_20220706T153419             | ignored level L1C",
                "S2A_MSIL1B_20220706T100031_N0400_R122_20220706T153419                    | ignored level L1B",
                "S2A_MSIL0__20220706T100031_N0400_R122_20220706T153419                    | ignored level L0",
                "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8      | taken S1-GRD sentinel-1a S1_20210809T173953_sentinel-1a_IW_GRD",
                "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8_COG  | taken S1-GRD sentinel-1a S1_20210809T173953_sentinel-1a_IW_GRD",
                "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8.SAFE | taken S1-GRD sentinel-1a S1_20210809T173953_sentinel-1a_IW_GRD",
                "S1C_IW_GRDH_1SDV_20250401T173953_20250401T174018_001713_002E3F_6FF8      | taken S1-GRD sentinel-1c S1_20250401T173953_sentinel-1c_IW_GRD",
                "S1D_IW_GRDH_1SDV_20260401T173953_20260401T174018_002313_002E3F_6FF8_COG  | taken S1-GRD sentinel-1d S1_20260401T173953_sentinel-1d_IW_GRD",
                "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_rtc       | taken S1-RTC sentinel-1a S1_20210809T173953_sentinel-1a_IW_RTC",
                "S1A_IW_SLC__1SDV_20240313T054626_20240313T054653_052959_066921_3759      | ignored product SLC",
                "S1A_WV_OCN__2SSV_20180215T235323_20180216T001213_020624_023501_0FD3      | ignored product OCN",
                "S1A_IW_RAW__0SDV_20210809T173949_20210809T174021_039156_049F13_3092      | ignored product RAW",
                "S1A_IW_ETA__AXDV_20230806T211729_20230806T211757_049760_05FBCB_9DD6      | ignored product ETA",
                "S1A_AUX_CAL_V20190228T092500_G20210104T141310                            | ignored product AUX",
                "S1A_EW_GRDM_1SDH_20221130T014342_20221130T014446_046117_058549_BB15      | ignored mode EW",
                "S1A_EW_GRDM_1SDV_20221130T014342_20221130T014446_046117_058549_BB15      | ignored mode EW",
                "S1A_S3_GRDH_1SDV_20221130T014342_20221130T014446_046117_058549_BB15      | ignored mode SM",
                "S1A_IW_GRDH_1SDH_20210809T173953_20210809T174018_039156_049F13_6FF8      | ignored polarizations",
                "S1A_IW_GRDH_1SSV_20210809T173953_20210809T174018_039156_049F13_6FF8      | ignored polarizations",
                "S1A_IW_GRDH_1SSH_20210809T173953_20210809T174018_039156_049F13_6FF8      | ignored polarizations",
                "S3A_OL_1_EFR____20220706T093953_20220706T094253_20220707T131421_0179     | ignored mission s3a",
                "S5P_OFFL_L2__NO2____20220706T093953_20220706T112123_24500_02_020301      | ignored mission s5p",
                "LC09_L2SP_192027_20220706_20220708_02_T1                                 | ignored mission lc09",
                "HLS.S30.T33UUP.2022187T100031.v2.0                                       | ignored mission hls",
                "scene-17 [constellation=landsat]                                         | ignored mission landsat",
                "scene-17                                                                 | rejected UNKNOWN_CONSTELLATION",
                "scene-17 [constellation=sentinel-2]                                      | rejected FIELD_MISSING",
                "S2A_MSIL2A_20990706T100031_N0400_R122_T33UUP_20990706T153419             | rejected DATE_IN_FUTURE",
                "S1A_IW_GRDH_1SDV_99991231T173953_99991231T174018_039156_049F13_6FF8      | rejected DATE_IN_FUTURE",
                "S2A_MSIL2A_20120706T100031_N0400_R122_T33UUP_20120706T153419             | rejected FIELD_INVALID",
                "S2A_MSIL2A_20220706T100031_N0400_R122_T61UUP_20220706T153419             | rejected FIELD_INVALID",
                "S2A_MSIL2A_20220706T100031_N0400_R122_T33TUN_20220706T153419             | rejected FOOTPRINT_INVALID",
            })
    void eachProductIsTakenIgnoredOrRejected(String product, String decision) {
        assertThat(decision(read("create", product, 1))).startsWith(decision);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 10_000,
            value = {
                "another baseline            | same       | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 | "
                        + A
                        + "0500_R122_T33UUP_20230407T000000",
                "another station             | same       | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 [s2:datastrip_id=S2A_OPER_MSI_L2A_DS_VGS4_20200706T120000_S20200706T100210_N02.14] | "
                        + A
                        + "0214_R122_T33UUP_20200706T120100 [s2:datastrip_id=S2A_OPER_MSI_L2A_DS_EPAE_20200706T120100_S20200706T100210_N02.14]",
                "another datastrip           | same pass  | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 [s2:datastrip_id=S2A_OPER_MSI_L2A_DS_VGS4_20200706T120000_S20200706T100210_N02.14] | "
                        + A
                        + "0214_R122_T33UUP_20200706T120100 [s2:datastrip_id=S2A_OPER_MSI_L2A_DS_VGS4_20200706T120000_S20200706T100532_N02.14]",
                "another tile                | different  | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 | "
                        + A
                        + "0214_R122_T33UVP_20200706T120000",
                "another level               | different  | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 | S2A_MSIL1C_20200706T100031_N0214_R122_T33UUP_20200706T120000",
                "another satellite           | different  | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 | S2B_MSIL2A_20200711T100029_N0214_R122_T33UUP_20200711T120000",
                "a catalogue's own id        | same       | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 | S2A_33UUP_20200706_0_L2A [s2:product_uri="
                        + A
                        + "0214_R122_T33UUP_20200706T120000.SAFE]",
                "a piece of it               | same pass  | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 [groundtrack:part=87_48] | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 [groundtrack:part=75_43]",
                "re-issued                   | same       | " + S1 + "6FF8 | " + S1 + "A0B1",
                "as a COG                    | same       | " + S1 + "6FF8 | " + S1 + "D0B2_COG",
                "without its last letters    | same       | "
                        + S1
                        + "6FF8 | S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13",
                "the next slice              | same pass  | "
                        + S1
                        + "6FF8 | S1A_IW_GRDH_1SDV_20210809T174018_20210809T174043_039156_049F13_2CFD",
                "with terrain correction     | different  | " + S1 + "6FF8 | " + S1 + "rtc",
                "cut to another tile         | different  | "
                        + S1
                        + "rtc [grid:code=MGRS-33UUP] | "
                        + S1
                        + "rtc [grid:code=MGRS-33UVP]",
                "12 days later               | different  | "
                        + S1
                        + "6FF8 | S1A_IW_GRDH_1SDV_20210821T173953_20210821T174018_039331_04A4F1_6FF8",
            })
    void twoNoticesAreOfOneProductOfOnePassOrOfNeither(
            String what, String expected, String first, String second) {
        var a = taken("create", first, 1);
        var b = taken("create", second, 2);
        var sameKey = a.getProductKey().equals(b.getProductKey());
        var passes = new TreeSet<String>();
        a.getTiles().forEach(t -> passes.add(t.getPassId()));
        var samePass = b.getTiles().stream().anyMatch(t -> passes.contains(t.getPassId()));

        assertThat(sameKey ? "same" : samePass ? "same pass" : "different")
                .as(what)
                .isEqualTo(expected);
        if (sameKey) {
            assertThat(samePass).isTrue();
        }
    }

    /** Whatever the order in which they arrive. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 10_000,
            value = {
                // what                                  | notices in the order of their events
                //                | live at the end
                "the highest baseline                    | create 0214 20200706; create 0400 20220101; create 0510 20240101 | 0510 20240101",
                "reprocessed years later                 | create 0301 20210908; create 0500 20230407               | 0500 20230407",
                "baseline goes before generation         | create 0510 20240101; create 0500 20250101               | 0510 20240101",
                "generation goes before the event        | create 0500 20230408; create 0500 20230407               | 0500 20230408",
                "no baseline is the lowest               | create 9999 20260101; create 0001 20190505; create 0214 20200706 | 0214 20200706",
                "made by a user, twice                   | create 9999 20260101; create 9999 20260102               | 9999 20260102",
                "the same said twice                     | create 0400 20220101; create 0400 20220101; create 0400 20220101 | 0400 20220101",
                "updated, then deleted                   | create 0400 20220101; update 0400 20220101; delete 0400 20220101 | -",
                "a delete takes the lower ones with it   | create 0214 20200706; create 0400 20220101; delete 0400 20220101 | -",
                "a higher version stays                  | create 0214 20200706; create 0500 20230407; delete 0214 20200706 | 0500 20230407",
                "deleted, then made anew                 | create 0400 20220101; delete 0400 20220101; create 0400 20220202 | 0400 20220202",
                "deleted, then published again           | create 0400 20220101; delete 0400 20220101; create 0400 20220101 | 0400 20220101",
            })
    void theHighestVersionAboveTheHighestDeleteCounts(String what, String notices, String live)
            throws IOException {
        var all = new ArrayList<GranuleNotice>();
        for (var notice : notices.split("; ")) {
            var words = notice.trim().split(" ");
            all.add(
                    taken(
                            words[0],
                            A + words[1] + "_R122_T33UUP_" + words[2] + "T120000",
                            all.size()));
        }
        var expected = live.equals("-") ? "" : A + live.replace(" ", "_R122_T33UUP_") + "T120000";

        for (var order : orders(all.size())) {
            assertThat(live(order.stream().map(all::get).toList()))
                    .as(order.toString())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            maxCharsPerColumn = 10_000,
            value = {
                "the later processing of a slice       | create "
                        + S1
                        + "F55D [processing:datetime=2021-08-09T20:00:00Z]; create "
                        + S1
                        + "1E3D [processing:datetime=2021-08-10T20:00:00Z] | "
                        + S1
                        + "1E3D",
                "else the higher name                  | create "
                        + S1
                        + "F55D; create "
                        + S1
                        + "1E3D | "
                        + S1
                        + "F55D",
                "a delete through another catalogue    | create S2A_33UUP_20200706_0_L2A [s2:product_uri="
                        + A
                        + "0214_R122_T33UUP_20200706T120000.SAFE]; delete "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 | ''",
                "two datastrips                        | create "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 [s2:datastrip_id=S2A_OPER_MSI_L2A_DS_VGS4_20200706T120000_S20200706T100210_N02.14]; create "
                        + A
                        + "0214_R122_T33UUP_20200706T120100 [s2:datastrip_id=S2A_OPER_MSI_L2A_DS_VGS4_20200706T120000_S20200706T100532_N02.14] | "
                        + A
                        + "0214_R122_T33UUP_20200706T120000 "
                        + A
                        + "0214_R122_T33UUP_20200706T120100",
                "one of two slices deleted             | create "
                        + S1
                        + "6FF8; create S1A_IW_GRDH_1SDV_20210809T174018_20210809T174043_039156_049F13_2CFD; delete "
                        + S1
                        + "6FF8 | S1A_IW_GRDH_1SDV_20210809T174018_20210809T174043_039156_049F13_2CFD",
            })
    void piecesAndReissuesEndAsTheyShould(String what, String notices, String live)
            throws IOException {
        var all = new ArrayList<GranuleNotice>();
        for (var notice : notices.split("; ")) {
            var words = notice.trim().split(" ", 2);
            all.add(taken(words[0], words[1], all.size()));
        }
        for (var order : orders(all.size())) {
            assertThat(live(order.stream().map(all::get).toList()))
                    .as(order.toString())
                    .isEqualTo(live);
        }
    }

    private static String live(List<GranuleNotice> notices) {
        var states = new TreeMap<String, ProductState>();
        for (var notice : notices) {
            states.compute(
                    notice.getProductKey(),
                    (key, before) -> ProductVersions.next(before, notice).state());
        }
        var live = new TreeSet<String>();
        for (var state : states.values()) {
            if (state.getWinner() != null) {
                live.add(state.getWinner().getGranuleId());
            }
        }
        return String.join(" ", live);
    }

    private static List<List<Integer>> orders(int count) {
        List<List<Integer>> orders = List.of(List.of());
        for (var i = 0; i < count; i++) {
            var longer = new ArrayList<List<Integer>>();
            for (var order : orders) {
                for (var at = 0; at <= order.size(); at++) {
                    var next = new ArrayList<>(order);
                    next.add(at, i);
                    longer.add(next);
                }
            }
            orders = longer;
        }
        return orders;
    }

    private static String decision(Understood understood) {
        if (understood instanceof Understood.Taken taken) {
            var notice = taken.notice();
            return "taken "
                    + notice.getProductKind()
                    + " "
                    + notice.getPlatform()
                    + " "
                    + notice.getProductKey();
        }
        if (understood instanceof Understood.Ignored ignored) {
            return "ignored "
                    + ignored.entry().getDetail().replaceFirst(".*?: (sentinel-\\d )?", "");
        }
        return "rejected " + ((Understood.Rejected) understood).reject().getReason();
    }

    private static GranuleNotice taken(String operation, String product, int event) {
        var options = NoticeOptions.defaults();
        var both =
                new NoticeOptions(
                        Set.of("L1C", "L2A"),
                        options.s1Products(),
                        options.patches(),
                        options.maxBytes());
        var understood = read(operation, product, event, both);
        assertThat(understood).as(product).isInstanceOf(Understood.Taken.class);
        return ((Understood.Taken) understood).notice();
    }

    private static Understood read(String operation, String product, int event) {
        return read(operation, product, event, NoticeOptions.defaults());
    }

    private static Understood read(
            String operation, String product, int event, NoticeOptions options) {
        var words = product.trim().split(" \\[", 2);
        var item =
                JSON.createObjectNode()
                        .put("type", "Feature")
                        .put("stac_version", "1.1.0")
                        .put("id", words[0]);
        var properties = item.putObject("properties");
        if (words.length == 2) {
            Arrays.stream(words[1].replace("]", "").split(";"))
                    .map(p -> p.split("=", 2))
                    .forEach(p -> properties.put(p[0], p[1]));
        }
        // a strip over the middle of 33UUP and 33UVP, which no tile further south touches
        item.putObject("geometry")
                .put("type", "Polygon")
                .putArray("coordinates")
                .addArray()
                .add(position(13.0, 48.0))
                .add(position(14.6, 48.0))
                .add(position(14.6, 48.3))
                .add(position(13.0, 48.3))
                .add(position(13.0, 48.0));
        var assets = item.putObject("assets");
        for (var band : List.of("B04", "VV", "VH")) {
            assets.putObject(band).put("href", band + ".tif");
        }
        var notice =
                JSON.createObjectNode()
                        .put("specversion", "1.0")
                        .put("id", product + event)
                        .put("source", "urn:test");
        notice.put("type", "item." + operation).put("time", "2026-06-01T00:00:0" + event + "Z");
        notice.set("data", item);
        return new NoticeReader(options)
                .read(
                        notice.toString().getBytes(StandardCharsets.UTF_8),
                        new Origin("a", 0, (long) event));
    }

    private static ArrayNode position(double x, double y) {
        return JSON.createArrayNode().add(x).add(y);
    }
}
