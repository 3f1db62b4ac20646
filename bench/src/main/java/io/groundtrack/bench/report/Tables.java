package io.groundtrack.bench.report;

import io.groundtrack.bench.rounds.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results as Markdown that reads as well on a terminal: columns are padded to one width. */
public final class Tables {
    private Tables() {}

    /**
     * Machine and settings, speeds (medians, and the slowest and fastest round), ratios with their
     * goals, and what could not be measured.
     */
    public static String markdown(Map<String, String> machine, List<Result> results) {
        var text = new StringBuilder();
        machine.forEach(
                (what, value) ->
                        text.append("- ").append(what).append(": ").append(value).append("\n"));
        text.append("\n").append(speeds(results));
        text.append("\n").append(verdicts(Goals.judge(results)));
        text.append(notes(results));
        return text.toString();
    }

    private static String speeds(List<Result> results) {
        var rows = new ArrayList<List<String>>();
        rows.add(
                List.of(
                        "model",
                        "precision",
                        "batch",
                        "contestant",
                        "pairs/s",
                        "slowest",
                        "fastest",
                        "GFLOP/s",
                        "of product"));
        for (Result result : results) {
            result.seconds()
                    .forEach(
                            (contestant, seconds) -> {
                                rows.add(speed(result, contestant, seconds));
                            });
        }
        return table(rows);
    }

    private static List<String> speed(Result result, String contestant, double[] seconds) {
        boolean dense = contestant.equals(Result.DENSE);
        boolean product = contestant.startsWith(Result.PRODUCT);
        double rate = result.gigaflops(contestant);
        return List.of(
                dense ? Goals.dense(result.model()) : result.model(),
                result.precision(),
                Integer.toString(result.batch()),
                contestant,
                product ? "" : number("%.1f", result.pairsPerSecond(contestant)),
                product ? "" : number("%.1f", result.batch() / Statistics.max(seconds)),
                product ? "" : number("%.1f", result.batch() / Statistics.min(seconds)),
                number("%.0f", rate),
                result.has(Result.PRODUCT)
                        ? number("%.0f %%", 100 * rate / result.gigaflops(Result.PRODUCT))
                        : "");
    }

    private static String verdicts(List<Verdict> verdicts) {
        var rows = new ArrayList<List<String>>();
        rows.add(
                List.of(
                        "figure",
                        "model",
                        "precision",
                        "batch",
                        "ratio",
                        "95 %",
                        "rounds",
                        "goal",
                        "outcome"));
        for (Verdict verdict : verdicts) {
            rows.add(
                    List.of(
                            verdict.figure(),
                            verdict.model(),
                            verdict.precision(),
                            Integer.toString(verdict.batch()),
                            number("%.3f", verdict.ratio().value()),
                            number("%.3f", verdict.ratio().low())
                                    + "–"
                                    + number("%.3f", verdict.ratio().high()),
                            Integer.toString(verdict.ratio().rounds()),
                            verdict.goal(),
                            verdict.outcome()));
        }
        return table(rows);
    }

    private static String notes(List<Result> results) {
        var text = new StringBuilder();
        for (Result result : results) {
            result.leftOut()
                    .forEach(
                            (contestant, reason) ->
                                    note(text, result, contestant + " left out: " + reason));
            result.agreement()
                    .forEach(
                            (what, value) ->
                                    note(text, result, what + " " + number("%.3g", 1.0 * value)));
            if (result.idleShare() > 0.02) {
                note(
                        text,
                        result,
                        "the side that waited kept "
                                + number("%.2f", result.idleShare())
                                + " cores busy: ratios are not to be trusted");
            }
        }
        return text.toString();
    }

    private static void note(StringBuilder text, Result result, String what) {
        text.append("\n- ")
                .append(result.model())
                .append(' ')
                .append(result.precision())
                .append(' ')
                .append(result.batch())
                .append(": ")
                .append(what);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        var widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                String cell = rows.get(r).get(i);
                text.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
            }
            text.append("|\n");
            if (r == 0) {
                for (int width : widths) {
                    text.append("|").append("-".repeat(width + 2));
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }
}
