package io.groundtrack.model.curves;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of numbers by step: CSV, the first column {@code step}; cells may be empty.
 *
 * <p>Errors: {@link IllegalArgumentException} naming file, line and column.
 *
 * @param name of the run
 * @param columns all of them, the first being the step
 * @param rows NaN where a cell is empty
 */
public record RunLog(String name, List<String> columns, List<double[]> rows) {
    private static final long LARGEST = 256L << 20;

    public static RunLog read(String name, Path file) {
        List<String> lines;
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException(file + ": missing (expected: a log.csv)");
            }
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(
                        file
                                + ": "
                                + Files.size(file)
                                + " bytes (expected: at most "
                                + LARGEST
                                + ")");
            }
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
        if (lines.isEmpty() || !lines.get(0).startsWith("step,")) {
            throw new IllegalArgumentException(file + ": no log (expected: a first column 'step')");
        }
        var columns = List.of(lines.get(0).split(","));
        var rows = new ArrayList<double[]>();
        for (int i = 1; i < lines.size(); i++) {
            rows.add(row(file, i + 1, columns, lines.get(i)));
        }
        return new RunLog(name, columns, rows);
    }

    private static double[] row(Path file, int line, List<String> columns, String text) {
        String[] cells = text.split(",", -1);
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    file
                            + ": line "
                            + line
                            + ": "
                            + cells.length
                            + " cells (expected: "
                            + columns.size()
                            + ")");
        }
        var row = new double[cells.length];
        for (int c = 0; c < cells.length; c++) {
            try {
                row[c] = cells[c].isEmpty() ? Double.NaN : Double.parseDouble(cells[c]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        file
                                + ": line "
                                + line
                                + ", column "
                                + columns.get(c)
                                + ": '"
                                + cells[c]
                                + "' (expected: a number)",
                        e);
            }
        }
        return row;
    }

    /** (step, value) wherever the column is filled; empty where there is no such column. */
    List<double[]> points(String column) {
        int c = columns.indexOf(column);
        var points = new ArrayList<double[]>();
        for (double[] row : rows) {
            if (c >= 0 && Double.isFinite(row[c])) {
                points.add(new double[] {row[0], row[c]});
            }
        }
        return points;
    }

    /** Columns that begin so. */
    List<String> columnsLike(String prefix) {
        return columns.stream().filter(column -> column.startsWith(prefix)).toList();
    }
}
