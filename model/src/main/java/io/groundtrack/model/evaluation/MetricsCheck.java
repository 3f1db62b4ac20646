package io.groundtrack.model.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.groundtrack.model.metric.Confusion;
import io.groundtrack.model.metric.MultiLabelScores;
import io.groundtrack.model.metric.RetrievalScores;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Holds our metrics against a file of inputs and the figures somebody else reckoned from them.
 *
 * <p>In: JSON with any of {@code multi_label} (truth, score), {@code segmentation} (truth,
 * predicted, ignore) and {@code retrieval_at_<k>} (query, archive, their labels), each with
 * expected figures beside the inputs → one line for each expected figure. Sizes, k and thresholds
 * are read from the file. Errors: a file that is not of this form is refused; an expected figure we
 * do not know is a line that fails.
 */
public final class MetricsCheck {
    /** Figures are sums of some hundred doubles; the order of adding moves the last digits only. */
    public static final double TOLERANCE = 1e-9;

    /**
     * @param name such as {@code segmentation.iou[3]}
     * @param expected NaN where the file says null
     * @param found NaN where the figure is undefined
     * @param known false where the file expects a figure that we have no name for
     */
    public record Line(String name, double expected, double found, boolean known) {
        public double difference() {
            return Double.isNaN(expected) && Double.isNaN(found) ? 0 : Math.abs(expected - found);
        }

        public boolean passes() {
            return known && difference() <= TOLERANCE;
        }
    }

    private final List<Line> lines = new ArrayList<>();

    private MetricsCheck() {}

