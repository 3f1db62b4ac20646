package io.groundtrack.ingest.raster.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of bands, one a line.
 *
 * <p>in: CSV in UTF-8 whose first line names the columns, in any order; fields may stand in double
 * quotes → out: the lines as column → text, blank fields left out.
 *
 * <p>Errors: {@link IOException} where the file cannot be read, or has no columns {@code path} and
 * {@code band}.
 */
public final class CheckTable {

    private CheckTable() {}

    /**
     * One line.
     *
     * @param number from 1, as editors count
     */
    public record Line(int number, Map<String, String> fields) {

        /** Text of a column; empty where it is blank or there is no such column. */
        public String text(String column) {
            return fields.getOrDefault(column, "");
        }
    }

    /** All lines of {@code file} below the first. */
    public static List<Line> read(Path file) throws IOException {
        var lines = new ArrayList<Line>();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            var columns = fields(strippedOfMark(reader));
            if (!columns.contains("path") || !columns.contains("band")) {
                throw new IOException(
                        file
                                + ": the first line names the columns "
                                + columns
                                + " (expected: path, band and what to compare)");
            }
            int number = 1;
            for (var text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (!text.isBlank()) {
                    lines.add(line(number, columns, fields(text)));
                }
            }
        }
        return List.copyOf(lines);
    }

    private static String strippedOfMark(BufferedReader reader) throws IOException {
        var first = reader.readLine();
        return first == null ? "" : first.startsWith("\ufeff") ? first.substring(1) : first;
    }

    private static Line line(int number, List<String> columns, List<String> values) {
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
            if (!values.get(i).isEmpty()) {
                fields.put(columns.get(i), values.get(i));
            }
        }
        return new Line(number, fields);
    }

    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                // two in a row inside quotes stand for one
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
