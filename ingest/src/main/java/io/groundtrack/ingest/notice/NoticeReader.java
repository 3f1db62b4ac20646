package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.groundtrack.ingest.tiling.TileFrame;
import io.groundtrack.ingest.tiling.Tiles;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.TileShare;
import io.groundtrack.schemas.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;

/**
 * Understands a notice.
 *
 * <p>in: the bytes of a Kafka record, where and when it was read → out: {@link Understood}. Pure:
 * no clock, no state; safe for one thread at a time. Anything that is not a CloudEvents 1.0
 * envelope with a STAC Item about a Sentinel product is a {@link Reject}; sizes, depths and counts
 * are bounded before anything is built. Source: architecture 3.1.
 */
public final class NoticeReader {

    /** uid of the step. */
    public static final String STEP = "read-notices";

    /**
     * A footprint of as many positions as are taken has 80,000 tokens; a real Item a few hundred.
     */
    private static final int MOST_TOKENS = 200_000;

    private static final int ORIGINAL_BYTES = 64 * 1024;
    private static final int LONGEST_DETAIL = 1_000;
    private static final Duration AHEAD = Duration.ofDays(1);

    private final NoticeOptions options;
    private final Tiles tiles;
    private final ObjectMapper json;

    public NoticeReader(NoticeOptions options) {
        this.options = options;
        this.tiles = new Tiles(options.patches());
        var constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(1 << 20)
                        .maxNameLength(4096)
                        .maxNumberLength(256)
                        .maxTokenCount(MOST_TOKENS)
                        .maxDocumentLength(options.maxBytes())
                        .build();
        this.json =
                JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        // nobody can tell which of two the sender meant
                        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                        .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                        .build();
    }

    /** What the notice says, whenever it is read. */
    public Understood read(byte[] value, Origin origin) {
        return read(value, origin, Instant.MAX);
    }

    /**
     * What the notice says, read at {@code now}: one from the future is rejected, as its sensing
     * time may be from the future too.
     */
    public Understood read(byte[] value, Origin origin, Instant now) {
        var subject = "";
        try {
            var event = CloudEvent.of(parse(value));
            subject = event.id();
            var item = StacItem.of(event.data());
            subject = item.id();
            var mission = Mission.of(item);
            if (mission.sensor().isEmpty()) {
                return ignored(origin, item, "mission " + mission.name() + " is not taken", null);
            }
            var sensor = mission.sensor().get();
            var unasked =
                    switch (sensor) {
                        case S1 -> Sentinel1.ignored(item, options);
                        case S2 -> Sentinel2.ignored(item, options);
                    };
            if (unasked.isPresent()) {
                return ignored(origin, item, unasked.get(), sensor);
            }
            var product =
                    switch (sensor) {
                        case S1 -> Sentinel1.product(item, mission);
                        case S2 -> Sentinel2.product(item, mission);
                    };
            requirePast("time", event.time(), now);
            // a version from the future would win over all that follow
            requirePast("generation time", product.generation(), now);
            requirePast("data.properties.updated", item.time("updated").orElse(Instant.EPOCH), now);
            var notice = notice(event, item, product, origin);
            notice.setTiles(
                    notice.getTiles().stream()
                            .filter(share -> options.takes(share.getTile()))
                            .toList());
            return notice.getTiles().isEmpty()
                    ? ignored(origin, item, "on none of the tiles of notices.tiles", sensor)
                    : new Understood.Taken(notice);
        } catch (Refusal refusal) {
            return new Understood.Rejected(
                    reject(refusal.reason(), subject, refusal.getMessage(), value, origin));
        }
    }

    private static void requirePast(String what, Instant time, Instant now) {
        if (time.minus(AHEAD).isAfter(now)) {
            throw new Refusal(
                    RejectReason.DATE_IN_FUTURE,
                    what + ": " + time + " (expected: at most 1 d after it is read)");
        }
    }

    /** The ledger line of a notice that was rejected. */
    public static LedgerEntry ledger(Reject reject) {
        return line(reject.getOrigin(), "rejected", reject.getReason() + ": " + reject.getMessage())
                .build();
    }

    private JsonNode parse(byte[] value) {
        if (value == null || value.length == 0) {
            throw new Refusal(
                    RejectReason.NOT_JSON, "notice: empty (expected: a CloudEvents 1.0 object)");
        }
        if (value.length > options.maxBytes()) {
            throw new Refusal(
                    RejectReason.TOO_LARGE,
                    "notice: "
                            + value.length
                            + " bytes (expected: at most "
                            + options.maxBytes()
                            + ", notices.max-bytes)");
        }
        try {
            return json.readTree(value);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new Refusal(
                    RejectReason.NOT_JSON,
                    "notice: "
                            + Refusal.shown(e.getOriginalMessage())
                            + (at == null ? "" : " at byte " + at.getByteOffset())
                            + " (expected: one JSON object)");
        } catch (IOException e) {
            throw new Refusal(
                    RejectReason.NOT_JSON,
                    "notice: " + Refusal.shown(e.getMessage()) + " (expected: JSON in UTF-8)");
        }
    }

