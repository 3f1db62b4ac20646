package io.groundtrack.ingest.xml;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The one pull parser for XML from outside.
 *
 * <p>in: bytes of a document → out: its events; entities are neither expanded nor fetched. Bytes
 * become characters here, strictly, because the parser of the JDK prints to standard error what it
 * cannot decode, and offers no way to stop it. Stateless.
 *
 * <p>Errors: {@link XMLStreamException}; one of the stream is nested in it.
 */
public final class PlainXml {

    private static final int HEAD_BYTES = 256;

    private static final Pattern DECLARED =
            Pattern.compile(
                    "\\A<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");

    private static final Map<String, Charset> ENCODINGS =
            Map.of(
                    "UTF-8", StandardCharsets.UTF_8,
                    "UTF8", StandardCharsets.UTF_8,
                    "US-ASCII", StandardCharsets.US_ASCII,
                    "ASCII", StandardCharsets.US_ASCII,
                    "ISO-8859-1", StandardCharsets.ISO_8859_1,
                    "LATIN1", StandardCharsets.ISO_8859_1);

    private PlainXml() {}

    /** A parser at the beginning of {@code in}, which the caller closes. */
    public static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver(
                (publicId, systemId, base, namespace) -> {
                    throw new XMLStreamException("an external entity");
                });
        try {
            return factory.createXMLStreamReader(characters(new BufferedInputStream(in)));
        } catch (IOException e) {
            throw new XMLStreamException(e.getMessage(), e);
        }
    }

    private static Reader characters(BufferedInputStream in)
            throws IOException, XMLStreamException {
        in.mark(HEAD_BYTES);
        var head = in.readNBytes(HEAD_BYTES);
        in.reset();
        int first = head.length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
        if (first == 0xfeff || first == 0xfffe) {
            return strict(in, StandardCharsets.UTF_16);
        }
        if (first == '<') {
            return strict(in, StandardCharsets.UTF_16BE);
        }
        if (first == '<' << 8) {
            return strict(in, StandardCharsets.UTF_16LE);
        }
        if (first == 0xefbb && head.length > 2 && (head[2] & 0xff) == 0xbf) {
            in.skipNBytes(3);
            return strict(in, StandardCharsets.UTF_8);
        }
        var declared = DECLARED.matcher(new String(head, StandardCharsets.ISO_8859_1));
        if (!declared.find()) {
            return strict(in, StandardCharsets.UTF_8);
        }
        var encoding = ENCODINGS.get(declared.group(1).toUpperCase(Locale.ROOT));
        if (encoding == null) {
            throw new XMLStreamException(
                    "encoding " + declared.group(1) + " is not read (expected: UTF-8)");
        }
        return strict(in, encoding);
    }

    /** What does not decode fails instead of becoming a question mark. */
    private static Reader strict(InputStream in, Charset encoding) {
        return new InputStreamReader(in, encoding.newDecoder());
    }
}
