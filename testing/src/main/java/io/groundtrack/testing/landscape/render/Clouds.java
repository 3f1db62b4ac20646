package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.noise.ValueNoise;
import io.groundtrack.testing.landscape.scene.SceneClass;
import java.util.Arrays;

/**
 * Clouds of one overflight on the grid of 20 m: how dense they are, what lies in their shadow.
 *
 * <p>Two looks in five are free of them, one in twelve sees little else: a sunny place, so that a
 * year of looks every ten days is history enough. The mask is drawn a little wider than the clouds,
 * as good masks are.
 */
final class Clouds {

    private static final float SOFTNESS = 0.10f;
    private static final float MASK_MARGIN = 0.02f;

    private final int width;
    private final float[] density;
    private final boolean[] masked;
    private final int shadowX;
    private final int shadowY;

    private Clouds(int width, float[] density, boolean[] masked, int shadowX, int shadowY) {
        this.width = width;
        this.density = density;
        this.masked = masked;
        this.shadowX = shadowX;
        this.shadowY = shadowY;
    }

    /** Clouds of a weather between 0, the best, and 1. */
    static Clouds of(long seed, double weather, int width, int height) {
        double cover = cover(weather, Hash.unit(Hash.of(seed, 70)));
        var density = new float[width * height];
        var masked = new boolean[width * height];
        int shadowX = -18 - (int) (14 * Hash.unit(Hash.of(seed, 71)));
        int shadowY = -12 - (int) (20 * Hash.unit(Hash.of(seed, 72)));
        if (cover == 0) {
            return new Clouds(width, density, masked, shadowX, shadowY);
        }
        var surface = new ValueNoise(Hash.of(seed, 73), 70, 4);
        for (int i = 0; i < density.length; i++) {
            density[i] = (float) surface.at(i % width, i / width);
        }
        float edge = cover >= 1 ? 0 : quantile(density, 1 - cover);
        for (int i = 0; i < density.length; i++) {
            masked[i] = density[i] > edge - MASK_MARGIN;
            density[i] = Math.max(0, Math.min(1, (density[i] - edge) / SOFTNESS));
        }
        return new Clouds(width, density, masked, shadowX, shadowY);
    }

    /** Share of the light that comes from the cloud, 0…1. */
    float density(int pixel) {
        return density[pixel];
    }

    /** Light that reaches the ground, 0…1. */
    float light(int pixel) {
        return 1 - 0.55f * shading(pixel);
    }

    /** Class of the pixel, given that of the ground. */
    int sceneClass(int pixel, int ground) {
        if (masked[pixel]) {
            return density[pixel] > 0.6f ? SceneClass.CLOUD_HIGH : SceneClass.CLOUD_MEDIUM;
        }
        int source = casting(pixel);
        return source >= 0 && masked[source] ? SceneClass.CLOUD_SHADOW : ground;
    }

    private float shading(int pixel) {
        int source = casting(pixel);
        return source < 0 ? 0 : density[source];
    }

    /** The pixel whose cloud throws its shadow here; -1 where that is outside. */
    private int casting(int pixel) {
        int x = pixel % width - shadowX;
        int y = pixel / width - shadowY;
        return x < 0 || x >= width || y < 0 || y >= density.length / width ? -1 : y * width + x;
    }

    private static double cover(double weather, double within) {
        if (weather < 0.40) {
            return 0;
        }
        if (weather < 0.84) {
            return 0.01 + 0.08 * within;
        }
        return weather < 0.92 ? 0.15 + 0.35 * within : 0.95 + 0.1 * within;
    }

    private static float quantile(float[] values, double share) {
        var sample = new float[(values.length + 6) / 7];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = values[7 * i];
        }
        Arrays.sort(sample);
        return sample[(int) (share * (sample.length - 1))];
    }
}
