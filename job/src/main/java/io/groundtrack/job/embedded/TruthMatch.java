package io.groundtrack.job.embedded;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Ids;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.event.PlantedEvent;
import io.groundtrack.testing.landscape.scene.Area;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds alerts against the planted truth of a landscape.
 *
 * <p>in: landscape, alerts → out: for each event the earliest alert that began after it on a cell
 * it touches, and the alerts that belong to no event.
 *
 * @param events every planted event
 * @param elsewhere alerts where nothing was planted
 */
public record TruthMatch(List<Found> events, List<Change> elsewhere) {

    private static final int CELL_PIXELS = 15;
    private static final int CELLS_PER_SIDE = Area.PATCH / CELL_PIXELS;

    /** An event, and its first alert where there is one. */
    public record Found(PlantedEvent event, Optional<Change> alert) {}

    private record Place(String patchId, int cell) {}

    public static TruthMatch of(Landscape landscape, Collection<Change> alerts) {
        var elsewhere = new ArrayList<>(alerts);
        var found = new ArrayList<Found>();
        for (var event : landscape.truths()) {
            var places = places(event, landscape.area());
            var hits =
                    alerts.stream()
                            .filter(alert -> !alert.getFirst().isBefore(event.date()))
                            .filter(alert -> touches(alert, places))
                            .sorted(
                                    Comparator.comparing(Change::getFirst)
                                            .thenComparing(Change::getId))
                            .toList();
            elsewhere.removeAll(hits);
            found.add(new Found(event, hits.stream().findFirst()));
        }
        return new TruthMatch(found, elsewhere);
    }

    /** Events with an alert. */
    public long foundCount() {
        return events.stream().filter(e -> e.alert().isPresent()).count();
    }

    private static boolean touches(Change alert, Set<Place> places) {
        return alert.getCells().stream()
                .anyMatch(cell -> places.contains(new Place(alert.getPatchId(), cell)));
    }

    /** Cells with any planted pixel. */
    private static Set<Place> places(PlantedEvent event, Area area) {
        var places = new HashSet<Place>();
        for (int pixel : event.pixels()) {
            int y = pixel / area.width();
            int x = pixel % area.width();
            var patch =
                    Ids.patch(
                            area.frame().tile(),
                            area.firstRow() + y / Area.PATCH,
                            area.firstColumn() + x / Area.PATCH);
            int cellRow = y % Area.PATCH / CELL_PIXELS;
            int cellColumn = x % Area.PATCH / CELL_PIXELS;
            places.add(new Place(patch, cellRow * CELLS_PER_SIDE + cellColumn));
        }
        return places;
    }
}
