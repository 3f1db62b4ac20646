package io.groundtrack.ingest.tiling;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Envelope;

/**
 * Where a tile lies: an MGRS 100 km square and the Sentinel-2 granule raster that belongs to it.
 *
 * <p>in: a name such as {@code 33UUP} → out: EPSG code of the UTM zone, edges of the square, and
 * the upper-left corner of the granule raster, all in whole metres of that zone.
 *
 * <p>A square that a band limit cuts has two names in the MGRS; here it has one, that of the band
 * its middle lies in ({@code 33UUP}, never {@code 33TUP}), and every other name leads to it. The
 * granules of Sentinel-2 are named like that too ({@code 31NBJ}, {@code 30VVH}, {@code 33UUP}).
 *
 * @param name MGRS 100 km square with a two-digit zone
 * @param zone UTM zone, 1 … 60
 * @param south whether northings carry the false northing of 10,000 km
 * @param easting western edge of the square, metres
 * @param northing southern edge of the square, metres, false northing included
 */
public record TileFrame(String name, int zone, boolean south, int easting, int northing) {

    /** Side of the granule raster, metres. */
    public static final int GRANULE_SIDE = 109_800;

    private static final int FALSE_NORTHING = 10_000_000;
    private static final Pattern NAME =
            Pattern.compile("([0-9]{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])");

    /** The tile of a name, or empty where there is no such square between 80° S and 84° N. */
    public static Optional<TileFrame> of(String name) {
        var match = NAME.matcher(name.toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            return Optional.empty();
        }
        var zone = Integer.parseInt(match.group(1));
        var band = match.group(2).charAt(0);
        if (zone < 1 || zone > 60) {
            return Optional.empty();
        }
        var easting = MgrsZones.easting(zone, match.group(3).charAt(0));
        var row = MgrsZones.rowNorthing(zone, match.group(4).charAt(0));
        if (easting < 0) {
            return Optional.empty();
        }
        for (var northing = row - 10_000_000; northing < 10_000_000; northing += 2_000_000) {
            var hemisphereFits = northing < 0 == band < 'N';
            if (hemisphereFits && MgrsZones.reaches(northing, band)) {
                var frame = at(zone, easting, northing);
                return new ZoneClip(frame).isEmpty() ? Optional.empty() : Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    /** The square with these edges; northing of the southern edge counted from the equator. */
    static TileFrame at(int zone, int easting, int northing) {
        var south = northing < 0;
        var name =
                String.format(
                        Locale.ROOT,
                        "%02d%c%c%c",
                        zone,
                        MgrsZones.band(northing),
                        MgrsZones.columnLetter(zone, easting),
                        MgrsZones.rowLetter(zone, northing));
        return new TileFrame(
                name, zone, south, easting, south ? northing + FALSE_NORTHING : northing);
    }

    /** EPSG code of the UTM zone. */
    public int epsg() {
        return (south ? 32_700 : 32_600) + zone;
    }

    /** Easting of the upper-left corner of the granule raster. */
    public int ulx() {
        return Math.floorDiv(easting, 60) * 60;
    }

    /** Northing of the upper-left corner of the granule raster. */
    public int uly() {
        var top = northing + MgrsZones.SQUARE - falseNorthing();
        return -Math.floorDiv(-top, 60) * 60 + falseNorthing();
    }

    /** The 100 km square, not clipped to its zone. */
    public Envelope square() {
        return new Envelope(
                easting, easting + MgrsZones.SQUARE, northing, northing + MgrsZones.SQUARE);
    }

    /** The granule raster, 109.8 km wide. */
    public Envelope granule() {
        return new Envelope(ulx(), ulx() + GRANULE_SIDE, uly() - GRANULE_SIDE, uly());
    }

    /** What southern zones add to the northing counted from the equator. */
    int falseNorthing() {
        return south ? FALSE_NORTHING : 0;
    }
}
