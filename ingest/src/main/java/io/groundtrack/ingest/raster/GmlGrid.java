package io.groundtrack.ingest.raster;

import io.groundtrack.ingest.xml.PlainXml;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code RectifiedGrid} of a GML coverage → a place on the ground.
 *
 * <p>The origin is the <em>centre</em> of the first pixel, whatever the grid's limits are; axes are
 * those of the EPSG code, so a geographic system has latitude first. Where the XML is not sound, or
 * the code is of a projection whose order of axes is not known here, there is no place.
 *
 * <p>Source: OGC GMLJP2 1.0 (05-047r3) 7.
 */
final class GmlGrid {

    private static final Logger LOG = LoggerFactory.getLogger(GmlGrid.class);

    private static final Pattern CODE =
            Pattern.compile("(?i)(?:urn:(?:ogc|x-ogc):def:crs:)?epsg[:/].*?(\\d{4,6})\\s*");
    private static final Pattern LINK =
            Pattern.compile("(?i)https?://www\\.opengis\\.net/.*epsg.*[/#](\\d{4,6})");

    /** UTM on WGS84, ETRS89, NAD83, WGS72, and web Mercator: easting first. */
    private static final Pattern EASTING_FIRST =
            Pattern.compile("32[67]\\d\\d|258[2-3]\\d|269\\d\\d|32[2-5]\\d\\d|3857");

    private final double[][] vectors = new double[2][];
    private int found;
    private double[] origin;
    private String system = "";

    private GmlGrid() {}

    static Optional<Georeference> place(byte[] xml) {
        try {
            // labels and boxes may end in zeros, which are no XML
            int end = xml.length;
            while (end > 0 && xml[end - 1] == 0) {
                end--;
            }
            var reader = PlainXml.reader(new ByteArrayInputStream(xml, 0, end));
            var grid = new GmlGrid();
            grid.read(reader);
            return grid.place();
        } catch (XMLStreamException | RuntimeException e) {
            // no number; and the parser of the JDK lets a few of its own slip through
            LOG.debug("GML coverage is not read: {}", e.toString());
            return Optional.empty();
        }
    }

    private void read(XMLStreamReader reader) throws XMLStreamException {
        boolean inside = false;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.END_ELEMENT
                    && reader.getLocalName().equals("RectifiedGrid")) {
                return;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            var name = reader.getLocalName();
            inside |= name.equals("RectifiedGrid");
            if (!inside) {
                continue;
            }
            var srs = reader.getAttributeValue(null, "srsName");
            if (srs != null && system.isEmpty()) {
                system = srs;
            }
            if (name.equals("pos") || name.equals("coordinates")) {
                origin = numbers(reader.getElementText());
            } else if (name.equals("offsetVector") && found < 2) {
                vectors[found++] = numbers(reader.getElementText());
            }
        }
    }

    private static double[] numbers(String text) {
        var words = text.strip().split("[\\s,]+", 3);
        if (words.length != 2) {
            throw new NumberFormatException("'" + text + "' (expected: two numbers)");
        }
        return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
    }

    private Optional<Georeference> place() {
        if (origin == null || found < 2) {
            return Optional.empty();
        }
        var code = CODE.matcher(system);
        var link = LINK.matcher(system);
        var digits = code.matches() ? code.group(1) : link.matches() ? link.group(1) : "";
        int x = 0;
        if (!digits.isEmpty() && !EASTING_FIRST.matcher(digits).matches()) {
            var systems = new CrsTransforms();
            int epsg = Integer.parseInt(digits);
            if (!systems.isKnown(epsg) || !systems.isGeographic(epsg)) {
                LOG.debug("GML coverage in EPSG:{}, whose order of axes is not known", digits);
                return Optional.empty();
            }
            x = 1;
        }
        int y = 1 - x;
        var place =
                new Georeference(
                        digits.isEmpty() ? 0 : Integer.parseInt(digits),
                        origin[x] - (vectors[0][x] + vectors[1][x]) / 2,
                        vectors[0][x],
                        vectors[1][x],
                        origin[y] - (vectors[0][y] + vectors[1][y]) / 2,
                        vectors[0][y],
                        vectors[1][y]);
        return place.isUsable() ? Optional.of(place) : Optional.empty();
    }
}
