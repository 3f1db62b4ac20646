package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.cover.Seasons;
import io.groundtrack.testing.landscape.noise.Draws;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Plane;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.util.List;

/**
 * Renders Sentinel-1 overflights: γ0 as linear power, VV and VH, terrain corrected to 10 m.
 *
 * <p>in: overflight → out: scene; NaN where the swath ends. Speckle multiplies: two-look draws
 * blended with their neighbours by (0.1, 0.8, 0.1) both ways, which is about 4.6 looks with a
 * correlation of a quarter between neighbours. Thread safe; one scene depends on no other.
 */
public final class RadarRenderer {

    private static final double MOISTURE_DB = 0.6;
    private static final double MOISTURE_IN_VH = 0.6;
    private static final float SIDE = 0.1f;
    private static final float MIDDLE = 0.8f;

    /** Keeps eleven bits of the significand: 0.002 dB, and files that compress. */
    private static final int KEPT_BITS = 0xFFFF_E000;

    private static final int ROUNDING = 0x0000_1000;

    private final Ground ground;
    private final float[] texture;

    /** Renderer of a ground. */
    public RadarRenderer(Ground ground) {
        this.ground = ground;
        this.texture = texture(ground);
    }

    /** What the radar sees. */
    public Scene render(SceneSpec spec) {
        Area area = ground.area();
        long seed = Hash.of(ground.seed(), Hash.of(spec.id()));
        var parcels = ground.parcelsAt(spec.start());
        var power = powers(spec, seed);
        int width = area.width();
        int height = area.height();
        var vv = new float[width * height];
        var vh = new float[width * height];
        var edge = SwathEdge.of(seed, ground.turn(spec, 60), area);
        var above = speckleRow(seed, -1, width);
        var middle = speckleRow(seed, 0, width);
        for (int y = 0; y < height; y++) {
            var below = speckleRow(seed, y + 1, width);
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                if (!edge.covers(x, y)) {
                    vv[pixel] = Float.NaN;
                    vh[pixel] = Float.NaN;
                    continue;
                }
                float mean = texture[pixel];
                int parcel = 2 * parcels[pixel];
                int p = 2 * x;
                float first = SIDE * (above[p] + below[p]) + MIDDLE * middle[p];
                float second = SIDE * (above[p + 1] + below[p + 1]) + MIDDLE * middle[p + 1];
                vv[pixel] = shortened(power[parcel] * mean * first);
                vh[pixel] = shortened(power[parcel + 1] * mean * second);
            }
            above = middle;
            middle = below;
        }
        var planes =
                List.of(
                        Plane.ofLinear("VV", width, height, vv),
                        Plane.ofLinear("VH", width, height, vh));
        return new Scene(spec, area, planes, null);
    }

    /** Mean power of every parcel, VV and VH in turn. */
    private float[] powers(SceneSpec spec, long seed) {
        var map = ground.map();
        var seasons = new Seasons(ground.seed(), map, spec.start());
        double wetness = MOISTURE_DB * Hash.normal(Hash.of(seed, 1));
        double wind = Hash.normal(Hash.of(seed, 2));
        double fromMiddle = incidence(spec) - 39;
        var power = new float[2 * (map.parcels() + ground.events().size())];
        for (int parcel = 0; 2 * parcel < power.length; parcel++) {
            boolean isEvent = parcel >= map.parcels();
            var surface =
                    isEvent
                            ? Backscatter.of(ground.events().get(parcel - map.parcels()).kind())
                            : Backscatter.of(map.coverOfParcel(parcel));
            double canopy = isEvent ? 0 : seasons.canopy(parcel) - 0.5;
            double common =
                    surface.perDegree() * fromMiddle
                            + surface.wind() * wind
                            + surface.parcels() * Hash.normal(map.chance(parcel, 41))
                            + surface.days() * Hash.normal(Hash.of(seed, parcel, 42));
            double wet = surface.moisture() * wetness;
            double vv = surface.vv() + common + wet + surface.canopyVv() * canopy;
            double vh =
                    surface.vh()
                            + common
                            + MOISTURE_IN_VH * wet
                            + surface.canopyVh() * canopy
                            + 0.5 * surface.parcels() * Hash.normal(map.chance(parcel, 43))
                            + 0.5 * surface.days() * Hash.normal(Hash.of(seed, parcel, 44));
            power[2 * parcel] = (float) StrictMath.pow(10, vv / 10);
            power[2 * parcel + 1] = (float) StrictMath.pow(10, vh / 10);
        }
        return power;
    }

    /** Each track sees the area under its own angle, 33° to 43°. */
    private static double incidence(SceneSpec spec) {
        return 33 + 10 * Hash.unit(Hash.of(Hash.of("incidence"), spec.relativeOrbit()));
    }

    /** Speckle of one row, blended along the row, VV and VH in turn. */
    private static float[] speckleRow(long seed, int row, int width) {
        var looks = Draws.twoLooks();
        var drawn = new float[2 * width + 4];
        long state = Hash.of(seed, row, 3);
        for (int x = 0; x < width + 2; x++) {
            long bits = Hash.of(state + x);
            drawn[2 * x] = looks[(int) (bits >>> 52)];
            drawn[2 * x + 1] = looks[(int) (bits >>> 40) & Draws.SIZE - 1];
        }
        var blended = new float[2 * width];
        for (int i = 0; i < blended.length; i++) {
            blended[i] = SIDE * (drawn[i] + drawn[i + 4]) + MIDDLE * drawn[i + 2];
        }
        return blended;
    }

    private static float shortened(float value) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(value) + ROUNDING & KEPT_BITS);
    }

    /** Fixed pattern of each surface, as a factor of power. */
    private static float[] texture(Ground ground) {
        var map = ground.map();
        var factors = new float[map.width() * map.height()];
        for (int i = 0; i < factors.length; i++) {
            double db = Backscatter.of(map.coverAt(i)).structure() * ground.structureAt(i);
            factors[i] = (float) StrictMath.pow(10, db / 10);
        }
        return factors;
    }
}
