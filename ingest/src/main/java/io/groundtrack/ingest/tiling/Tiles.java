package io.groundtrack.ingest.tiling;

import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.TileShare;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Finds the tiles a footprint touches and its share of each.
 *
 * <p>in: a valid polygon or multipolygon, longitude −180 … 180 and latitude in degrees (WGS 84),
 * cut at the antimeridian → out: {@link TileShare}s without pass id, by tile name: the footprint in
 * metres of the tile's zone, clipped to the granule square, and the patches it touches.
 *
 * <p>A tile is touched if the footprint, clipped to the zone, meets its square less one metre on
 * every side. What lies beyond 84° N or 80° S belongs to no tile.
 */
public final class Tiles {

    /** More tiles than any product of the two missions can touch: a day's whole strip is fewer. */
    public static final int MOST_TILES = 600;

    private static final double MARGIN = 1;
    private static final double NEAR_DEGREES = 30;

    private final PatchExtent extent;

    public Tiles(PatchExtent extent) {
        this.extent = extent;
    }

    /**
     * The shares of all tiles that the footprint touches; none beyond the MGRS.
     *
     * @throws IllegalArgumentException where the footprint touches more than {@link #MOST_TILES}
     */
    public List<TileShare> touchedBy(Geometry footprint) {
        var frames = new TreeMap<String, TileFrame>();
        var bounds = footprint.getEnvelopeInternal();
        for (var zone = 1; zone <= 60; zone++) {
            var mercator = new TransverseMercator(zone);
            for (var piece : MgrsZones.pieces(zone)) {
                if (piece.intersects(bounds)) {
                    addSquares(Projection.clip(footprint, piece), zone, mercator, frames);
                }
            }
        }
        var shares = new ArrayList<TileShare>();
        for (var frame : frames.values()) {
            on(frame, footprint).filter(s -> s.getPatches().hasRemaining()).ifPresent(shares::add);
        }
        return shares;
    }

    /** The share of a tile that the product names itself; empty where it misses the granule. */
    public Optional<TileShare> on(TileFrame tile, Geometry footprint) {
        var mercator = new TransverseMercator(tile.zone());
        var near = near(tile, footprint, mercator.centralMeridian());
        if (near.isEmpty()) {
            return Optional.empty();
        }
        var area =
                Projection.clip(
                        Projection.project(near, mercator, tile.falseNorthing()), tile.granule());
        if (area.isEmpty()) {
            return Optional.empty();
        }
        var grid = new PatchGrid(tile, extent);
        var share = new TileShare();
        share.setTile(tile.name());
        share.setEpsg(tile.epsg());
        share.setUlx(tile.ulx());
        share.setUly(tile.uly());
        share.setColumns(grid.columns());
        share.setFootprint(ByteBuffer.wrap(new WKBWriter().write(area)));
        share.setPatches(Packed.bits(grid.touchedBy(area)));
        return Optional.of(share);
    }

    private static void addSquares(
            Geometry part, int zone, TransverseMercator mercator, TreeMap<String, TileFrame> into) {
        if (part.isEmpty()) {
            return;
        }
        var area = Projection.project(part, mercator, 0);
        var prepared = PreparedGeometryFactory.prepare(area);
        var bounds = area.getEnvelopeInternal();
        var size = MgrsZones.SQUARE;
        // 8 columns from 100 to 900 km; a zone never reaches beyond them
        var west = Math.max(1, (int) Math.floor(bounds.getMinX() / size));
        var east = Math.min(8, (int) Math.floor(bounds.getMaxX() / size));
        for (var n = (int) Math.floor(bounds.getMinY() / size); n * size < bounds.getMaxY(); n++) {
            for (var e = west; e <= east; e++) {
                var square = new Envelope(e * size, (e + 1) * size, n * size, (n + 1) * size);
                square.expandBy(-MARGIN);
                if (prepared.intersects(Projection.GEOMETRY.toGeometry(square))) {
                    var frame = TileFrame.at(zone, e * size, n * size);
                    into.put(frame.name(), frame);
                    if (into.size() > MOST_TILES) {
                        throw new IllegalArgumentException(
                                "footprint: touches more than "
                                        + MOST_TILES
                                        + " tiles (expected: the ground of one product)");
                    }
                }
            }
        }
    }

    /** The part of the footprint round the tile, in longitudes that run on across ±180°. */
    private static Geometry near(TileFrame tile, Geometry footprint, double centralMeridian) {
        var latitude = (tile.northing() - tile.falseNorthing() + MgrsZones.SQUARE / 2) / 111_000.0;
        var box =
                new Envelope(
                        centralMeridian - NEAR_DEGREES,
                        centralMeridian + NEAR_DEGREES,
                        latitude - 3,
                        latitude + 3);
        var here = Projection.clip(footprint, box);
        var turn = centralMeridian > 0 ? 360 : -360;
        var beyond = new Envelope(box);
        beyond.translate(-turn, 0);
        if (!beyond.intersects(footprint.getEnvelopeInternal())) {
            return here;
        }
        var there =
                AffineTransformation.translationInstance(turn, 0)
                        .transform(Projection.clip(footprint, beyond));
        return Projection.areas(OverlayNGRobust.overlay(here, there, OverlayNG.UNION));
    }
}
