package io.groundtrack.ingest.safe;

import io.groundtrack.ingest.xml.PlainXml;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a metadata file.
 *
 * <p>in: bytes of an XML document → out: its root {@link XmlElement}, without the subtrees that
 * nobody asks for (angles, spectral responses, noise: most of the bytes). Stateless.
 *
 * <p>A document type is refused, so there are no entities to expand or to fetch. Bytes, depth,
 * number of elements and length of a text are bounded. Errors: {@link SafeException}.
 */
final class XmlFile {

    /** The largest real one, MTD_DS.xml, which is not read here, has 6 MB; MTD_TL.xml 0.6 MB. */
    static final int MOST_BYTES = 32 << 20;

    static final int DEEPEST = 64;
    static final int MOST_ELEMENTS = 50_000;
    static final int LONGEST_TEXT = 1 << 20;

    private static final Set<String> SKIPPED =
            Set.of(
                    "Tile_Angles",
                    "Spectral_Information_List",
                    "Solar_Irradiance_List",
                    "Scene_Classification_List",
                    "Auxiliary_Data_Info",
                    "Aux_List",
                    "informationPackageMap",
                    "resource",
                    "metadataReference",
                    "qualityInformation",
                    "generalAnnotation",
                    "dopplerCentroid",
                    "antennaPattern",
                    "swathTiming",
                    "geolocationGrid",
                    "coordinateConversion",
                    "swathMerging",
                    "processingInformation");

    private final String file;
    private int elements;

    private XmlFile(String file) {
        this.file = file;
    }

    /** The root of the document; {@code in} is read to its end and not closed. */
    static XmlElement read(InputStream in, String file) throws IOException {
        try {
            var reader = PlainXml.reader(new Bounded(in, file));
            try {
                return new XmlFile(file).document(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof SafeException refused) {
                throw refused;
            }
            var at = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            throw new SafeException(
                    file, "no XML at line " + at + ": " + firstLine(e), "a well-formed document");
        } catch (RuntimeException e) {
            // the parser of the JDK lets a few of its own slip through on broken encodings
            throw new SafeException(file, "no XML: " + e.getMessage(), "a well-formed document");
        }
    }

    private static String firstLine(XMLStreamException e) {
        var message = String.valueOf(e.getMessage());
        var text = message.indexOf("Message: ");
        return text < 0 ? message : message.substring(text + 9);
    }

    private XmlElement document(XMLStreamReader reader) throws XMLStreamException, SafeException {
        var open = new ArrayDeque<XmlElement>();
        var texts = new ArrayDeque<StringBuilder>();
        XmlElement root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD ->
                        throw new SafeException(file, "has a document type", "none");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new SafeException(file, "refers to an entity", "none");
                case XMLStreamConstants.START_ELEMENT -> {
                    if (SKIPPED.contains(reader.getLocalName())) {
                        skip(reader, open.size());
                        continue;
                    }
                    var element = element(reader, open.peek());
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().add(element);
                    }
                    open.push(element);
                    texts.push(new StringBuilder());
                    bound(open.size() <= DEEPEST, "deeper than " + DEEPEST + " elements");
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!texts.isEmpty()) {
                        var text = texts.peek();
                        bound(
                                text.length() + reader.getTextLength() <= LONGEST_TEXT,
                                "a text of more than " + LONGEST_TEXT + " characters");
                        text.append(
                                reader.getTextCharacters(),
                                reader.getTextStart(),
                                reader.getTextLength());
                    }
                }
                case XMLStreamConstants.END_ELEMENT ->
                        open.pop().text(texts.pop().toString().trim());
                default -> {
                    // comments, blanks and processing instructions say nothing
                }
            }
        }
        if (root == null) {
            throw new SafeException(file, "is empty", "an XML document");
        }
        return root;
    }

    private XmlElement element(XMLStreamReader reader, XmlElement parent) throws SafeException {
        bound(++elements <= MOST_ELEMENTS, "more than " + MOST_ELEMENTS + " elements");
        var attributes = new HashMap<String, String>();
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        var name = reader.getLocalName();
        var path = parent == null ? name : parent.path() + "/" + name;
        return new XmlElement(file, path, name, attributes);
    }

    private void skip(XMLStreamReader reader, int depth) throws XMLStreamException, SafeException {
        for (var open = 1; open > 0; ) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT ->
                        bound(depth + ++open <= DEEPEST, "deeper than " + DEEPEST + " elements");
                case XMLStreamConstants.END_ELEMENT -> open--;
                default -> {
                    // skipped as well
                }
            }
        }
    }

    private void bound(boolean holds, String what) throws SafeException {
        if (!holds) {
            throw new SafeException(file, what, "less");
        }
    }

    /** Refuses to hand out more than {@link #MOST_BYTES}. */
    private static final class Bounded extends FilterInputStream {

        private final String file;
        private long left = MOST_BYTES;

        Bounded(InputStream in, String file) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            var read = super.read(into, from, count);
            return counted(read, read);
        }

        private int counted(int result, int bytes) throws SafeException {
            if (result >= 0) {
                left -= bytes;
                if (left < 0) {
                    throw new SafeException(
                            file, "more than " + MOST_BYTES + " bytes", "a metadata file");
                }
            }
            return result;
        }
    }
}
