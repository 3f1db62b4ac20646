package io.groundtrack.ingest.tiling;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Envelope;

/**
 * Zones, latitude bands and letters of the MGRS between 80° S and 84° N.
 *
 * <p>Zones are 6° wide but for south-west Norway (32V takes 3° from 31V) and Svalbard (31X, 33X,
 * 35X and 37X share the ground of 32X, 34X and 36X). Source: NGA.SIG.0012, section 3.
 */
final class MgrsZones {

    static final int SQUARE = 100_000;
    static final double SOUTH_END = -80;
    static final double NORTH_END = 84;

    private static final String BANDS = "CDEFGHJKLMNPQRSTUVWX";
    private static final String ROWS = "ABCDEFGHJKLMNPQRSTUV";
    private static final String[] COLUMNS = {"ABCDEFGH", "JKLMNPQR", "STUVWXYZ"};

    /** Northing on the central meridian of the southern edge of every band but the first. */
    private static final double[] BAND_NORTHINGS = bandNorthings();

    /**
     * Southern edges of the runs of bands that share their zone's width, and the last northern
     * edge.
     */
    private static final double[] RUNS = {SOUTH_END, 0, 56, 64, 72, NORTH_END};

    private MgrsZones() {}

    /**
     * Longitude and latitude rectangles a zone consists of, south to north, cut at the equator;
     * longitudes west to east without a jump.
     */
    static List<Envelope> pieces(int zone) {
        var pieces = new ArrayList<Envelope>();
        for (var i = 0; i + 1 < RUNS.length; i++) {
            var west = west(zone, RUNS[i]);
            var east = east(zone, RUNS[i]);
            if (east > west) {
                pieces.add(new Envelope(west, east, RUNS[i], RUNS[i + 1]));
            }
        }
        return pieces;
    }

    private static double west(int zone, double south) {
        var plain = zone * 6 - 186;
        if (south == 56 && zone == 32) {
            return 3;
        }
        if (south == 72) {
            return switch (zone) {
                case 33 -> 9;
                case 35 -> 21;
                case 37 -> 33;
                default -> plain;
            };
        }
        return plain;
    }

    private static double east(int zone, double south) {
        var plain = zone * 6 - 180;
        if (south == 56 && zone == 31) {
            return 3;
        }
        if (south == 72) {
            return switch (zone) {
                case 31 -> 9;
                case 33 -> 21;
                case 35 -> 33;
                case 32, 34, 36 -> Double.NEGATIVE_INFINITY;
                default -> plain;
            };
        }
        return plain;
    }

    /** Letter of the band in which the middle of a square lies; northing of its lower edge. */
    static char band(int northing) {
        var middle = northing + SQUARE / 2;
        var band = 0;
        while (band < BAND_NORTHINGS.length && middle >= BAND_NORTHINGS[band]) {
            band++;
        }
        return BANDS.charAt(band);
    }

    /** Whether a square reaches into a band somewhere in its zone; northing of its lower edge. */
    static boolean reaches(int northing, char band) {
        var index = BANDS.indexOf(band);
        // away from the central meridian a parallel bends towards the pole, at most 20 km in a zone
        var bend = 20_000;
        var low = index == 0 ? -9_000_000 : BAND_NORTHINGS[index - 1];
        var high = index == BANDS.length() - 1 ? 9_400_000 : BAND_NORTHINGS[index];
        return northing < high + bend && northing + SQUARE > low - bend;
    }

    static boolean isBand(char letter) {
        return BANDS.indexOf(letter) >= 0;
    }

    static char columnLetter(int zone, int easting) {
        return COLUMNS[(zone - 1) % 3].charAt(easting / SQUARE - 1);
    }

    /** Western edge of the column, or -1 where the zone has no such letter. */
    static int easting(int zone, char column) {
        return COLUMNS[(zone - 1) % 3].indexOf(column) < 0
                ? -1
                : (COLUMNS[(zone - 1) % 3].indexOf(column) + 1) * SQUARE;
    }

    static char rowLetter(int zone, int northing) {
        return ROWS.charAt(Math.floorMod(northing / SQUARE + shift(zone), ROWS.length()));
    }

    /**
     * Lower edge of the row, metres from 0 to 1,900,000: known up to whole 2,000 km; -1: no row.
     */
    static int rowNorthing(int zone, char row) {
        var index = ROWS.indexOf(row);
        return index < 0 ? -1 : Math.floorMod(index - shift(zone), ROWS.length()) * SQUARE;
    }

    private static int shift(int zone) {
        return zone % 2 == 0 ? 5 : 0;
    }

    private static double[] bandNorthings() {
        var northings = new double[BANDS.length() - 1];
        var mercator = new TransverseMercator(31);
        var out = new double[2];
        for (var i = 0; i < northings.length; i++) {
            mercator.project(mercator.centralMeridian(), SOUTH_END + 8 * (i + 1), out);
            northings[i] = out[1];
        }
        return northings;
    }
}
