package io.groundtrack.job.quality;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A place whose fate is known.
 *
 * <p>File: CSV with a header that names {@code x}, {@code y} (metres in the UTM zone of the tile)
 * and {@code date} (yyyy-mm-dd; empty or NA: nothing happened), in any order; other columns are
 * passed over. Some points have a date and some have none. Errors: {@link IOException} naming file,
 * line and what was expected.
 *
 * @param x easting
 * @param y northing
 * @param date when it was disturbed; empty where it was not
 */
public record ReferencePoint(double x, double y, Optional<LocalDate> date) {

    private static final long MOST_BYTES = 64 << 20;

    /** The points of a file. */
    public static List<ReferencePoint> read(Path csv) throws IOException {
        if (!Files.isRegularFile(csv)) {
            throw new IOException(csv + ": no such file (expected: a CSV with x, y and date)");
        }
        if (Files.size(csv) > MOST_BYTES) {
            throw new IOException(
                    csv + ": " + Files.size(csv) + " bytes (expected: at most " + MOST_BYTES + ")");
        }
        var rows = CsvRows.of(text(csv).replace("\ufeff", ""), csv.toString());
        var header =
                rows.isEmpty()
                        ? List.<String>of()
                        : rows.get(0).cells().stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .toList();
        int x = header.indexOf("x");
        int y = header.indexOf("y");
        int date = header.indexOf("date");
        if (x < 0 || y < 0 || date < 0) {
            throw new IOException(csv + ": header " + header + " (expected: x, y and date in it)");
        }
        var points = new ArrayList<ReferencePoint>();
        for (var row : rows.subList(1, rows.size())) {
            var cells = row.cells();
            var where = csv + " line " + row.line();
            if (cells.size() != header.size()) {
                throw new IOException(
                        where + ": " + cells.size() + " cells (expected: " + header.size() + ")");
            }
            points.add(
                    new ReferencePoint(
                            metres(cells.get(x), where),
                            metres(cells.get(y), where),
                            date(cells.get(date), where)));
        }
        requireBoth(points, csv);
        return points;
    }

    private static String text(Path csv) throws IOException {
        try {
            return Files.readString(csv, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(csv + ": is no text in UTF-8 (expected: a CSV)", e);
        }
    }

    /** Said before the job runs, not after. */
    private static void requireBoth(List<ReferencePoint> points, Path csv) throws IOException {
        long dated = points.stream().filter(point -> point.date().isPresent()).count();
        if (dated == 0 || dated == points.size()) {
            throw new IOException(
                    "%s: %d points with a date and %d without (expected: some of each)"
                            .formatted(csv, dated, points.size() - dated));
        }
    }

    private static double metres(String text, String where) throws IOException {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IOException(where + ": " + text + " (expected: metres)", e);
        }
        throw new IOException(where + ": " + text + " (expected: metres)");
    }

    private static Optional<LocalDate> date(String text, String where) throws IOException {
        if (text.isEmpty() || text.equalsIgnoreCase("NA")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            throw new IOException(
                    where + ": date " + text + " (expected: yyyy-mm-dd, empty or NA)", e);
        }
    }
}
