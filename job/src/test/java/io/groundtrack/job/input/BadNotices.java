package io.groundtrack.job.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Notices that are broken, each in one way, made of a sound Sentinel-1 notice and its files.
 *
 * <p>Each is about a product and a pass of its own, months before the sound ones, so that none can
 * be a partner of those.
 */
final class BadNotices {

    /**
     * A notice and what the job is expected to say of it.
     *
     * @param name of the case; id of the Item where there is one
     * @param reason null where nothing is rejected
     * @param step uid of the step that rejects
     */
    record Bad(String name, byte[] notice, RejectReason reason, String step) {}

    private static final String READ = "read-notices";
    private static final String CUT = "cut-into-patches";
    private static final int COMPRESSION = 259;
    private static final int LERC = 34_887;

    private final ObjectMapper json = new ObjectMapper();
    private final Path archive;
    private final byte[] sound;
    private final List<Bad> all = new ArrayList<>();

    BadNotices(Path archive, byte[] soundRadar) {
        this.archive = archive;
        this.sound = soundRadar;
    }

    List<Bad> all() throws IOException {
        texts();
        items();
        files();
        return List.copyOf(all);
    }

    private void texts() {
        add("not-json", "S1 was here".getBytes(StandardCharsets.UTF_8), RejectReason.NOT_JSON);
        add("nothing", new byte[0], RejectReason.NOT_JSON);
        add("an-array", "[1, 2]".getBytes(StandardCharsets.UTF_8), RejectReason.NOT_CLOUDEVENT);
    }

    private void items() throws IOException {
        item("no-item", RejectReason.NOT_A_STAC_ITEM, e -> item(e).put("type", "Collection"));
        item(
                "unknown-constellation",
                RejectReason.UNKNOWN_CONSTELLATION,
                e -> {
                    properties(e).remove("constellation");
                    properties(e).remove("platform");
                    item(e).put("collection", "scenes");
                });
        item(
                "unknown-event",
                RejectReason.UNKNOWN_EVENT_TYPE,
                e -> ((ObjectNode) e).put("type", "item.seen"));
        item(
                "no-date",
                RejectReason.DATE_MISSING,
                e -> properties(e).remove(List.of("start_datetime", "datetime")));
        item(
                "date-after-notice",
                RejectReason.DATE_IN_FUTURE,
                e -> properties(e).put("start_datetime", "2031-01-01T00:00:00Z"));
        item(
                "notice-from-the-future",
                RejectReason.DATE_IN_FUTURE,
                e -> {
                    ((ObjectNode) e).put("time", "2999-01-02T00:00:00Z");
                    properties(e).put("start_datetime", "2999-01-01T00:00:00Z");
                });
        item(
                "empty-footprint",
                RejectReason.FOOTPRINT_INVALID,
                e -> geometry(e).putArray("coordinates"));
        item("no-assets", RejectReason.ASSET_MISSING, e -> item(e).putObject("assets"));
        item("landsat", null, e -> properties(e).put("constellation", "landsat"));
        item("crossing-footprint", null, BadNotices::crossEdges);
    }

    private void files() throws IOException {
        file("no-file", RejectReason.ASSET_MISSING, bytes -> null);
        file("empty-file", RejectReason.ASSET_UNREADABLE, bytes -> new byte[0]);
        file(
                "error-page",
                RejectReason.ASSET_UNREADABLE,
                bytes -> "<html>504 Gateway Timeout</html>".getBytes(StandardCharsets.UTF_8));
        file(
                "truncated",
                RejectReason.ASSET_UNREADABLE,
                bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        file("unknown-compression", RejectReason.ASSET_UNREADABLE, BadNotices::unknownCompression);
        var event = fresh("no-band");
        ((ObjectNode) item(event).path("assets")).remove("VH");
        all.add(new Bad("no-band", bytes(event), RejectReason.BAND_MISSING, CUT));
        // 33UUP is far from it: the ground has no files there, and the tiles on both sides say so
        var across = fresh("across-the-antimeridian");
        var ring = geometry(across).putArray("coordinates").addArray();
        for (var corner : new double[][] {{179.98, 5}, {-179.98, 5}, {-179.98, 5.02}}) {
            ring.addArray().add(corner[0]).add(corner[1]);
        }
        ring.addArray().add(179.98).add(5.02);
        ring.addArray().add(179.98).add(5);
        ((ObjectNode) item(across).path("assets").path("VH")).put("href", "nowhere.tif");
        all.add(new Bad("across-the-antimeridian", bytes(across), RejectReason.ASSET_MISSING, CUT));
    }

    private interface Damage {
        byte[] to(byte[] file);
    }

    /** The VV file of the product is replaced by a damaged copy, or none. */
    private void file(String name, RejectReason reason, Damage damage) throws IOException {
        var event = fresh(name);
        var asset = (ObjectNode) item(event).path("assets").path("VV");
        var damaged = damage.to(Files.readAllBytes(archive.resolve(asset.path("href").asText())));
        if (damaged != null) {
            Files.write(archive.resolve(name + ".tif"), damaged);
        }
        asset.put("href", name + ".tif");
        all.add(new Bad(name, bytes(event), reason, CUT));
    }

    private void item(String name, RejectReason reason, Consumer<JsonNode> change)
            throws IOException {
        var event = fresh(name);
        change.accept(event);
        add(name, bytes(event), reason);
    }

    private void add(String name, byte[] notice, RejectReason reason) {
        all.add(new Bad(name, notice, reason, READ));
    }

    /** The sound notice as one about another product of another pass, 300 days and more before. */
    private JsonNode fresh(String name) throws IOException {
        var event = json.readTree(sound);
        item(event).put("id", name);
        var properties = properties(event);
        var start =
                Instant.parse(properties.path("start_datetime").asText())
                        .minus(300L + all.size(), ChronoUnit.DAYS);
        properties.put("start_datetime", start.toString()).put("datetime", start.toString());
        properties.put("sat:relative_orbit", 1 + all.size());
        return event;
    }

    private byte[] bytes(JsonNode event) throws IOException {
        return json.writeValueAsBytes(event);
    }

    private static ObjectNode item(JsonNode event) {
        return (ObjectNode) event.path("data");
    }

    private static ObjectNode properties(JsonNode event) {
        return (ObjectNode) item(event).path("properties");
    }

    private static ObjectNode geometry(JsonNode event) {
        return (ObjectNode) item(event).path("geometry");
    }

    /** The second and third corner change places: the ring crosses itself like a bow tie. */
    private static void crossEdges(JsonNode event) {
        var ring = (ArrayNode) geometry(event).path("coordinates").path(0);
        var second = ring.get(1);
        ring.set(1, ring.get(2));
        ring.set(2, second);
    }

    /** Little-endian TIFF whose compression tag names a codec that is not read. */
    private static byte[] unknownCompression(byte[] file) {
        var tiff = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int directory = tiff.getInt(4);
        for (int i = 0; i < tiff.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) == COMPRESSION) {
                tiff.putShort(entry + 8, (short) LERC);
                return tiff.array();
            }
        }
        throw new IllegalArgumentException("no compression tag");
    }
}
