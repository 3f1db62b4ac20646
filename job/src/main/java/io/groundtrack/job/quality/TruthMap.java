package io.groundtrack.job.quality;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A map of alerts over truth: in observations, live alerts and points → out an SVG, one square a
 * cell of the tile that holds most of the points, north up.
 */
public final class TruthMap {

    private static final int SIDE = 14;
    private static final int MARGIN = 16;
    private static final int LEGEND = 112;

    private static final String STYLE =
            "text{font:11px sans-serif;fill:#333}.p{fill:#f4f2ec;stroke:#c9c4b5}"
                    + ".d{fill:#d9543f}.u{fill:#7fae83}.a{fill:none;stroke:#1d3f8f;stroke-width:2}";

    private TruthMap() {}

    public static String svg(
            Collection<PatchEmbedding> observations,
            List<Change> alerts,
            List<ReferencePoint> points,
            int cellsPerSide)
            throws IOException {
        var grid = CellGrid.of(observations, points, cellsPerSide);
        var corners =
                grid.patches().values().stream().map(patch -> grid.cell(patch.get(0), 0)).toList();
        int left = corners.stream().mapToInt(CellGrid.Cell::column).min().orElseThrow();
        int top = corners.stream().mapToInt(CellGrid.Cell::row).min().orElseThrow();
        int right = corners.stream().mapToInt(CellGrid.Cell::column).max().orElseThrow();
        int bottom = corners.stream().mapToInt(CellGrid.Cell::row).max().orElseThrow();
        int width = (right - left + cellsPerSide) * SIDE + 2 * MARGIN;
        int height = (bottom - top + cellsPerSide) * SIDE + 2 * MARGIN;

        var svg = new StringBuilder();
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n",
                        width,
                        height + LEGEND,
                        width,
                        height + LEGEND));
        svg.append("<title>Alerts over truth, tile ").append(grid.tile()).append("</title>\n");
        svg.append("<style>").append(STYLE).append("</style>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (var corner : corners) {
            square(svg, "p", corner, left, top, cellsPerSide, 0);
        }
        for (var labelled : grid.labelled(points)) {
            square(svg, labelled.date().isPresent() ? "d" : "u", labelled.cell(), left, top, 1, 2);
        }
        var changed = new TreeMap<CellGrid.Cell, Boolean>();
        for (var alert : alerts) {
            var patch = grid.patches().get(alert.getPatchId());
            if (patch != null) {
                alert.getCells().forEach(i -> changed.put(grid.cell(patch.get(0), i), true));
            }
        }
        changed.keySet().forEach(cell -> square(svg, "a", cell, left, top, 1, 1));
        legend(svg, height);
        return svg.append("</svg>\n").toString();
    }

    private static void square(
            StringBuilder svg,
            String style,
            CellGrid.Cell cell,
            int left,
            int top,
            int cells,
            int inset) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n",
                        style,
                        MARGIN + (cell.column() - left) * SIDE + inset,
                        MARGIN + (cell.row() - top) * SIDE + inset,
                        cells * SIDE - 2 * inset,
                        cells * SIDE - 2 * inset));
    }

    private static void legend(StringBuilder svg, int from) {
        line(svg, from, "d", "disturbed cell of the reference points (150 m)");
        line(svg, from + 22, "u", "undisturbed cell");
        line(svg, from + 44, "a", "cell of a live alert, whatever its state");
        line(svg, from + 66, "p", "patch (1.2 km); north is up, unlabelled cells are blank");
    }

    private static void line(StringBuilder svg, int y, String style, String text) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"12\" height=\"12\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
                        style,
                        MARGIN,
                        y,
                        MARGIN + 20,
                        y + 10,
                        text));
    }
}