    /**
     * @param source named in errors
     */
    public static List<Line> lines(String source, byte[] json) {
        var check = new MetricsCheck();
        try {
            check.all(
                    JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                            .getAsJsonObject());
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException
                | NegativeArraySizeException e) {
            throw new IllegalArgumentException(
                    source + ": not a file of metrics: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
        if (check.lines.isEmpty()) {
            throw new IllegalArgumentException(
                    source + ": no figures (expected: multi_label, segmentation, retrieval_at_k)");
        }
        return check.lines;
    }

    private void all(JsonObject file) {
        for (var section : file.entrySet()) {
            if (section.getKey().equals("multi_label")) {
                multiLabel(section.getValue().getAsJsonObject());
            } else if (section.getKey().equals("segmentation")) {
                segmentation(section.getValue().getAsJsonObject());
            } else if (section.getKey().startsWith("retrieval_at_")) {
                retrieval(section.getKey(), section.getValue().getAsJsonObject());
            } else {
                lines.add(new Line(section.getKey(), Double.NaN, Double.NaN, false));
            }
        }
    }

    private void multiLabel(JsonObject section) {
        boolean[][] truth = labels(required(section, "truth"));
        double[][] scores = decimals(required(section, "score"));
        // the threshold is part of a figure's name
        var byThreshold = new TreeMap<Double, MultiLabelScores>();
        for (var entry : section.entrySet()) {
            String key = entry.getKey();
            if (key.equals("truth") || key.equals("score")) {
                continue;
            }
            MultiLabelScores found =
                    byThreshold.computeIfAbsent(
                            threshold(key), at -> MultiLabelScores.of(truth, scores, at));
            Object figure = null;
            if (key.equals("classes_that_occur")) {
                figure = (double) found.classesThatOccur();
            } else if (key.startsWith("ap_macro")) {
                figure = found.apMacro();
            } else if (key.startsWith("ap_micro")) {
                figure = found.apMicro();
            } else if (key.equals("ap_per_class")) {
                figure = found.apPerClass();
            } else if (key.startsWith("f1_macro")) {
                figure = found.f1Macro();
            } else if (key.startsWith("f1_micro")) {
                figure = found.f1Micro();
            } else if (key.startsWith("f1_per_class")) {
                figure = found.f1PerClass();
            }
            compare("multi_label." + key, entry.getValue(), figure);
        }
    }

    /** 0.5 of {@code f1_micro_at_0.5}, which is also what a name without one means. */
    private static double threshold(String key) {
        int at = key.indexOf("_at_");
        return at < 0 ? 0.5 : Double.parseDouble(key.substring(at + 4).split("_", 2)[0]);
    }

    private void segmentation(JsonObject section) {
        int[] truth = integers(required(section, "truth"));
        int[] predicted = integers(required(section, "predicted"));
        int ignore = section.has("ignore") ? section.get("ignore").getAsInt() : -1;
        int classes = 1 + Math.max(largest(truth, ignore), largest(predicted, ignore));
        for (String sized : List.of("confusion_rows_truth", "iou")) {
            if (section.has(sized)) {
                classes = Math.max(classes, section.get(sized).getAsJsonArray().size());
            }
        }
        if (classes > 10_000) {
            throw new IllegalArgumentException(
                    "segmentation: class " + (classes - 1) + " (expected: at most 9999)");
        }
        var confusion = new Confusion(classes, ignore);
        confusion.add(truth, predicted);
        Map<String, Object> found =
                Map.of(
                        "confusion_rows_truth", confusion.counts(),
                        "iou", confusion.iou(),
                        "mean_iou", confusion.meanIou(),
                        "pixel_accuracy", confusion.pixelAccuracy());
        for (var entry : section.entrySet()) {
            if (!List.of("truth", "predicted", "ignore").contains(entry.getKey())) {
                compare(
                        "segmentation." + entry.getKey(),
                        entry.getValue(),
                        found.get(entry.getKey()));
            }
        }
    }

    private static int largest(int[] classes, int ignore) {
        return IntStream.of(classes).filter(value -> value != ignore).max().orElse(0);
    }

    private void retrieval(String name, JsonObject section) {
        float[][] queries = floats(required(section, "query"));
        float[][] archive = floats(required(section, "archive"));
        int k = Integer.parseInt(name.substring("retrieval_at_".length()));
        List<String> ids =
                IntStream.range(0, archive.length).mapToObj(i -> "%09d".formatted(i)).toList();
        int[][] ranking = new RetrievalIndex(ids, archive).search(queries, k);
        var scores =
                RetrievalScores.of(
                        ranking,
                        labels(required(section, "query_labels")),
                        labels(required(section, "archive_labels")));
        Map<String, Object> found =
                Map.of(
                        "ranking", ranking,
                        "precision", scores.precision(),
                        "recall", scores.recall(),
                        "f1_of_the_means", scores.f1());
        var inputs = List.of("query", "archive", "query_labels", "archive_labels");
        for (var entry : section.entrySet()) {
            if (!inputs.contains(entry.getKey())) {
                compare(name + "." + entry.getKey(), entry.getValue(), found.get(entry.getKey()));
            }
        }
    }

    /** One line for each number of {@code expected}; {@code found} may be an array of arrays. */
    private void compare(String name, JsonElement expected, Object found) {
        if (!(expected instanceof JsonArray array)) {
            double value = expected.isJsonNull() ? Double.NaN : expected.getAsDouble();
            boolean known = found instanceof Number;
            lines.add(
                    new Line(
                            name,
                            value,
                            known ? ((Number) found).doubleValue() : Double.NaN,
                            known));
            return;
        }
        int length = found != null && found.getClass().isArray() ? lengthOf(found) : -1;
        if (length != array.size()) {
            lines.add(new Line(name + ".length", array.size(), length, false));
            return;
        }
        for (int i = 0; i < length; i++) {
            Object element = Array.get(found, i);
            compare(name + "[" + i + "]", array.get(i), element);
        }
    }

    private static int lengthOf(Object array) {
        return Array.getLength(array);
    }

    private static JsonArray required(JsonObject section, String key) {
        if (section.get(key) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException(
                key + ": " + section.get(key) + " (expected: a list of numbers)");
    }

    private static boolean[][] labels(JsonArray rows) {
        var all = new boolean[rows.size()][];
        for (int i = 0; i < all.length; i++) {
            JsonArray row = rows.get(i).getAsJsonArray();
            all[i] = new boolean[row.size()];
            for (int k = 0; k < row.size(); k++) {
                all[i][k] = row.get(k).getAsInt() != 0;
            }
        }
        return all;
    }

    private static double[][] decimals(JsonArray rows) {
        var all = new double[rows.size()][];
        for (int i = 0; i < all.length; i++) {
            JsonArray row = rows.get(i).getAsJsonArray();
            all[i] = new double[row.size()];
            for (int k = 0; k < row.size(); k++) {
                all[i][k] = row.get(k).getAsDouble();
            }
        }
        return all;
    }

    private static float[][] floats(JsonArray rows) {
        double[][] all = decimals(rows);
        var floats = new float[all.length][];
        for (int i = 0; i < all.length; i++) {
            floats[i] = new float[all[i].length];
            for (int k = 0; k < all[i].length; k++) {
                floats[i][k] = (float) all[i][k];
            }
        }
        return floats;
    }

    private static int[] integers(JsonArray values) {
        var all = new int[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i).getAsInt();
        }
        return all;
    }
}
