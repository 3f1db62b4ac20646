package io.groundtrack.bench.models;

import io.groundtrack.model.checkpoint.BandSet;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Drawn patches that differ from each other as fields do: a level and a slope of its own for every
 * band, and noise; physical units, some without data.
 */
public record SamplePatches(List<float[]> s1, List<float[]> s2) {

    public static SamplePatches of(int count, int side) {
        var random = new RandomStream(11);
        var s1 = new ArrayList<float[]>();
        var s2 = new ArrayList<float[]>();
        for (int i = 0; i < count; i++) {
            s1.add(patch(Bands.bigEarthNet().s1(), side, random));
            s2.add(patch(Bands.bigEarthNet().s2(), side, random));
        }
        return new SamplePatches(s1, s2);
    }

    public int count() {
        return s1.size();
    }

    private static float[] patch(BandSet bands, int side, RandomStream random) {
        var pixels = new float[bands.count() * side * side];
        int at = 0;
        for (int band = 0; band < bands.count(); band++) {
            double level = random.gaussian();
            double east = random.gaussian() / side;
            double south = random.gaussian() / side;
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    double noise = random.uniform() - 0.5;
                    double value = level + east * column + south * row + noise;
                    boolean missing = row == 0 && column < 3;
                    pixels[at++] =
                            missing
                                    ? Float.NaN
                                    : (float)
                                            (bands.means()[band]
                                                    + bands.deviations()[band] * value);
                }
            }
        }
        return pixels;
    }
}