    private GranuleNotice notice(CloudEvent event, StacItem item, Product product, Origin origin) {
        if (product.start().isAfter(event.time().plus(AHEAD))) {
            throw new Refusal(
                    RejectReason.DATE_IN_FUTURE,
                    "sensing start: "
                            + product.start()
                            + " (expected: at most 1 d after the notice's time "
                            + event.time()
                            + ")");
        }
        var footprint = GeoJsonFootprint.of(item.root().path("geometry"));
        var shares = shares(product, footprint);
        for (var share : shares) {
            var overflight =
                    Orbits.pass(
                            product.platform(),
                            product.relativeOrbit(),
                            share.getTile(),
                            product.start());
            share.setPassId(Ids.passOfKind(overflight, product.kind()));
        }
        var assets = ItemAssets.of(item, product);
        if (assets.isEmpty() && event.operation() != Operation.DELETE) {
            throw new Refusal(
                    RejectReason.ASSET_MISSING,
                    "data.assets: no raster with a band of "
                            + product.sensor()
                            + " (expected: "
                            + (product.sensor() == Sensor.S1 ? "VV, VH" : "B01 … B12, B8A, SCL")
                            + ")");
        }
        return GranuleNotice.newBuilder()
                .setEventId(event.id())
                .setEventSource(event.source())
                .setOperation(event.operation())
                .setEventTime(event.time())
                .setProductKey(product.key())
                .setGranuleId(item.id())
                .setVersion(version(event, item, product))
                .setSensor(product.sensor())
                .setPlatform(product.platform())
                .setProductKind(product.kind())
                .setRelativeOrbit(product.relativeOrbit())
                .setAcquisitionTime(product.start())
                .setPart(product.part().orElse(null))
                .setFootprint(ByteBuffer.wrap(new WKBWriter().write(footprint)))
                .setTiles(shares)
                .setAssets(assets)
                .setOrigin(origin)
                .build();
    }

    private List<TileShare> shares(Product product, Geometry footprint) {
        try {
            if (product.tile().isPresent()) {
                var tile = product.tile().flatMap(TileFrame::of).orElseThrow();
                return List.of(
                        tiles.on(tile, footprint)
                                .orElseThrow(
                                        () ->
                                                new Refusal(
                                                        RejectReason.FOOTPRINT_INVALID,
                                                        "data.geometry: lies outside tile "
                                                                + tile.name()
                                                                + " that the Item names")));
            }
            var touched = tiles.touchedBy(footprint);
            if (touched.isEmpty()) {
                throw new Refusal(
                        RejectReason.FOOTPRINT_INVALID,
                        "data.geometry: touches no tile (expected: ground between 80° S and 84° N,"
                                + " more than a metre wide)");
            }
            return touched;
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            throw new Refusal(
                    RejectReason.FOOTPRINT_INVALID,
                    "data.geometry: " + Refusal.shown(e.getMessage()));
        }
    }

    private Version version(CloudEvent event, StacItem item, Product product) {
        return Version.newBuilder()
                .setBaseline(product.baseline())
                .setGenerationTime(product.generation())
                .setProductId(productId(item, product))
                .setUpdated(item.time("updated").orElse(Instant.EPOCH))
                .setEventTime(event.time())
                .setContentHash(hash(item.root()))
                .build();
    }

    /** One and the same for one delivery, whichever catalogue speaks of it. */
    private static String productId(StacItem item, Product product) {
        return product.part().isPresent() || product.kind().equals("S1-RTC")
                ? item.id()
                : item.productName().orElse(item.id());
    }

    private String hash(JsonNode item) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(json.writeValueAsBytes(item)));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Understood ignored(Origin origin, StacItem item, String why, Sensor sensor) {
        return new Understood.Ignored(
                line(origin, "ignored", item.id() + ": " + why).setSensor(sensor).build());
    }

    private static LedgerEntry.Builder line(Origin origin, String status, String detail) {
        var id = Ids.origin(origin);
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(LedgerKind.NOTICE, id))
                .setKind(LedgerKind.NOTICE)
                .setSubject(id)
                .setStatus(status)
                .setDetail(Refusal.oneLine(detail, LONGEST_DETAIL));
    }

    private static Reject reject(
            RejectReason reason, String subject, String message, byte[] value, Origin origin) {
        var original =
                value == null
                        ? new byte[0]
                        : Arrays.copyOf(value, Math.min(value.length, ORIGINAL_BYTES));
        return Reject.newBuilder()
                .setId(Ids.reject(STEP, subject, reason, Ids.origin(origin)))
                .setReason(reason)
                .setStep(STEP)
                .setSubject(subject)
                .setMessage(Refusal.oneLine(message, LONGEST_DETAIL))
                .setOrigin(origin)
                .setOriginal(ByteBuffer.wrap(original))
                .build();
    }
}
