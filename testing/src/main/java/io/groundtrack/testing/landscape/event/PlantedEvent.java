package io.groundtrack.testing.landscape.event;

import io.groundtrack.testing.landscape.scene.Area;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/**
 * Something that truly happened in a landscape.
 *
 * @param id name of the event in its landscape, e.g. {@code fire-2}
 * @param kind what happened
 * @param date when it began
 * @param end when the ground was as before; empty: it stays
 * @param pixels changed pixels of 10 m, row by row in the area, ascending
 * @param cells cells changed at least by half
 */
public record PlantedEvent(
        String id,
        EventKind kind,
        Instant date,
        Optional<Instant> end,
        List<Integer> pixels,
        List<TruthCell> cells) {

    /** How long a flood stays, days. */
    public static final int FLOOD_DAYS = 56;

    /** Whether the ground shows it at this time. */
    public boolean isSeenAt(Instant time) {
        return !time.isBefore(date) && (end.isEmpty() || time.isBefore(end.get()));
    }

    /** Changed ground, hectares. */
    public double hectares() {
        return pixels.size() / 100.0;
    }

    /** Outline of the changed ground, metres in the UTM zone of the tile. */
    public Geometry outline(Area area) {
        var factory = new GeometryFactory();
        var runs = new ArrayList<Geometry>();
        for (int i = 0; i < pixels.size(); ) {
            int first = pixels.get(i);
            int last = first;
            i++;
            while (i < pixels.size()
                    && pixels.get(i) == last + 1
                    && pixels.get(i) % area.width() != 0) {
                last = pixels.get(i);
                i++;
            }
            double left = area.left() + first % area.width() * 10.0;
            double top = area.top() - (double) (first / area.width()) * 10;
            double right = left + (last - first + 1) * 10.0;
            runs.add(factory.toGeometry(new Envelope(left, right, top - 10, top)));
        }
        return UnaryUnionOp.union(runs, factory);
    }
}
