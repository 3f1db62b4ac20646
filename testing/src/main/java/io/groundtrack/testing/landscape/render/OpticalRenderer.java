package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.cover.LandCover;
import io.groundtrack.testing.landscape.cover.Seasons;
import io.groundtrack.testing.landscape.event.EventKind;
import io.groundtrack.testing.landscape.noise.Draws;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.scene.Plane;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.SceneClass;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.util.ArrayList;

/**
 * Renders Sentinel-2 overflights: level 2A digital numbers as products of baseline 04.00 and later
 * store them (+ 1000, 0 = no data), B02 B03 B04 B08 at 10 m, the others and the scene
 * classification at 20 m.
 *
 * <p>in: overflight → out: scene with ten bands. Every parcel has its spectrum of the day; pixels
 * add fine structure, noise, haze, clouds and their shadows. Thread safe; one scene depends on no
 * other.
 */
public final class OpticalRenderer {

    private static final int COUNT = Spectrum.BANDS.size();
    private static final int[] FINE = {0, 1, 2, 6};
    private static final int[] COARSE = {3, 4, 5, 7, 8, 9};
    private static final float[] CLOUD = {
        6500, 6400, 6500, 6600, 6700, 6800, 6900, 6900, 4300, 3300
    };
    private static final float[] HAZE = {1, .75f, .55f, .45f, .38f, .33f, .28f, .25f, .05f, .03f};
    private static final float NOISE_FIXED = 10;
    private static final float NOISE_SHARE = 0.006f;

    private final Ground ground;

    /** Renderer of a ground. */
    public OpticalRenderer(Ground ground) {
        this.ground = ground;
    }

    /** What the camera sees. */
    public Scene render(SceneSpec spec) {
        return new Frame(spec).scene();
    }

    /** Spectrum, structure and class of every parcel on one day. */
    private static final class Surfaces {
        final float[] dn;
        final float[] structure;
        final int[] sceneClass;

        Surfaces(int parcels) {
            dn = new float[parcels * COUNT];
            structure = new float[parcels];
            sceneClass = new int[parcels];
        }
    }

    /** One overflight while it is rendered. */
    private final class Frame {
        final SceneSpec spec;
        final long seed;
        final int width = ground.area().width();
        final int height = ground.area().height();
        final int[] parcels;
        final Surfaces surfaces;
        final Clouds clouds;
        final SwathEdge edge;
        final float haze;
        final short[][] planes = new short[COUNT][];
        final short[] scl = new short[width * height / 4];

        Frame(SceneSpec spec) {
            this.spec = spec;
            this.seed = Hash.of(ground.seed(), Hash.of(spec.id()));
            this.parcels = ground.parcelsAt(spec.start());
            this.surfaces = surfaces(spec, seed);
            this.clouds = Clouds.of(seed, ground.turn(spec, 70), width / 2, height / 2);
            this.edge = SwathEdge.of(seed, ground.turn(spec, 60), ground.area());
            this.haze = (float) (120 * Math.pow(Hash.unit(Hash.of(seed, 80)), 2));
            for (int band : FINE) {
                planes[band] = new short[width * height];
            }
            for (int band : COARSE) {
                planes[band] = new short[width * height / 4];
            }
        }

        Scene scene() {
            for (int row = 0; row < height / 2; row++) {
                for (int column = 0; column < width / 2; column++) {
                    if (edge.covers(2 * column, 2 * row)) {
                        square(row, column);
                    }
                }
            }
            var list = new ArrayList<Plane>();
            for (int band = 0; band < COUNT; band++) {
                boolean fine = planes[band].length == width * height;
                int divisor = fine ? 1 : 2;
                list.add(
                        Plane.ofStored(
                                Spectrum.BANDS.get(band),
                                width / divisor,
                                height / divisor,
                                10 * divisor,
                                planes[band]));
            }
            var classes = Plane.ofStored("SCL", width / 2, height / 2, 20, scl);
            return new Scene(spec, ground.area(), list, classes);
        }

