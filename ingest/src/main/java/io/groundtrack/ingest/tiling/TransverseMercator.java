package io.groundtrack.ingest.tiling;

/**
 * The forward projection of one UTM zone.
 *
 * <p>in: longitude and latitude in degrees (WGS 84) → out: easting and northing in metres. Northing
 * counts from the equator and is negative in the south: the false northing of southern zones is
 * added by {@link TileFrame}. Source: Krüger 1912 in the form of Karney 2011, "Transverse Mercator
 * with an accuracy of a few nanometers", equations 7–11 and 35.
 */
final class TransverseMercator {

    private static final double A = 6_378_137.0;
    private static final double F = 1 / 298.257223563;
    private static final double E = Math.sqrt(F * (2 - F));
    private static final double N = F / (2 - F);
    private static final double SCALE = 0.9996;
    private static final double FALSE_EASTING = 500_000;
    private static final double RADIUS = A / (1 + N) * (1 + N * N / 4 + N * N * N * N / 64) * SCALE;
    private static final double[] ALPHA = {
        N / 2 - 2 * N * N / 3 + 5 * N * N * N / 16 + 41 * N * N * N * N / 180,
        13 * N * N / 48 - 3 * N * N * N / 5 + 557 * N * N * N * N / 1440,
        61 * N * N * N / 240 - 103 * N * N * N * N / 140,
        49561 * N * N * N * N / 161280
    };

    private final double centralMeridian;

    TransverseMercator(int zone) {
        this.centralMeridian = zone * 6 - 183;
    }

    double centralMeridian() {
        return centralMeridian;
    }

    /** Easting and northing into {@code out[0]} and {@code out[1]}. */
    void project(double longitude, double latitude, double[] out) {
        var lambda = Math.toRadians(longitude - centralMeridian);
        var sine = Math.sin(Math.toRadians(latitude));
        var tau = Math.sinh(atanh(sine) - E * atanh(E * sine));
        var cosLambda = Math.cos(lambda);
        var xi = Math.atan2(tau, cosLambda);
        var eta = asinh(Math.sin(lambda) / Math.hypot(tau, cosLambda));
        var x = eta;
        var y = xi;
        for (var j = 0; j < ALPHA.length; j++) {
            var k = 2 * (j + 1);
            x += ALPHA[j] * Math.cos(k * xi) * Math.sinh(k * eta);
            y += ALPHA[j] * Math.sin(k * xi) * Math.cosh(k * eta);
        }
        out[0] = FALSE_EASTING + RADIUS * x;
        out[1] = RADIUS * y;
    }

    private static double atanh(double v) {
        return 0.5 * Math.log((1 + v) / (1 - v));
    }

    private static double asinh(double v) {
        return Math.copySign(Math.log(Math.abs(v) + Math.sqrt(v * v + 1)), v);
    }
}
