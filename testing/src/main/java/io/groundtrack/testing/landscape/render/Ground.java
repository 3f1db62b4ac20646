package io.groundtrack.testing.landscape.render;

import io.groundtrack.testing.landscape.cover.CoverMap;
import io.groundtrack.testing.landscape.event.PlantedEvent;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.noise.ValueNoise;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.SceneSpec;
import java.time.Instant;
import java.util.List;

/**
 * The ground that both renderers look at: the map, the events, and a fixed fine structure.
 *
 * <p>An event seen at a time is one more parcel, numbered after those of the map. Immutable, shared
 * by threads.
 */
public final class Ground {

    private final long seed;
    private final Area area;
    private final CoverMap map;
    private final List<PlantedEvent> events;
    private final float[] structure;

    /** Ground of a landscape. */
    public Ground(long seed, Area area, CoverMap map, List<PlantedEvent> events) {
        this.seed = seed;
        this.area = area;
        this.map = map;
        this.events = List.copyOf(events);
        this.structure = structure(seed, area);
    }

    long seed() {
        return seed;
    }

    Area area() {
        return area;
    }

    CoverMap map() {
        return map;
    }

    List<PlantedEvent> events() {
        return events;
    }

    /**
     * A number of [0, 1) for an overflight and a purpose that is spread evenly over the overflights
     * of its track: steps by the golden ratio. Chance alone would now and then hide a place for
     * half a year.
     */
    double turn(SceneSpec spec, long purpose) {
        long cycle = Math.floorDiv(spec.start().getEpochSecond(), spec.cycle().toSeconds());
        double from = Hash.unit(Hash.of(seed, spec.relativeOrbit(), purpose));
        double turned = from + cycle * 0.6180339887498949;
        return turned - Math.floor(turned);
    }

    /** Fine structure at a pixel: mean 0, deviation about 1, the same at all times. */
    float structureAt(int pixel) {
        return structure[pixel];
    }

    /** Parcel of every pixel at a time. */
    int[] parcelsAt(Instant time) {
        var parcels = map.copyOfParcels();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).isSeenAt(time)) {
                for (int pixel : events.get(i).pixels()) {
                    parcels[pixel] = map.parcels() + i;
                }
            }
        }
        return parcels;
    }

    private static float[] structure(long seed, Area area) {
        var surface = new ValueNoise(Hash.of(seed, 90), 5, 2);
        var values = new float[area.width() * area.height()];
        for (int i = 0; i < values.length; i++) {
            // 0.17: deviation of two octaves of uniform lattice values
            values[i] = (float) ((surface.at(i % area.width(), i / area.width()) - 0.5) / 0.17);
        }
        return values;
    }
}
