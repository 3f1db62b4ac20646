package io.groundtrack.job.quality;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Holds the scores and the alerts of a run against places whose fate is known.
 *
 * <p>in: what lives at the end of a run, reference points → out: {@link Report}: figures of the
 * product and of every baseline over the same cells, with 95 % intervals of a bootstrap over cells
 * that is the same for all of them, so that differences are paired. Errors: {@link IOException}
 * where the points say nothing of the run.
 */
public final class ChangeEvaluation {

    private static final int RESAMPLES = 2_000;

    /** Days before and after the date within which the baseline that knows it looks. */
    private static final int KNOWING_DAYS = 500;

    /** An interval of 95 %. */
    public record Interval(double from, double to) {}

    /** A figure, its interval, and the interval of its difference to the product's. */
    public record Figure(double value, Interval interval, Interval gain) {}

    /** When cells are found: threshold, cells within 180 days of their date, median days. */
    public record Found(double threshold, int cells, double medianDays) {}

    /**
     * How one way of scoring fares.
     *
     * @param name short name
     * @param what what it is
     * @param figures by name: auc, tauc, confirmed180, producers, users, first180
     * @param first at 5 % false alarms; empty for what has no dates of its own
     * @param confirmed the same, three looks in a row
     */
    public record Scored(
            String name,
            String what,
            Map<String, Figure> figures,
            Optional<Found> first,
            Optional<Found> confirmed) {}

    /** Disturbed cells for which something was said in time, and the median of its delays. */
    public record Days(int cells, double median) {}

    /**
     * The live alerts, at the product's thresholds, over labelled cells.
     *
     * @param alerts how many there are
     * @param confirmedAlerts how many of them were confirmed
     * @param disturbed disturbed cells in one of them
     * @param undisturbed undisturbed cells in one of them
     * @param falseConfirmed alerts that were confirmed and hold undisturbed cells, but no disturbed
     *     one; in patch-years of labelled undisturbed ground
     * @param patchYears from the first to the last look of each patch, summed
     * @param producers share of the disturbed cells that an alert of the right time holds
     * @param users of the labelled cells in alerts, the share that is disturbed and in time
     * @param first from the date to the first date of the alert
     * @param confirmed from the date to its confirmation
     */
    public record Alerted(
            int alerts,
            int confirmedAlerts,
            int disturbed,
            int undisturbed,
            RareCount falseConfirmed,
            double patchYears,
            Figure producers,
            Figure users,
            Days first,
            Days confirmed) {}

    /**
     * What the sketch adds to the numbers of the product's default.
     *
     * @param gains by figure, with their paired intervals
     * @param helps whether AUC or tAUC gain with an interval that excludes 0
     */
    public record SketchGain(Map<String, Figure> gains, boolean helps) {}

    /**
     * All of it.
     *
     * @param unseen labelled cells without a score: they rank last
     * @param outside points outside the tile, which are left out
     * @param leftOut baselines that this run says nothing of, and why
     * @param sketch empty where the model makes none
     */
    public record Report(
            String tile,
            int cells,
            int disturbed,
            int unseen,
            int outside,
            Scored product,
            List<Scored> baselines,
            Map<String, String> leftOut,
            Optional<SketchGain> sketch,
            Alerted alerted) {}

    private final ChangeOptions options;
    private final Consumer<String> progress;

