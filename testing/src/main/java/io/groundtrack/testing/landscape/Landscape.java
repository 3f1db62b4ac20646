package io.groundtrack.testing.landscape;

import io.groundtrack.schemas.Sensor;
import io.groundtrack.testing.landscape.cover.CoverMap;
import io.groundtrack.testing.landscape.cover.CoverPainter;
import io.groundtrack.testing.landscape.cover.LandCover;
import io.groundtrack.testing.landscape.event.EventPlanter;
import io.groundtrack.testing.landscape.event.PlantedEvent;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.render.Ground;
import io.groundtrack.testing.landscape.render.OpticalRenderer;
import io.groundtrack.testing.landscape.render.RadarRenderer;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Scene;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.util.Arrays;
import java.util.List;

/**
 * A synthetic piece of ground with truth, seen by Sentinel-1 and Sentinel-2 for about a year.
 *
 * <p>in: options → out: overflights ({@link #scenes()}), each rendered when asked for ({@link
 * #render}) as planes on the patch grid of the tile, planted events ({@link #truths()}) and the
 * land cover of every patch. Sentinel-2 in digital numbers (reflectance × 10,000), Sentinel-1 in
 * dB, times UTC, geometry in the UTM zone of the tile.
 *
 * <p>Immutable and thread safe. A scene is a function of the options and its {@link SceneSpec}
 * alone: order of rendering and number of threads never show.
 */
public final class Landscape {

    /** A class is named for a patch from this share of its ground on. */
    public static final double LABEL_SHARE = 0.05;

    private final LandscapeOptions options;
    private final CoverMap map;
    private final List<SceneSpec> scenes;
    private final List<PlantedEvent> truths;
    private final RadarRenderer radar;
    private final OpticalRenderer optical;

    private Landscape(LandscapeOptions options) {
        var area = options.area();
        long seed = Hash.of(options.seed(), Hash.of(area.frame().tile()));
        this.options = options;
        this.map = CoverPainter.paint(seed, area.width(), area.height());
        this.scenes = PassPlan.of(options);
        this.truths =
                scenes.isEmpty()
                        ? List.of()
                        : EventPlanter.plant(
                                seed,
                                area,
                                map,
                                scenes.get(0).start(),
                                scenes.get(scenes.size() - 1).start(),
                                options.events());
        var ground = new Ground(seed, area, map, truths);
        this.radar = new RadarRenderer(ground);
        this.optical = new OpticalRenderer(ground);
    }

    /** The landscape of these options. */
    public static Landscape of(LandscapeOptions options) {
        return new Landscape(options);
    }

    public LandscapeOptions options() {
        return options;
    }

    public Area area() {
        return options.area();
    }

    /** Land cover before any event. */
    public CoverMap cover() {
        return map;
    }

    /** All overflights in order of time. */
    public List<SceneSpec> scenes() {
        return scenes;
    }

    /** What truly happens, in order of time. */
    public List<PlantedEvent> truths() {
        return truths;
    }

    /** What is seen on an overflight of {@link #scenes()}. */
    public Scene render(SceneSpec spec) {
        return spec.sensor() == Sensor.S1 ? radar.render(spec) : optical.render(spec);
    }

    /** Share of each cover in a patch, by {@link LandCover#ordinal()}. */
    public double[] sharesOf(int row, int column) {
        if (!area().contains(row, column)) {
            throw new IllegalArgumentException(
                    "patch: row "
                            + row
                            + ", column "
                            + column
                            + " (expected: inside "
                            + area()
                            + ")");
        }
        int top = (row - area().firstRow()) * Area.PATCH;
        int left = (column - area().firstColumn()) * Area.PATCH;
        return map.shares(top, left, Area.PATCH);
    }

    /** Classes of a patch, as BigEarthNet names them, those with at least 5 % of its ground. */
    public List<String> labelsOf(int row, int column) {
        var shares = sharesOf(row, column);
        return Arrays.stream(LandCover.values())
                .filter(cover -> shares[cover.ordinal()] >= LABEL_SHARE)
                .map(LandCover::label)
                .toList();
    }
}
