package io.groundtrack.model.curves;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a chart.
 *
 * @param label for the legend; empty = not in it
 * @param colour of SVG
 * @param dashed a line to compare with
 * @param points (x, y), x ascending
 */
record Series(String label, String colour, boolean dashed, List<double[]> points) {

    /** Each point the mean of those up to {@code reach} before and after it. */
    Series smoothed(int reach) {
        var smooth = new ArrayList<double[]>();
        for (int i = 0; i < points.size(); i++) {
            int from = Math.max(0, i - reach);
            int to = Math.min(points.size(), i + reach + 1);
            double sum = 0;
            for (int k = from; k < to; k++) {
                sum += points.get(k)[1];
            }
            smooth.add(new double[] {points.get(i)[0], sum / (to - from)});
        }
        return new Series(label, colour, dashed, smooth);
    }

    /** At most about {@code most} points, evenly chosen, the last among them. */
    Series thinned(int most) {
        int stride = Math.max(1, points.size() / most);
        var thin = new ArrayList<double[]>();
        for (int i = 0; i < points.size(); i += stride) {
            thin.add(points.get(i));
        }
        if (!points.isEmpty() && (points.size() - 1) % stride != 0) {
            thin.add(points.get(points.size() - 1));
        }
        return new Series(label, colour, dashed, thin);
    }
}
