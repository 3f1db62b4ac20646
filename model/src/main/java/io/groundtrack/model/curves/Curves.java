package io.groundtrack.model.curves;

import java.util.ArrayList;
import java.util.List;

/**
 * One picture of one or several runs of pretraining, each a colour.
 *
 * <p>In: their logs → out: an SVG of six charts: loss, reconstruction on held-out patches of each
 * sensor with the guesses it has to beat, the loss between sensors, the spread of features, and the
 * scales of Soft MoE.
 */
public final class Curves {
    private static final String[] COLOURS = {"#1f6fb2", "#d1601f", "#2f8f4e", "#7a4fa3", "#9a7a1d"};
    private static final String[] PALE = {"#8fb8d9", "#e9b08e", "#98c8a7", "#bda8d2", "#cdbd8e"};
    private static final int POINTS = 400;
    private static final int COLUMNS = 2;

    private Curves() {}

    public static String svg(List<RunLog> runs) {
        var charts =
                List.of(
                        new Chart(
                                "Loss of training, all five (mean over neighbouring steps)",
                                loss(runs)),
                        new Chart(
                                "Held out: S2 from S1; dashed: another patch's S1", crossed(runs)),
                        new Chart(
                                "Held out: S2 from its visible part; dashed: their mean",
                                own(runs, "S2")),
                        new Chart(
                                "Held out: S1 from its visible part; dashed: their mean",
                                own(runs, "S1")),
                        new Chart("Held out: effective rank of features", ranks(runs)),
                        new Chart("Scale of every Soft MoE layer", scales(runs)));
        int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
        var svg = new StringBuilder();
        svg.append(
                String.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\">%n",
                        COLUMNS * Chart.WIDTH, rows * Chart.HEIGHT, COLUMNS * Chart.WIDTH));
        svg.append(
                """
                <style>
                text { font-family: sans-serif; fill: #333 }
                .title { font-size: 13px; font-weight: bold }
                .tick { font-size: 11px }
                .grid { stroke: #ddd; stroke-width: 1 }
                .line { fill: none; stroke-width: 1.6 }
                </style>
                <rect width="100%" height="100%" fill="white"/>
                """);
        for (int i = 0; i < charts.size(); i++) {
            charts.get(i).draw(svg, i % COLUMNS * Chart.WIDTH, i / COLUMNS * Chart.HEIGHT);
        }
        return svg.append("</svg>\n").toString();
    }

    private static List<Series> loss(List<RunLog> runs) {
        var lines = new ArrayList<Series>();
        for (int i = 0; i < runs.size(); i++) {
            var points = runs.get(i).points("total");
            var line = new Series(runs.get(i).name(), colour(i), false, points);
            lines.add(line.smoothed(points.size() / 100).thinned(POINTS));
        }
        return lines;
    }

    private static List<Series> crossed(List<RunLog> runs) {
        var lines = new ArrayList<Series>();
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            lines.add(new Series(run.name(), colour(i), false, run.points("heldOutS2FromS1")));
            lines.add(new Series("", colour(i), true, run.points("shuffledS2FromS1")));
        }
        lines.add(new Series("band mean", "#555", true, runs.get(0).points("bandMeanS2FromS1")));
        return lines;
    }

    private static List<Series> own(List<RunLog> runs, String sensor) {
        var lines = new ArrayList<Series>();
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            var points = run.points("heldOut" + sensor + "From" + sensor);
            lines.add(new Series(run.name(), colour(i), false, points));
        }
        lines.add(
                new Series(
                        "visible mean", "#555", true, runs.get(0).points("visibleMean" + sensor)));
        return lines;
    }

    private static List<Series> ranks(List<RunLog> runs) {
        var lines = new ArrayList<Series>();
        for (int i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            lines.add(
                    new Series(
                            run.name() + " S2", colour(i), false, run.points("effectiveRankS2")));
            lines.add(
                    new Series(run.name() + " S1", pale(i), false, run.points("effectiveRankS1")));
        }
        return lines;
    }

    private static List<Series> scales(List<RunLog> runs) {
        var lines = new ArrayList<Series>();
        for (int i = 0; i < runs.size(); i++) {
            String label = runs.get(i).name();
            for (String column : runs.get(i).columnsLike("scale ")) {
                var line = new Series(label, colour(i), false, runs.get(i).points(column));
                lines.add(line.thinned(POINTS));
                label = "";
            }
        }
        return lines;
    }

    private static String colour(int run) {
        return COLOURS[run % COLOURS.length];
    }

    private static String pale(int run) {
        return PALE[run % PALE.length];
    }
}
