package io.groundtrack.job.quality;

import io.groundtrack.job.embedded.TruthMatch;
import io.groundtrack.job.fitting.LandscapeObservations;
import io.groundtrack.job.quality.ChangeEvaluation.Scored;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.event.EventKind;
import io.groundtrack.testing.landscape.scene.Area;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The same figures as {@link ChangeEvaluation} on synthetic landscapes, by kind of event, and what
 * alerts of one sensor and of both together find and miss.
 *
 * <p>in: a plan → out: {@link Report}. No files and no pixels on disk: patches are seen as the job
 * sees them ({@link LandscapeObservations}). Deterministic.
 */
public final class SyntheticEvaluation {

    private static final int RESAMPLES = 400;
    private static final int UNDISTURBED_CELLS_AN_AREA = 40;

    /**
     * What is looked at.
     *
     * @param seed seed of the first area with events; those without follow
     * @param areas areas of 6 × 6 patches with four events each
     * @param undisturbed areas where nothing happens
     * @param s1Looks looks of each of two Sentinel-1 orbits, one every 12 days
     * @param s2Looks looks of the Sentinel-2 orbit, one every 10 days
     */
    public record Plan(long seed, int areas, int undisturbed, int s1Looks, int s2Looks) {}

    /** What became of the events of one kind: how many, and median days where there are any. */
    public record Fate(
            int events, int found, int confirmed, double daysToFirst, double daysToConfirmed) {}

    /**
     * The alerts of one way of watching.
     *
     * @param elsewhere alerts in the areas with events that belong to none
     * @param provisional undisturbed patches with an alert, in their patch-years
     * @param falseConfirmed those with a confirmed one
     */
    public record Told(
            String name,
            String what,
            Map<EventKind, Fate> fates,
            int elsewhere,
            RareCount provisional,
            RareCount falseConfirmed) {}

    /** Scores of one kind of event: the product first, gains are over it. */
    public record OfKind(EventKind kind, int cells, int undisturbed, List<Scored> methods) {}

    /** All of it. */
    public record Report(Plan plan, List<OfKind> kinds, List<Told> told) {}

    private record Labelled(String key, int cell, EventKind kind, LocalDate date) {}

    private final ChangeOptions options;
    private final Thresholds thresholds;
    private final double minClear;
    private final Consumer<String> progress;

    /**
     * @param minClear {@code patches.min-clear}
     */
    public SyntheticEvaluation(
            ChangeOptions options,
            Thresholds thresholds,
            double minClear,
            Consumer<String> progress) {
        this.options = options.withHorizon(Duration.ZERO);
        this.thresholds = thresholds;
        this.minClear = minClear;
        this.progress = progress;
    }

    /** Looks at every area of the plan. */
    public Report of(Plan plan) {
        var methods = Watching.scored(options, thresholds);
        var ways = Watching.told(options);
        var labelled = new ArrayList<Labelled>();
        var scores = new ArrayList<Map<String, ScoreHistory>>();
        methods.forEach(method -> scores.add(new HashMap<>()));
        var tallies = ways.stream().map(way -> new SyntheticTally()).toList();
        for (int i = 0; i < plan.areas(); i++) {
            var landscape = landscape(plan, plan.seed() + i, 4);
            var histories = new LandscapeObservations(landscape, minClear).histories();
            var cells = cells(landscape, i);
            labelled.addAll(cells);
            for (int m = 0; m < methods.size(); m++) {
                score(methods.get(m), histories, i, cells, scores.get(m));
            }
            for (int w = 0; w < ways.size(); w++) {
                tallies.get(w)
                        .add(TruthMatch.of(landscape, ways.get(w).alerts(histories, thresholds)));
            }
            progress.accept("area " + (i + 1) + " of " + plan.areas());
        }
        for (int i = 0; i < plan.undisturbed(); i++) {
            var landscape = landscape(plan, plan.seed() + plan.areas() + i, 0);
            var histories = new LandscapeObservations(landscape, minClear).histories();
            for (int w = 0; w < ways.size(); w++) {
                tallies.get(w).add(ways.get(w).rates(histories.values(), thresholds));
            }
            progress.accept("undisturbed area " + (i + 1) + " of " + plan.undisturbed());
        }
        var told = new ArrayList<Told>();
        for (int w = 0; w < ways.size(); w++) {
            told.add(tallies.get(w).told(ways.get(w)));
        }
        return new Report(plan, kinds(labelled, methods, scores), told);
    }