    public ChangeEvaluation(ChangeOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Evaluates what a run embedded and told. */
    public Report of(
            Collection<PatchEmbedding> observations,
            List<Change> alerts,
            List<ReferencePoint> points)
            throws IOException {
        var grid = CellGrid.of(observations, points, options.grid());
        var labelled = grid.labelled(points);
        var disturbed = labelled.stream().filter(cell -> cell.date().isPresent()).toList();
        var undisturbed = labelled.stream().filter(cell -> cell.date().isEmpty()).toList();
        if (disturbed.isEmpty() || undisturbed.isEmpty()) {
            throw new IOException(
                    "%d disturbed and %d undisturbed cells (expected: some of each)"
                            .formatted(disturbed.size(), undisturbed.size()));
        }
        var resampling = new Resampling(disturbed.size(), undisturbed.size(), RESAMPLES);
        var product = ScoringMethod.product(options);
        var histories = histories(product, grid);
        var own = detection(histories, disturbed, undisturbed);
        var ownFigures = resampling.figures(own);
        progress.accept(product.what());

        var baselines = new ArrayList<Scored>();
        var leftOut = new TreeMap<String, String>();
        for (var method : ScoringMethod.baselines(options)) {
            var scores = histories(method, grid);
            if (scores.isEmpty()) {
                leftOut.put(method.name(), "no Sentinel-1 look has the numbers it scores");
                continue;
            }
            var detection = detection(scores, disturbed, undisturbed);
            baselines.add(
                    Resampling.scored(
                            method, detection, resampling.figures(detection), ownFigures));
            progress.accept(method.what());
        }
        var knowing = new BeforeAfter(grid, KNOWING_DAYS, options);
        knowing.order(disturbed, undisturbed)
                .ifPresentOrElse(
                        order -> baselines.add(knowing(order, resampling, ownFigures)),
                        () -> leftOut.put("vh-before-after", "no Sentinel-1 look has VH.mean"));
        int unseen = 0;
        for (var cell : labelled) {
            unseen += histories.containsKey(cell.cell()) ? 0 : 1;
        }
        return new Report(
                grid.tile(),
                labelled.size(),
                disturbed.size(),
                unseen,
                (int) points.stream().filter(point -> !grid.isInTile(point)).count(),
                Resampling.scored(product, own, ownFigures, ownFigures),
                baselines,
                leftOut,
                sketchGain(baselines),
                new AlertsOverTruth(grid, alerts).over(disturbed, undisturbed, resampling));
    }

    private static Map<CellGrid.Cell, ScoreHistory> histories(ScoringMethod method, CellGrid grid) {
        var histories = new HashMap<CellGrid.Cell, ScoreHistory>();
        for (var patch : grid.patches().values()) {
            for (var look : method.scoring().scores(patch)) {
                for (int cell = 0; cell < look.scores().length; cell++) {
                    if (!Double.isNaN(look.scores()[cell])) {
                        histories
                                .computeIfAbsent(
                                        grid.cell(patch.get(0), cell), any -> new ScoreHistory())
                                .add(
                                        look.series(),
                                        look.time().toEpochMilli(),
                                        look.scores()[cell]);
                    }
                }
            }
        }
        return histories;
    }

    private static Detection detection(
            Map<CellGrid.Cell, ScoreHistory> histories,
            List<CellGrid.Labelled> disturbed,
            List<CellGrid.Labelled> undisturbed) {
        var none = new ScoreHistory();
        return new Detection(
                disturbed.stream()
                        .map(
                                cell ->
                                        new Detection.Disturbed(
                                                histories.getOrDefault(cell.cell(), none),
                                                cell.date().orElseThrow()))
                        .toList(),
                undisturbed.stream()
                        .map(cell -> histories.getOrDefault(cell.cell(), none))
                        .toList());
    }

    private static Scored knowing(
            double[][] order, Resampling resampling, Map<String, double[]> own) {
        var auc = resampling.of((some, others) -> Detection.share(order, some, others));
        return new Scored(
                "vh-before-after",
                "VH before less after, knowing the date (± " + KNOWING_DAYS + " d)",
                Resampling.withIntervals(Map.of("auc", auc), own),
                Optional.empty(),
                Optional.empty());
    }

    /** The sketch joins the same numbers that the product scores, so its gain is over those. */
    private static Optional<SketchGain> sketchGain(List<Scored> baselines) {
        return baselines.stream()
                .filter(baseline -> baseline.name().equals(ScoringMethod.WITH_SKETCH))
                .findFirst()
                .map(
                        with ->
                                new SketchGain(
                                        with.figures(),
                                        with.figures().get("auc").gain().from() > 0
                                                || with.figures().get("tauc").gain().from() > 0));
    }
}
