package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import io.groundtrack.ingest.raster.RasterFile;
import io.groundtrack.ingest.xml.PlainXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The calibration of a Sentinel-1 GRD band: digital number → σ0 as linear power, {@code DN² / A²}.
 *
 * <p>in: the product's calibration annotation, vectors of {@code line}, {@code pixel} and {@code
 * sigmaNought} → out: A at any pixel, bilinear between vectors, constant beyond the outermost.
 * Noise is not taken off. Immutable. Source: Sentinel-1 Level 1 Detailed Algorithm Definition,
 * 9.26; Sentinel-1 Product Specification, calibration data set.
 *
 * <p>Errors: {@link RasterException}, {@link Problem#DAMAGED} for what is not such a file. Neither
 * document types nor entities are read.
 */
final class CalibrationTable {

    private static final int MOST_BYTES = 32 << 20;
    private static final int MOST_VECTORS = 20_000;
    private static final int MOST_VALUES = 4_000_000;
    private static final int MOST_TEXT = 1 << 20;

    private record Vector(int line, int[] pixels, float[] values) {

        double at(double pixel) {
            int found = Arrays.binarySearch(pixels, (int) Math.floor(pixel));
            int left = found >= 0 ? found : -found - 2;
            if (left < 0) {
                return values[0];
            }
            if (left >= pixels.length - 1) {
                return values[values.length - 1];
            }
            double right = (pixel - pixels[left]) / (pixels[left + 1] - pixels[left]);
            return values[left] + right * (values[left + 1] - values[left]);
        }
    }

    private final List<Vector> vectors;

    private CalibrationTable(List<Vector> vectors) {
        this.vectors = List.copyOf(vectors);
    }

    static CalibrationTable of(RasterFile file) throws IOException {
        if (file.size() > MOST_BYTES) {
            throw file.damaged(
                    file.size() + " bytes (expected: a calibration of at most " + MOST_BYTES + ")");
        }
        var bytes = file.read(0, (int) file.size(), "calibration");
        try {
            var xml = PlainXml.reader(new ByteArrayInputStream(bytes));
            return new CalibrationTable(vectors(xml, file));
        } catch (XMLStreamException | RuntimeException e) {
            // no number; and the parser of the JDK lets a few of its own slip through
            throw file.damaged("not a calibration annotation (expected: XML): " + e.getMessage());
        }
    }

    private static List<Vector> vectors(XMLStreamReader xml, RasterFile file)
            throws XMLStreamException, RasterException {
        var vectors = new ArrayList<Vector>();
        int values = 0;
        String line = null;
        String pixels = null;
        String sigma = null;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw file.damaged("has a document type (expected: a plain calibration)");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "line" -> line = text(xml, file);
                    case "pixel" -> pixels = text(xml, file);
                    case "sigmaNought" -> sigma = text(xml, file);
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("calibrationVector")) {
                vectors.add(vector(line, pixels, sigma, file));
                values += vectors.get(vectors.size() - 1).pixels().length;
                if (vectors.size() > MOST_VECTORS || values > MOST_VALUES) {
                    throw file.damaged("more than " + MOST_VECTORS + " vectors");
                }
                int last = vectors.size() - 1;
                if (last > 0 && vectors.get(last).line() <= vectors.get(last - 1).line()) {
                    throw file.damaged("line " + line + " (expected: lines that grow)");
                }
                line = null;
                pixels = null;
                sigma = null;
            }
        }
        if (vectors.isEmpty()) {
            throw file.damaged("no calibrationVector (expected: at least one)");
        }
        return vectors;
    }

    private static String text(XMLStreamReader xml, RasterFile file)
            throws XMLStreamException, RasterException {
        var text = xml.getElementText();
        if (text.length() > MOST_TEXT) {
            throw file.damaged("a list of " + text.length() + " characters");
        }
        return text.strip();
    }

    private static Vector vector(String line, String pixels, String sigma, RasterFile file)
            throws RasterException {
        if (line == null || pixels == null || sigma == null) {
            throw file.damaged("a calibrationVector lacks line, pixel or sigmaNought");
        }
        var places = pixels.split("\\s+");
        var texts = sigma.split("\\s+");
        var columns = new int[places.length];
        var values = new float[texts.length];
        boolean sound = places.length == texts.length;
        for (int i = 0; sound && i < places.length; i++) {
            columns[i] = Integer.parseInt(places[i]);
            values[i] = Float.parseFloat(texts[i]);
            sound = (i == 0 || columns[i] > columns[i - 1]) && values[i] > 0 && values[i] < 1e12f;
        }
        if (!sound) {
            throw file.damaged(
                    "vector of line "
                            + line
                            + ": "
                            + places.length
                            + " pixels, "
                            + texts.length
                            + " values (expected: as many, pixels growing, values above 0)");
        }
        return new Vector(Integer.parseInt(line), columns, values);
    }

    /** A at the centre of a pixel. */
    double at(int column, int row) {
        int low = 0;
        int high = vectors.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (row >= vectors.get(middle).line()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        var upper = vectors.get(low);
        if (low == vectors.size() - 1 || row <= upper.line()) {
            return upper.at(column);
        }
        var lower = vectors.get(low + 1);
        double down = (double) (row - upper.line()) / (lower.line() - upper.line());
        return upper.at(column) + down * (lower.at(column) - upper.at(column));
    }
}