    private static Landscape landscape(Plan plan, long seed, int events) {
        return Landscape.of(
                LandscapeOptions.ofSeed(seed)
                        .withLooks(plan.s1Looks(), plan.s2Looks())
                        .withEvents(events));
    }

    private static String key(int area, String patchId, int cell) {
        return area + "/" + patchId + "/" + cell;
    }

    /** Cells that events changed by half at least, and some that no event touched. */
    private static List<Labelled> cells(Landscape landscape, int number) {
        var area = landscape.area();
        var cells = new ArrayList<Labelled>();
        var touched = new HashSet<String>();
        for (var event : landscape.truths()) {
            for (int pixel : event.pixels()) {
                touched.add(at(area, pixel % area.width(), pixel / area.width(), number));
            }
            for (var cell : event.cells()) {
                var patch = Ids.patch(area.frame().tile(), cell.row(), cell.column());
                cells.add(
                        new Labelled(
                                key(number, patch, cell.cell()),
                                cell.cell(),
                                event.kind(),
                                day(event.date())));
            }
        }
        var random = new SplittableRandom(number);
        for (int left = UNDISTURBED_CELLS_AN_AREA; left > 0; ) {
            int x = random.nextInt(area.width());
            int y = random.nextInt(area.height());
            var key = at(area, x, y, number);
            if (touched.add(key)) {
                cells.add(new Labelled(key, cell(x, y), null, null));
                left--;
            }
        }
        return cells;
    }

    private static String at(Area area, int x, int y, int number) {
        var patch =
                Ids.patch(
                        area.frame().tile(),
                        area.firstRow() + y / Area.PATCH,
                        area.firstColumn() + x / Area.PATCH);
        return key(number, patch, cell(x, y));
    }

    private static int cell(int x, int y) {
        return y % Area.PATCH / Area.CELL * Area.GRID + x % Area.PATCH / Area.CELL;
    }

    private static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static void score(
            ScoringMethod method,
            Map<String, List<PatchEmbedding>> histories,
            int area,
            List<Labelled> cells,
            Map<String, ScoreHistory> into) {
        var wanted = new HashSet<String>();
        cells.forEach(cell -> wanted.add(cell.key()));
        histories.forEach(
                (patchId, patch) -> {
                    for (var look : method.scoring().scores(patch)) {
                        for (int cell = 0; cell < look.scores().length; cell++) {
                            var key = key(area, patchId, cell);
                            if (wanted.contains(key)) {
                                into.computeIfAbsent(key, any -> new ScoreHistory())
                                        .add(
                                                look.series(),
                                                look.time().toEpochMilli(),
                                                look.scores()[cell]);
                            }
                        }
                    }
                });
    }

    private static List<OfKind> kinds(
            List<Labelled> labelled,
            List<ScoringMethod> methods,
            List<Map<String, ScoreHistory>> scores) {
        var none = new ScoreHistory();
        var quiet = labelled.stream().filter(cell -> cell.kind() == null).toList();
        var kinds = new ArrayList<OfKind>();
        for (var kind : EventKind.values()) {
            var hit = labelled.stream().filter(cell -> cell.kind() == kind).toList();
            if (hit.isEmpty()) {
                continue;
            }
            var resampling = new Resampling(hit.size(), quiet.size(), RESAMPLES);
            var results = new ArrayList<Scored>();
            Map<String, double[]> own = null;
            for (int m = 0; m < methods.size(); m++) {
                var of = scores.get(m);
                var detection =
                        new Detection(
                                hit.stream()
                                        .map(
                                                cell ->
                                                        new Detection.Disturbed(
                                                                of.getOrDefault(cell.key(), none),
                                                                cell.date()))
                                        .toList(),
                                quiet.stream()
                                        .map(cell -> of.getOrDefault(cell.key(), none))
                                        .toList());
                var figures = resampling.figures(detection);
                own = own == null ? figures : own;
                results.add(Resampling.scored(methods.get(m), detection, figures, own));
            }
            kinds.add(new OfKind(kind, hit.size(), quiet.size(), results));
        }
        return kinds;
    }
}
