package io.groundtrack.model.curves;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over a common x axis, drawn as a group of SVG of fixed size.
 *
 * @param title what y is
 */
record Chart(String title, List<Series> series) {
    static final int WIDTH = 460;
    static final int HEIGHT = 270;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 30;
    private static final int BOTTOM = 30;
    private static final int TICKS = 5;

    void draw(StringBuilder svg, int atX, int atY) {
        double[] xs = range(values(0));
        double[] ys = range(values(1));
        svg.append(String.format("<g transform=\"translate(%d,%d)\">%n", atX, atY));
        text(svg, WIDTH / 2, 18, "middle", "title", title);
        axis(svg, xs, true);
        axis(svg, ys, false);
        for (Series line : series) {
            path(svg, line, xs, ys);
        }
        legend(svg);
        svg.append("</g>\n");
    }

    private double[] values(int which) {
        return series.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(point -> point[which])
                .toArray();
    }

    /** Widened to whole ticks: least, most, step. */
    private static double[] range(double[] values) {
        double least = DoubleStream.of(values).min().orElse(0);
        double most = DoubleStream.of(values).max().orElse(1);
        if (least == most) {
            double room = least == 0 ? 1 : Math.abs(least) / 10;
            least -= room;
            most += room;
        }
        double rough = (most - least) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {2, 5, 10}) {
            step = step < rough ? factor * power : step;
        }
        return new double[] {
            Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step, step
        };
    }

    private void axis(StringBuilder svg, double[] range, boolean horizontal) {
        long count = Math.round((range[1] - range[0]) / range[2]);
        for (long i = 0; i <= count; i++) {
            double value = range[0] + i * range[2];
            String label = label(value, range[2]);
            if (horizontal) {
                double x = x(value, range);
                line(svg, x, TOP, x, HEIGHT - BOTTOM);
                text(svg, x, HEIGHT - BOTTOM + 16, "middle", "tick", label);
            } else {
                double y = y(value, range);
                line(svg, LEFT, y, WIDTH - RIGHT, y);
                text(svg, LEFT - 6, y + 4, "end", "tick", label);
            }
        }
    }

    private static String label(double value, double step) {
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return digits > 4
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%." + digits + "f", value + 0.0);
    }

    private static void path(StringBuilder svg, Series line, double[] xs, double[] ys) {
        if (line.points().isEmpty()) {
            return;
        }
        svg.append("<polyline class=\"line\" stroke=\"").append(line.colour()).append('"');
        svg.append(line.dashed() ? " stroke-dasharray=\"5 4\"" : "").append(" points=\"");
        for (double[] point : line.points()) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0], xs), y(point[1], ys)));
        }
        svg.append("\"/>\n");
    }

    private void legend(StringBuilder svg) {
        int row = 0;
        for (Series line : series) {
            if (line.label().isEmpty()) {
                continue;
            }
            int y = TOP + 14 + 15 * row++;
            svg.append(
                    String.format(
                            "<line class=\"line\" stroke=\"%s\"%s x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
                            line.colour(),
                            line.dashed() ? " stroke-dasharray=\"5 4\"" : "",
                            WIDTH - RIGHT - 26,
                            y - 4,
                            WIDTH - RIGHT - 4,
                            y - 4));
            text(svg, WIDTH - RIGHT - 30, y, "end", "tick", line.label());
        }
    }

    private static double x(double value, double[] range) {
        return LEFT + (value - range[0]) / (range[1] - range[0]) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double[] range) {
        double share = (value - range[0]) / (range[1] - range[0]);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                        x1,
                        y1,
                        x2,
                        y2));
    }

    private static void text(
            StringBuilder svg, double x, double y, String anchor, String style, String text) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                        style,
                        x,
                        y,
                        anchor,
                        text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
