package io.groundtrack.model.evaluation.experts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws {@link ExpertUse}: classes down, experts of each layer across, one panel a sensor.
 *
 * <p>A cell's colour is the mean combine weight against an even share 1/E on a logarithmic scale:
 * blue below, white even, red above. The scale reaches as far as the strongest cell, at most from
 * 1/E to E times (an expert cannot have more than all), and says how far; a map of an untrained
 * model is as colourful as its legend is narrow. → an SVG text.
 */
public final class ExpertHeatMap {
    private static final int CELL = 16;
    private static final int GAP = 10;
    private static final int LABELS = 250;
    private static final int TOP = 96;
    private static final int RIGHT = 24;

    /** Even an even map shows a scale. */
    private static final double LEAST_REACH = 0.01;

    private final ExpertUse use;
    private final double reach;
    private final List<Integer> rows;
    private final StringBuilder svg = new StringBuilder();

    private ExpertHeatMap(ExpertUse use) {
        this.use = use;
        rows = new ArrayList<>();
        for (int k = 0; k < use.classes().size(); k++) {
            if (use.tokensByClass()[k] > 0) {
                rows.add(k);
            }
        }
        double strongest = LEAST_REACH;
        for (LayerUse layer : use.layers()) {
            strongest = Math.max(strongest, strongest(layer.mean()));
            for (int k : rows) {
                strongest = Math.max(strongest, strongest(layer.meanByClass().get(k)));
            }
        }
        reach = Math.min(strongest, Math.max(LEAST_REACH, against(1)));
    }

    public static String svg(ExpertUse use) {
        return new ExpertHeatMap(use).draw();
    }

    /** Base-2 logarithm of a share against an even one. */
    private double against(double share) {
        return Math.log(Math.max(share, 1e-6) * use.experts()) / Math.log(2);
    }

    private double strongest(double[] shares) {
        double strongest = 0;
        for (double share : shares) {
            strongest = Math.max(strongest, Math.abs(against(share)));
        }
        return strongest;
    }

    private String draw() {
        List<LayerUse> s1 = use.layers().stream().filter(l -> l.sensor().equals("s1")).toList();
        List<LayerUse> s2 = use.layers().stream().filter(l -> l.sensor().equals("s2")).toList();
        int layers = Math.max(s1.size(), s2.size());
        int width = LABELS + Math.max(480, layers * layerWidth()) + RIGHT;
        int height = TOP + 2 * panelHeight() + 36;
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">%n"
                        .formatted(width, height, width, height));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text(16, 26, 15, "start", "Which experts serve which land cover: " + use.modelId());
        text(
                16,
                44,
                11,
                "start",
                "mean combine weight of an expert against an even share (1/%d); %d patches"
                        .formatted(use.experts(), use.patches()));
        legend(16, 56);
        panel("Sentinel-1", s1, TOP);
        panel("Sentinel-2", s2, TOP + panelHeight());
        text(
                16,
                height - 30,
                10,
                "start",
                "use: entropy of the mean, 1 = all experts serve alike · token: mean entropy of a"
                        + " token's own shares, 1 = each token asks all alike");
        text(
                16,
                height - 14,
                10,
                "start",
                "class: what a token's class tells of its expert, 0 = nothing, 1 = all");
        return svg.append("</svg>\n").toString();
    }

    private int layerWidth() {
        return Math.max(use.experts() * CELL, 64) + GAP;
    }

    private int panelHeight() {
        return 44 + (rows.size() + 1) * CELL + 4 + 48 + 18;
    }

    private void legend(int x, int y) {
        int steps = 60;
        int step = 4;
        for (int i = 0; i < steps; i++) {
            double at = reach * (2.0 * i / (steps - 1) - 1);
            svg.append(
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\" fill=\"%s\"/>%n"
                            .formatted(
                                    x + i * step, y, i + 1 < steps ? step + 1 : step, colour(at)));
        }
        text(x, y + 25, 10, "start", times(-reach));
        text(x + steps * step / 2, y + 25, 10, "middle", "even");
        text(x + steps * step, y + 25, 10, "end", times(reach));
    }

    private static String times(double logarithm) {
        double times = Math.pow(2, logarithm);
        boolean near = Math.abs(times - 1) < 0.1;
        return String.format(Locale.ROOT, near ? "%.3f times" : "%.2f times", times);
    }

    private void panel(String title, List<LayerUse> layers, int top) {
        int first = top + 44;
        text(16, top + 30, 13, "start", title);
        row(first, "all tokens");
        for (int r = 0; r < rows.size(); r++) {
            row(first + 4 + (r + 1) * CELL, use.classes().get(rows.get(r)));
        }
        int foot = first + 4 + (rows.size() + 1) * CELL;
        for (String name : List.of("use", "token", "class")) {
            foot += 14;
            text(LABELS - 8, foot, 10, "end", name);
        }
        for (int l = 0; l < layers.size(); l++) {
            layer(layers.get(l), LABELS + l * layerWidth(), first);
        }
    }

    private void row(int y, String name) {
        String shown = name.length() > 38 ? name.substring(0, 37).strip() + "…" : name;
        text(LABELS - 8, y + CELL - 4, 11, "end", shown);
    }

    private void layer(LayerUse layer, int x, int y) {
        int middle = x + use.experts() * CELL / 2;
        text(middle, y - 18, 10, "middle", layer.layer());
        for (int e = 0; e < use.experts(); e++) {
            text(x + e * CELL + CELL / 2, y - 5, 9, "middle", Integer.toString(e));
        }
        cells(layer.mean(), layer.layer() + ", all tokens", x, y);
        for (int r = 0; r < rows.size(); r++) {
            int k = rows.get(r);
            String what = layer.layer() + ", " + use.classes().get(k);
            cells(layer.meanByClass().get(k), what, x, y + 4 + (r + 1) * CELL);
        }
        int foot = y + 4 + (rows.size() + 1) * CELL;
        double[] figures = {layer.useEntropy(), layer.tokenEntropy(), layer.classInformation()};
        for (double figure : figures) {
            foot += 14;
            text(middle, foot, 10, "middle", String.format(Locale.ROOT, "%.4f", figure));
        }
    }

    private void cells(double[] shares, String what, int x, int y) {
        for (int e = 0; e < shares.length; e++) {
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"#ddd\" stroke-width=\"0.5\"><title>%s, expert %d: %.4f</title></rect>%n",
                            x + e * CELL,
                            y,
                            CELL,
                            CELL,
                            colour(against(shares[e])),
                            escaped(what),
                            e,
                            shares[e]));
        }
    }

    /**
     * White in the middle; towards the ends one of two hues that colour-blind readers tell apart.
     */
    private String colour(double logarithm) {
        double at = Math.max(-1, Math.min(1, logarithm / reach));
        int[] end = at < 0 ? new int[] {33, 102, 172} : new int[] {178, 24, 43};
        double strength = Math.abs(at);
        return "#%02x%02x%02x"
                .formatted(
                        (int) Math.round(255 + strength * (end[0] - 255)),
                        (int) Math.round(255 + strength * (end[1] - 255)),
                        (int) Math.round(255 + strength * (end[2] - 255)));
    }

    private void text(int x, int y, int size, String anchor, String content) {
        svg.append(
                "<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\">%s</text>%n"
                        .formatted(x, y, size, anchor, escaped(content)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
