package io.groundtrack.testing.landscape.scene;

/**
 * Universal Transverse Mercator on WGS84, metres ↔ degrees.
 *
 * <p>Series of Krüger to the fourth order in the third flattening: better than a millimetre inside
 * a zone. Source: Karney, Transverse Mercator with an accuracy of a few nanometers, 2011, eqs. 12,
 * 14, 35, 36.
 */
public final class Utm {

    private static final double A = 6_378_137;
    private static final double F = 1 / 298.257223563;
    private static final double N = F / (2 - F);
    private static final double ECCENTRICITY = StrictMath.sqrt(F * (2 - F));
    private static final double RADIUS = A / (1 + N) * (1 + N * N / 4 + N * N * N * N / 64);
    private static final double SCALE = 0.9996;
    private static final double FALSE_EASTING = 500_000;
    private static final double[] BETA = {
        N / 2 - 2 * N * N / 3 + 37 * N * N * N / 96 - N * N * N * N / 360,
        N * N / 48 + N * N * N / 15 - 437 * N * N * N * N / 1440,
        17 * N * N * N / 480 - 37 * N * N * N * N / 840,
        4397 * N * N * N * N / 161_280,
    };

    private final double centralMeridian;
    private final double falseNorthing;

    private Utm(double centralMeridian, double falseNorthing) {
        this.centralMeridian = centralMeridian;
        this.falseNorthing = falseNorthing;
    }

    /** Projection of an EPSG code 32601…32660 or 32701…32760. */
    public static Utm ofEpsg(int epsg) {
        int zone = epsg % 100;
        int side = epsg / 100;
        if (side != 326 && side != 327 || zone < 1 || zone > 60) {
            throw new IllegalArgumentException(
                    "epsg: " + epsg + " (expected: 32601 to 32660 or 32701 to 32760)");
        }
        return new Utm(6.0 * zone - 183, side == 326 ? 0 : 10_000_000);
    }

    /** Longitude and latitude in degrees of a place in metres. */
    public double[] toDegrees(double easting, double northing) {
        double xi = (northing - falseNorthing) / (SCALE * RADIUS);
        double eta = (easting - FALSE_EASTING) / (SCALE * RADIUS);
        double xi0 = xi;
        double eta0 = eta;
        for (int j = 1; j <= BETA.length; j++) {
            xi0 -= BETA[j - 1] * StrictMath.sin(2 * j * xi) * StrictMath.cosh(2 * j * eta);
            eta0 -= BETA[j - 1] * StrictMath.cos(2 * j * xi) * StrictMath.sinh(2 * j * eta);
        }
        double conformal = StrictMath.sin(xi0) / StrictMath.cosh(eta0);
        double longitude = StrictMath.atan2(StrictMath.sinh(eta0), StrictMath.cos(xi0));
        return new double[] {
            centralMeridian + StrictMath.toDegrees(longitude),
            StrictMath.toDegrees(geodetic(conformal))
        };
    }

    /** Geodetic latitude of the sine of a conformal one, by fixed-point steps. */
    private static double geodetic(double sineOfConformal) {
        double isometric = atanh(sineOfConformal);
        double sine = sineOfConformal;
        for (int i = 0; i < 8; i++) {
            sine = StrictMath.tanh(isometric + ECCENTRICITY * atanh(ECCENTRICITY * sine));
        }
        return StrictMath.asin(sine);
    }

    private static double atanh(double x) {
        return StrictMath.log((1 + x) / (1 - x)) / 2;
    }
}
