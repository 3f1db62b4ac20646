package io.groundtrack.testing.landscape.event;

import io.groundtrack.testing.landscape.cover.CoverMap;
import io.groundtrack.testing.landscape.noise.Hash;
import io.groundtrack.testing.landscape.noise.ValueNoise;
import io.groundtrack.testing.landscape.scene.Area;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds room for events on a land cover map.
 *
 * <p>in: map, period, number → out: events of the kinds in turn, each an irregular blob of 8 to 30
 * ha of the cover it befalls, apart from the others, begun at 60 to 70 % of the period. Of many
 * places tried the one is taken that has most room and most of its cells in one patch, so that no
 * event lies on patch borders only. An event that finds no room is not planted.
 */
public final class EventPlanter {

    private static final int TRIES = 300;
    private static final int MARGIN = 40;
    private static final int LEAST_PIXELS = 800;
    private static final int MOST_PIXELS = 3000;
    private static final int LEAST_CELLS = 3;
    private static final double APART = 110;

    private final long seed;
    private final Area area;
    private final CoverMap map;
    private final List<double[]> taken = new ArrayList<>();

    private EventPlanter(long seed, Area area, CoverMap map) {
        this.seed = seed;
        this.area = area;
        this.map = map;
    }

    /** Events of a landscape, in order of their dates. */
    public static List<PlantedEvent> plant(
            long seed, Area area, CoverMap map, Instant from, Instant to, int count) {
        var planter = new EventPlanter(Hash.of(seed, 77), area, map);
        var kinds = EventKind.values();
        var events = new ArrayList<PlantedEvent>();
        for (int i = 0; i < count; i++) {
            double share = 0.62 + 0.08 * (i + 0.5) / count;
            var period = Duration.between(from, to).toMinutes();
            var date = from.plus(Duration.ofMinutes((long) (share * period)));
            planter.plant(kinds[i % kinds.length], i, date).ifPresent(events::add);
        }
        return List.copyOf(events);
    }

    private Optional<PlantedEvent> plant(EventKind kind, int number, Instant date) {
        Blob best = null;
        for (int i = 0; i < TRIES; i++) {
            var blob = blob(kind, Hash.of(seed, number, i));
            if (blob != null && (best == null || blob.score > best.score)) {
                best = blob;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        taken.add(new double[] {best.x, best.y});
        var end =
                kind == EventKind.FLOOD
                        ? Optional.of(date.plus(Duration.ofDays(PlantedEvent.FLOOD_DAYS)))
                        : Optional.<Instant>empty();
        var id = kind.name().toLowerCase(Locale.ROOT) + "-" + (number + 1);
        return Optional.of(
                new PlantedEvent(id, kind, date, end, List.copyOf(best.pixels), best.cells));
    }

    private Blob blob(EventKind kind, long chance) {
        double x = MARGIN + Hash.unit(Hash.of(chance, 1)) * (area.width() - 2 * MARGIN);
        double y = MARGIN + Hash.unit(Hash.of(chance, 2)) * (area.height() - 2 * MARGIN);
        double hectares = 10 + 15 * Hash.unit(Hash.of(chance, 3));
        for (var other : taken) {
            if (StrictMath.hypot(other[0] - x, other[1] - y) < APART) {
                return null;
            }
        }
        double radius = StrictMath.sqrt(hectares * 100 / StrictMath.PI);
        if (!promises(kind, x, y, radius)) {
            return null;
        }
        var pixels = fill(kind, x, y, radius, new ValueNoise(Hash.of(chance, 4), 18, 3));
        if (pixels.size() < LEAST_PIXELS || pixels.size() > MOST_PIXELS) {
            return null;
        }
        var cells = cells(pixels);
        var perPatch = new HashMap<Integer, Integer>();
        cells.forEach(cell -> perPatch.merge(cell.row() * 1000 + cell.column(), 1, Integer::sum));
        int most = perPatch.values().stream().max(Comparator.naturalOrder()).orElse(0);
        double filled = Math.min(1, pixels.size() / (hectares * 100));
        double together = (double) most / cells.size();
        return most < LEAST_CELLS ? null : new Blob(x, y, pixels, cells, filled + together);
    }

    /** A quick look at a few points, before the whole blob is drawn. */
    private boolean promises(EventKind kind, double x, double y, double radius) {
        int fitting = 0;
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                fitting += fits(kind, (int) (x + dx * radius / 3), (int) (y + dy * radius / 3));
            }
        }
        return fitting >= 15;
    }

    private int fits(EventKind kind, int x, int y) {
        return x >= 0
                        && y >= 0
                        && x < area.width()
                        && y < area.height()
                        && kind.befalls(map.coverAt(y * area.width() + x))
                ? 1
                : 0;
    }

    private List<Integer> fill(
            EventKind kind, double x, double y, double radius, ValueNoise outline) {
        var pixels = new ArrayList<Integer>();
        int reach = (int) (1.5 * radius) + 1;
        for (int py = (int) y - reach; py <= y + reach; py++) {
            for (int px = (int) x - reach; px <= x + reach; px++) {
                double edge = radius * (1 + 0.9 * (outline.at(px, py) - 0.5));
                boolean inside = StrictMath.hypot(px - x, py - y) < edge;
                if (inside && fits(kind, px, py) == 1) {
                    pixels.add(py * area.width() + px);
                }
            }
        }
        return pixels;
    }

    private List<TruthCell> cells(List<Integer> pixels) {
        int perRow = area.width() / Area.CELL;
        var counts = new int[perRow * (area.height() / Area.CELL)];
        for (int pixel : pixels) {
            int y = pixel / area.width();
            int x = pixel % area.width();
            counts[y / Area.CELL * perRow + x / Area.CELL]++;
        }
        var cells = new ArrayList<TruthCell>();
        for (int i = 0; i < counts.length; i++) {
            if (2 * counts[i] >= Area.CELL * Area.CELL) {
                int y = i / perRow;
                int x = i % perRow;
                cells.add(
                        new TruthCell(
                                area.firstRow() + y / Area.GRID,
                                area.firstColumn() + x / Area.GRID,
                                y % Area.GRID * Area.GRID + x % Area.GRID));
            }
        }
        return List.copyOf(cells);
    }

    private record Blob(
            double x, double y, List<Integer> pixels, List<TruthCell> cells, double score) {}
}
