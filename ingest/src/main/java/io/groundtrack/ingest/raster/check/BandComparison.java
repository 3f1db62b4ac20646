package io.groundtrack.ingest.raster.check;

import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.NodataValue;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of a table against one band: what differs, in words. Blank fields are not compared.
 *
 * <p>Tolerances: whole numbers, least, largest and SHA-256 exact; corner 1e-6 of a pixel, pixel
 * size 1e-9 of itself; the sum 1e-9 of the sum of absolute values, since programs add in other
 * orders.
 */
final class BandComparison {

    /** Names of types in tables: numpy's, and GDAL's, in lower case. */
    private static final Map<String, SampleType> TYPES =
            Map.ofEntries(
                    Map.entry("uint8", SampleType.U8),
                    Map.entry("byte", SampleType.U8),
                    Map.entry("int8", SampleType.I8),
                    Map.entry("uint16", SampleType.U16),
                    Map.entry("int16", SampleType.I16),
                    Map.entry("uint32", SampleType.U32),
                    Map.entry("int32", SampleType.I32),
                    Map.entry("uint64", SampleType.U64),
                    Map.entry("int64", SampleType.I64),
                    Map.entry("float32", SampleType.F32),
                    Map.entry("float64", SampleType.F64));

    private final CheckTable.Line line;
    private final List<String> differences = new ArrayList<>();
    private String unread = "";

    private BandComparison(CheckTable.Line line) {
        this.line = line;
    }

    /**
     * What differs; empty where nothing does. Pixels are read only where the rest is equal.
     *
     * @throws RasterException where nothing differs, but the place is stated in a way that is not
     *     read: the job takes no such file
     */
    static List<String> differences(CheckTable.Line line, Raster raster) throws IOException {
        var comparison = new BandComparison(line);
        comparison.size(raster);
        comparison.type(raster.type());
        comparison.place(raster);
        comparison.nodata(raster);
        int band = Integer.parseInt(line.text("band"));
        if (comparison.differences.isEmpty()) {
            comparison.pixels(BandStatistics.of(raster, band - 1));
        }
        if (comparison.differences.isEmpty() && !comparison.unread.isEmpty()) {
            throw new RasterException(Problem.NO_GRID, raster.name(), comparison.unread);
        }
        return List.copyOf(comparison.differences);
    }

    private void size(Raster raster) {
        number("width", raster.width(), 0);
        number("height", raster.height(), 0);
        number("bands", raster.bands(), 0);
        int band = Integer.parseInt(line.text("band"));
        if (band < 1 || band > raster.bands()) {
            differences.add("band " + band + " of " + raster.bands());
        }
    }

    private void type(SampleType type) {
        var expected = line.text("dtype");
        if (!expected.isEmpty() && TYPES.get(expected.toLowerCase(Locale.ROOT)) != type) {
            differences.add("dtype " + type + " (expected: " + expected + ")");
        }
    }

    private void place(Raster raster) {
        var place = raster.georeference();
        if (place.isEmpty()) {
            for (var column : List.of("epsg", "ulx", "uly", "pixel_width", "pixel_height")) {
                unread(column, "no place that is read");
            }
            return;
        }
        Georeference found = place.get();
        double across = Math.abs(found.dxColumn()) + Math.abs(found.dxRow());
        double down = Math.abs(found.dyRow()) + Math.abs(found.dyColumn());
        if (found.epsg() == 0) {
            unread("epsg", "no EPSG code that is read");
        } else {
            number("epsg", found.epsg(), 0);
        }
        number("ulx", found.x0(), 1e-6 * across);
        number("uly", found.y0(), 1e-6 * down);
        number("pixel_width", found.dxColumn(), 1e-9 * across);
        number("pixel_height", found.dyRow(), 1e-9 * down);
    }

    private void unread(String column, String found) {
        if (!line.text(column).isEmpty() && unread.isEmpty()) {
            unread = found + " (expected: " + column + " " + line.text(column) + ")";
        }
    }

    private void nodata(Raster raster) {
        var text = line.text("nodata");
        if (text.isEmpty()) {
            return;
        }
        double expected;
        try {
            expected = NodataValue.parse(text);
        } catch (NumberFormatException e) {
            differences.add("nodata is not compared with '" + text + "' (expected: a number)");
            return;
        }
        double found = raster.nodata().orElse(Double.NaN);
        boolean single = raster.type() == SampleType.F32;
        if (raster.nodata().isEmpty()
                || Double.compare(found, expected) != 0
                        && found != expected
                        && !(single && (float) found == (float) expected)) {
            differences.add(
                    "nodata "
                            + (raster.nodata().isEmpty() ? "not stated" : found)
                            + " (expected: "
                            + text
                            + ")");
        }
    }

    private void pixels(BandStatistics found) {
        number("finite", found.finite(), 0);
        if (found.finite() > 0) {
            number("min", found.min(), 0);
            number("max", found.max(), 0);
            number("sum", found.sum(), 1e-9 * found.magnitude());
        }
        var expected = line.text("sha256_little_endian");
        if (!expected.isEmpty() && !expected.equalsIgnoreCase(found.sha256())) {
            differences.add("sha256 " + found.sha256() + " (expected: " + expected + ")");
        }
    }

    private void number(String column, double found, double tolerance) {
        var text = line.text(column);
        if (text.isEmpty()) {
            return;
        }
        try {
            double expected = NodataValue.parse(text);
            if (found != expected && !(Math.abs(found - expected) <= tolerance)) {
                var shown =
                        found == Math.rint(found)
                                ? String.format(Locale.ROOT, "%.0f", found)
                                : "" + found;
                differences.add(column + " " + shown + " (expected: " + text + ")");
            }
        } catch (NumberFormatException e) {
            differences.add(column + " is '" + text + "' in the table (expected: a number)");
        }
    }
}