        /** One pixel of 20 m and the four of 10 m in it. */
        private void square(int row, int column) {
            int coarse = row * (width / 2) + column;
            int corner = 2 * row * width + 2 * column;
            float light = clouds.light(coarse);
            float veil = clouds.density(coarse);
            int groundClass = surfaces.sceneClass[parcels[corner]];
            scl[coarse] = (short) clouds.sceneClass(coarse, groundClass);
            for (int i = 0; i < 4; i++) {
                int pixel = corner + (i & 1) + (i >> 1) * width;
                long bits = Hash.of(seed + pixel);
                for (int band : FINE) {
                    planes[band][pixel] = seen(pure(pixel, band), band, light, veil, bits);
                    bits >>>= 12;
                }
            }
            long bits = Hash.of(seed - 1 - coarse);
            for (int k = 0; k < COARSE.length; k++) {
                if (k == 3) {
                    bits = Hash.of(bits);
                }
                int band = COARSE[k];
                float mean =
                        (pure(corner, band)
                                        + pure(corner + 1, band)
                                        + pure(corner + width, band)
                                        + pure(corner + width + 1, band))
                                / 4;
                planes[band][coarse] = seen(mean, band, light, veil, bits);
                bits >>>= 12;
            }
        }

        private float pure(int pixel, int band) {
            int parcel = parcels[pixel];
            return surfaces.dn[parcel * COUNT + band]
                    * (1 + surfaces.structure[parcel] * ground.structureAt(pixel));
        }

        private short seen(float ground, int band, float light, float veil, long bits) {
            float lit = ground * light + haze * HAZE[band];
            float mixed = lit + veil * (CLOUD[band] - lit);
            float noise = Draws.normal()[(int) bits & Draws.SIZE - 1];
            float dn = mixed + noise * (NOISE_FIXED + NOISE_SHARE * mixed);
            int stored = Math.round(dn) + Plane.STORED_OFFSET;
            return (short) Math.max(1, Math.min(65_535, stored));
        }
    }

    private Surfaces surfaces(SceneSpec spec, long seed) {
        var map = ground.map();
        var seasons = new Seasons(ground.seed(), map, spec.start());
        double gain = 1 + 0.02 * Hash.normal(Hash.of(seed, 81));
        var surfaces = new Surfaces(map.parcels() + ground.events().size());
        for (int parcel = 0; parcel < surfaces.structure.length; parcel++) {
            boolean isEvent = parcel >= map.parcels();
            double[] spectrum;
            double brightness;
            if (isEvent) {
                var kind = ground.events().get(parcel - map.parcels()).kind();
                spectrum = Spectrum.of(kind);
                brightness = 0.03;
                surfaces.structure[parcel] = kind == EventKind.FLOOD ? 0.03f : 0.06f;
            } else {
                var cover = map.coverOfParcel(parcel);
                spectrum = Spectrum.of(cover, seasons.canopy(parcel), seasons.straw(parcel));
                brightness = cover == LandCover.WATER ? 0 : cover.isForest() ? 0.04 : 0.08;
                surfaces.structure[parcel] = structure(cover);
            }
            double own =
                    gain
                            * (1 + brightness * Hash.normal(map.chance(parcel, 51)))
                            * (1 + 0.02 * Hash.normal(Hash.of(seed, parcel, 52)));
            for (int band = 0; band < COUNT; band++) {
                double tint = 1 + 0.4 * brightness * Hash.normal(map.chance(parcel, 100 + band));
                surfaces.dn[parcel * COUNT + band] = (float) (spectrum[band] * own * tint);
            }
            surfaces.sceneClass[parcel] = sceneClass(spectrum);
        }
        return surfaces;
    }

    private static float structure(LandCover cover) {
        return switch (cover) {
            case URBAN, INDUSTRIAL -> 0.22f;
            case BROAD_LEAVED, MIXED, CONIFEROUS, SHRUB -> 0.07f;
            case WATER -> 0.01f;
            case ARABLE, PASTURE, GRASSLAND, HEATH, COMPLEX -> 0.04f;
        };
    }

    private static int sceneClass(double[] spectrum) {
        double red = spectrum[2];
        double infrared = spectrum[6];
        if (infrared < spectrum[1]) {
            return SceneClass.WATER;
        }
        return (infrared - red) / (infrared + red) > 0.4
                ? SceneClass.VEGETATION
                : SceneClass.BARE_SOIL;
    }
}
