package io.groundtrack.testing.landscape.noise;

/**
 * A smooth random surface: random values on a lattice, blended between its points, in octaves of
 * half the wavelength and half the weight each.
 *
 * <p>in: place (pixels) → out: 0…1, mean 0.5.
 */
public final class ValueNoise {

    private final long seed;
    private final double wavelength;
    private final int octaves;

    /** Surface with the given longest wavelength in pixels. */
    public ValueNoise(long seed, double wavelength, int octaves) {
        this.seed = seed;
        this.wavelength = wavelength;
        this.octaves = octaves;
    }

    /** Value at (x, y). */
    public double at(double x, double y) {
        double sum = 0;
        double weights = 0;
        double weight = 1;
        double scale = 1 / wavelength;
        for (int octave = 0; octave < octaves; octave++) {
            sum += weight * lattice(Hash.of(seed, octave), x * scale, y * scale);
            weights += weight;
            weight /= 2;
            scale *= 2;
        }
        return sum / weights;
    }

    private static double lattice(long seed, double x, double y) {
        double floorX = Math.floor(x);
        double floorY = Math.floor(y);
        double u = smooth(x - floorX);
        double v = smooth(y - floorY);
        long column = (long) floorX;
        long row = (long) floorY;
        double top = blend(corner(seed, row, column), corner(seed, row, column + 1), u);
        double bottom = blend(corner(seed, row + 1, column), corner(seed, row + 1, column + 1), u);
        return blend(top, bottom, v);
    }

    private static double corner(long seed, long row, long column) {
        return Hash.unit(Hash.of(seed ^ (row * 0x1F123BB5L + column * 0x5851F42DL)));
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double blend(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
