package io.groundtrack.testing.builders;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.TileShare;
import io.groundtrack.schemas.Version;
import io.groundtrack.testing.landscape.scene.Utm;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/**
 * Builds notices as they are understood at the door: {@code aNotice().about(granule).deletes()}.
 *
 * <p>Unless told otherwise: one that announces {@link GranuleBuilder#aGranule()}, sent when the
 * version says, with the shares of one tile.
 */
public final class NoticeBuilder {

    private Granule granule = GranuleBuilder.aGranule().build();
    private Operation operation = Operation.CREATE;
    private Instant sent;
    private String eventId;
    private List<TileShare> tiles;
    private Origin origin;
    private String part;

    private NoticeBuilder() {}

    /** A notice about which nothing is said yet. */
    public static NoticeBuilder aNotice() {
        return new NoticeBuilder();
    }

    public NoticeBuilder about(GranuleBuilder product) {
        return about(product.build());
    }

    public NoticeBuilder about(Granule product) {
        granule = product;
        return this;
    }

    public NoticeBuilder updates() {
        operation = Operation.UPDATE;
        return this;
    }

    public NoticeBuilder deletes() {
        operation = Operation.DELETE;
        return this;
    }

    public NoticeBuilder sent(Instant eventTime) {
        sent = eventTime;
        return this;
    }

    public NoticeBuilder event(String id) {
        eventId = id;
        return this;
    }

    public NoticeBuilder part(String piece) {
        part = piece;
        return this;
    }

    /** Shares of all tiles that the product touches, in place of the granule's own. */
    public NoticeBuilder onTiles(TileShare... shares) {
        tiles = List.of(shares);
        return this;
    }

    public NoticeBuilder readFrom(String topic, int partition, long offset) {
        origin =
                Origin.newBuilder()
                        .setTopic(topic)
                        .setPartition(partition)
                        .setOffset(offset)
                        .build();
        return this;
    }

    public GranuleNotice build() {
        var time = sent == null ? granule.getVersion().getEventTime() : sent;
        return GranuleNotice.newBuilder()
                .setEventId(eventId == null ? granule.getGranuleId() + "/" + time : eventId)
                .setEventSource("urn:groundtrack:test")
                .setOperation(operation)
                .setEventTime(time)
                .setProductKey(granule.getProductKey())
                .setGranuleId(granule.getGranuleId())
                .setVersion(Version.newBuilder(granule.getVersion()).setEventTime(time).build())
                .setSensor(granule.getSensor())
                .setPlatform(granule.getPlatform())
                .setProductKind(granule.getProductKind())
                .setRelativeOrbit(granule.getRelativeOrbit())
                .setAcquisitionTime(granule.getAcquisitionTime())
                .setPart(part)
                .setFootprint(inDegrees(granule.getShare()))
                .setTiles(tiles == null ? List.of(granule.getShare()) : tiles)
                .setAssets(granule.getAssets())
                .setOrigin(origin == null ? granule.getOrigin() : origin)
                .build();
    }

    private static ByteBuffer inDegrees(TileShare share) {
        try {
            var bytes = new byte[share.getFootprint().remaining()];
            share.getFootprint().duplicate().get(bytes);
            Geometry footprint = new WKBReader(new GeometryFactory()).read(bytes);
            footprint.apply(new ToDegrees(Utm.ofEpsg(share.getEpsg())));
            return ByteBuffer.wrap(new WKBWriter().write(footprint));
        } catch (ParseException e) {
            throw new IllegalArgumentException("footprint of " + share.getTile() + ": not WKB", e);
        }
    }

    private record ToDegrees(Utm utm) implements CoordinateSequenceFilter {
        @Override
        public void filter(CoordinateSequence line, int i) {
            var degrees = utm.toDegrees(line.getX(i), line.getY(i));
            line.setOrdinate(i, 0, degrees[0]);
            line.setOrdinate(i, 1, degrees[1]);
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public boolean isGeometryChanged() {
            return true;
        }
    }
}
