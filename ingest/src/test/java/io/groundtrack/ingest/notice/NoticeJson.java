package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Reject;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Builds notices for tests: a sound one, and what is changed in it. JSON in single quotes. */
final class NoticeJson {

    static final Origin ORIGIN = new Origin("sentinel2.notices", 3, 17L);
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String SQUARE =
            "{'type':'Polygon','coordinates':[[[13.5,48.2],[13.9,48.2],[13.9,48.4],[13.5,48.4],"
                    + "[13.5,48.2]]]}";

    private final ObjectNode root;

    private NoticeJson(ObjectNode root) {
        this.root = root;
    }

    /** An L2A granule as Earth Search and stactools announce it. */
    static NoticeJson aSentinel2() {
        return of(
                "S2A_MSIL2A_20220706T100031_N0400_R122_T33UUP_20220706T153419",
                "{'datetime':'2022-07-06T10:08:11.024Z','created':'2022-07-06T18:00:00Z',"
                        + "'updated':'2022-07-07T00:00:00Z','platform':'sentinel-2a',"
                        + "'constellation':'sentinel-2','grid:code':'MGRS-33UUP',"
                        + "'sat:relative_orbit':122,'s2:processing_baseline':'04.00',"
                        + "'s2:product_type':'S2MSI2A',"
                        + "'s2:datatake_id':'GS2A_20220706T100031_036756_N04.00','s2:datastrip_id':"
                        + "'S2A_OPER_MSI_L2A_DS_VGS4_20220706T153419_S20220706T100210_N04.00'}",
                "{'B04':{'href':'B04.tif'},'SCL':{'href':'SCL.tif'}}");
    }

    /** A slice of Sentinel-1 as stactools announces it: datetime is its middle. */
    static NoticeJson aSentinel1() {
        return of(
                "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13",
                "{'datetime':'2021-08-09T17:40:05.653288Z',"
                        + "'start_datetime':'2021-08-09T17:39:53.153776Z',"
                        + "'end_datetime':'2021-08-09T17:40:18.152800Z','platform':'sentinel-1a',"
                        + "'constellation':'sentinel-1','sar:instrument_mode':'IW',"
                        + "'sar:polarizations':['VV','VH'],'sar:product_type':'GRD',"
                        + "'sat:absolute_orbit':39156,'sat:relative_orbit':59,"
                        + "'s1:processing_datetime':'2021-08-09T20:19:58Z'}",
                "{'vv':{'href':'vv.tiff'},'vh':{'href':'vh.tiff'}}");
    }

    static NoticeJson of(String id, String properties, String assets) {
        var root = JSON.createObjectNode();
        root.put("specversion", "1.0").put("id", id + "/1").put("source", "urn:test");
        root.put("type", "org.ogc.api.collection.item.create").put("time", "2022-07-07T01:00:00Z");
        var data = root.putObject("data");
        data.put("type", "Feature").put("stac_version", "1.1.0").put("id", id);
        data.put("collection", "any");
        data.set("geometry", node(SQUARE));
        data.set("properties", node(properties));
        data.set("assets", node(assets));
        return new NoticeJson(root);
    }

    static JsonNode node(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    NoticeJson with(String property, String value) {
        ((ObjectNode) data().get("properties")).set(property, node(value));
        return this;
    }

    NoticeJson without(String... properties) {
        for (var property : properties) {
            ((ObjectNode) data().get("properties")).remove(property);
        }
        return this;
    }

    NoticeJson named(String id) {
        data().put("id", id);
        return this;
    }

    NoticeJson over(String geometry) {
        data().set("geometry", node(geometry));
        return this;
    }

    NoticeJson asset(String key, String value) {
        ((ObjectNode) data().get("assets")).set(key, node(value));
        return this;
    }

    NoticeJson envelope(Consumer<ObjectNode> change) {
        change.accept(root);
        return this;
    }

    ObjectNode data() {
        return (ObjectNode) root.get("data");
    }

    byte[] bytes() {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    Understood read() {
        return new NoticeReader(NoticeOptions.defaults()).read(bytes(), ORIGIN);
    }

    GranuleNotice taken() {
        var understood = read();
        if (understood instanceof Understood.Taken taken) {
            return taken.notice();
        }
        throw new AssertionError(understood.toString());
    }

    Reject rejected() {
        var understood = read();
        if (understood instanceof Understood.Rejected rejected) {
            return rejected.reject();
        }
        throw new AssertionError(understood.toString());
    }

    LedgerEntry ignored() {
        var understood = read();
        if (understood instanceof Understood.Ignored ignored) {
            return ignored.entry();
        }
        throw new AssertionError(understood.toString());
    }
}
