package io.groundtrack.job.quality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV text.
 *
 * <p>in: text with cells divided by commas, which may stand in double quotes and then hold commas,
 * line ends and doubled quotes; lines end with LF or CRLF → out: rows with the line they begin in;
 * cells without white space around them; blank lines are passed over. Errors: {@link IOException}
 * naming the line whose quotes do not close. Source: RFC 4180.
 */
final class CsvRows {

    /** One row, and the line of the file that it begins in, from 1. */
    record Row(int line, List<String> cells) {}

    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private int line = 1;
    private int firstLine = 1;

    private CsvRows(String text) {
        this.text = text;
    }

    /**
     * @param name of the file, for messages
     */
    static List<Row> of(String text, String name) throws IOException {
        var csv = new CsvRows(text);
        csv.read(name);
        return csv.rows;
    }

    private void read(String name) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && cell.toString().isBlank()) {
                i = quoted(i + 1, name);
            } else if (c == ',') {
                endCell();
            } else if (c == '\n') {
                endRow();
                line++;
                firstLine = line;
            } else {
                cell.append(c);
            }
        }
        endRow();
    }

    /** From behind the opening quote → the place of the closing one. */
    private int quoted(int from, String name) throws IOException {
        int opened = line;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            if (c != '"') {
                cell.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else {
                return i;
            }
        }
        throw new IOException(name + " line " + opened + ": quotes that do not close");
    }

    private void endCell() {
        cells.add(cell.toString().strip());
        cell.setLength(0);
    }

    private void endRow() {
        endCell();
        if (cells.size() > 1 || !cells.get(0).isEmpty()) {
            rows.add(new Row(firstLine, List.copyOf(cells)));
        }
        cells = new ArrayList<>();
    }
}
