package io.groundtrack.job.quality;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

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
    private static final long SEED = 1;
    private static final double YEAR_MS = 365.25 * 86_400_000;

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

    /**
     * The live alerts over labelled cells.
     *
     * @param alerts how many there are
     * @param disturbed disturbed cells in one of them
     * @param undisturbed undisturbed cells in one of them
     * @param falseConfirmed alerts that were confirmed and hold undisturbed cells, but no disturbed
     *     one
     * @param patchYears from the first to the last look of each patch, summed
     */
    public record Alerted(
            int alerts, int disturbed, int undisturbed, int falseConfirmed, double patchYears) {}

    /**
     * All of it.
     *
     * @param unseen labelled cells without a score: they rank last
     * @param leftOut baselines that this run says nothing of, and why
     */
    public record Report(
            String tile,
            int cells,
            int disturbed,
            int unseen,
            Scored product,
            List<Scored> baselines,
            Map<String, String> leftOut,
            Alerted alerted) {}

    private static final Map<String, ToDoubleFunction<Detection.Figures>> FIGURES =
            new TreeMap<>(
                    Map.of(
                            "auc", Detection.Figures::auc,
                            "tauc", Detection.Figures::tauc,
                            "confirmed180", Detection.Figures::confirmed180,
                            "producers", Detection.Figures::producers,
                            "users", Detection.Figures::users,
                            "first180", Detection.Figures::first180));

    private record Resample(int[] disturbed, int[] undisturbed) {}

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
        var resamples = resamples(disturbed.size(), undisturbed.size());
        var product = ScoringMethod.product(options);
        var histories = histories(product, grid);
        var own = detection(histories, disturbed, undisturbed);
        var ownFigures = figures(own, resamples);
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
            baselines.add(scored(method, detection, figures(detection, resamples), ownFigures));
            progress.accept(method.what());
        }
        var knowing = new BeforeAfter(grid, KNOWING_DAYS, options);
        knowing.order(disturbed, undisturbed)
                .ifPresentOrElse(
                        order -> baselines.add(knowing(order, resamples, ownFigures)),
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
                scored(product, own, ownFigures, ownFigures),
                baselines,
                leftOut,
                alerted(grid, alerts, labelled));
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

    /** Cells drawn with replacement; the first resample is the sample itself. */
    private static List<Resample> resamples(int disturbed, int undisturbed) {
        var random = new SplittableRandom(SEED);
        var resamples = new ArrayList<Resample>();
        var one = new int[disturbed];
        var other = new int[undisturbed];
        Arrays.fill(one, 1);
        Arrays.fill(other, 1);
        resamples.add(new Resample(one, other));
        while (resamples.size() <= RESAMPLES) {
            var some = new int[disturbed];
            var others = new int[undisturbed];
            for (int i = 0; i < disturbed + undisturbed; i++) {
                int cell = random.nextInt(disturbed + undisturbed);
                if (cell < disturbed) {
                    some[cell]++;
                } else {
                    others[cell - disturbed]++;
                }
            }
            if (Arrays.stream(some).sum() > 0 && Arrays.stream(others).sum() > 0) {
                resamples.add(new Resample(some, others));
            }
        }
        return resamples;
    }

    /** Figures of every resample, by name. */
    private static Map<String, double[]> figures(Detection detection, List<Resample> resamples) {
        var all =
                resamples.stream()
                        .map(sample -> detection.of(sample.disturbed(), sample.undisturbed()))
                        .toList();
        var byName = new TreeMap<String, double[]>();
        FIGURES.forEach(
                (name, figure) -> byName.put(name, all.stream().mapToDouble(figure).toArray()));
        return byName;
    }

    private static Scored scored(
            ScoringMethod method,
            Detection detection,
            Map<String, double[]> figures,
            Map<String, double[]> own) {
        return new Scored(
                method.name(),
                method.what(),
                withIntervals(figures, own),
                Optional.of(found(detection.delay(1))),
                Optional.of(found(detection.delay(ScoreHistory.IN_A_ROW))));
    }

    private static Found found(Detection.Delay delay) {
        return new Found(delay.threshold(), delay.found(), delay.medianDays());
    }

    private static Scored knowing(
            double[][] order, List<Resample> resamples, Map<String, double[]> own) {
        var auc =
                resamples.stream()
                        .mapToDouble(
                                sample ->
                                        Detection.share(
                                                order, sample.disturbed(), sample.undisturbed()))
                        .toArray();
        return new Scored(
                "vh-before-after",
                "VH before less after, knowing the date (± " + KNOWING_DAYS + " d)",
                withIntervals(Map.of("auc", auc), own),
                Optional.empty(),
                Optional.empty());
    }

    private static Map<String, Figure> withIntervals(
            Map<String, double[]> figures, Map<String, double[]> own) {
        var result = new TreeMap<String, Figure>();
        figures.forEach(
                (name, values) -> {
                    var gains = new double[values.length];
                    for (int i = 0; i < gains.length; i++) {
                        gains[i] = values[i] - own.get(name)[i];
                    }
                    result.put(name, new Figure(values[0], interval(values), interval(gains)));
                });
        return result;
    }

    /** Of the resamples, which begin at 1; one without the figure does not count. */
    private static Interval interval(double[] values) {
        var sorted =
                Arrays.stream(values, 1, values.length).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        return new Interval(
                sorted[(int) Math.floor(0.025 * (sorted.length - 1))],
                sorted[(int) Math.ceil(0.975 * (sorted.length - 1))]);
    }

    private static Alerted alerted(
            CellGrid grid, List<Change> alerts, List<CellGrid.Labelled> labelled) {
        var dates = new HashMap<CellGrid.Cell, Boolean>();
        labelled.forEach(cell -> dates.put(cell.cell(), cell.date().isPresent()));
        var told = new HashMap<CellGrid.Cell, Boolean>();
        int count = 0;
        int falseConfirmed = 0;
        for (var alert : alerts) {
            var patch = grid.patches().get(alert.getPatchId());
            if (patch == null) {
                continue;
            }
            count++;
            boolean holdsDisturbed = false;
            boolean holdsUndisturbed = false;
            for (int index : alert.getCells()) {
                var cell = grid.cell(patch.get(0), index);
                if (dates.containsKey(cell)) {
                    told.put(cell, dates.get(cell));
                    holdsDisturbed |= dates.get(cell);
                    holdsUndisturbed |= !dates.get(cell);
                }
            }
            falseConfirmed +=
                    alert.getConfirmed() != null && holdsUndisturbed && !holdsDisturbed ? 1 : 0;
        }
        int disturbed = (int) told.values().stream().filter(isDisturbed -> isDisturbed).count();
        double years = grid.patches().values().stream().mapToDouble(ChangeEvaluation::years).sum();
        return new Alerted(count, disturbed, told.size() - disturbed, falseConfirmed, years);
    }

    private static double years(List<PatchEmbedding> patch) {
        var times =
                patch.stream()
                        .mapToLong(seen -> seen.getAcquisitionTime().toEpochMilli())
                        .summaryStatistics();
        return (times.getMax() - times.getMin()) / YEAR_MS;
    }
}
