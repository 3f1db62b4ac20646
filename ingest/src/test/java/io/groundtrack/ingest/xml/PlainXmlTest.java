package io.groundtrack.ingest.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainXmlTest {

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBack() {
        System.setErr(standardError);
    }

    private static String text(byte[] document) throws XMLStreamException {
        var reader = PlainXml.reader(new ByteArrayInputStream(document));
        var text = new StringBuilder();
        while (reader.hasNext()) {
            reader.next();
            if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void textIsReadInTheEncodingThatTheDocumentStates(String encoding) throws XMLStreamException {
        var document = "<?xml version=\"1.0\" encoding='" + encoding + "'?><a>Öland</a>";

        assertThat(text(document.getBytes(Charset.forName(encoding)))).isEqualTo("Öland");
    }

    @Test
    void withoutADeclarationItIsUtf8WithAMarkOrWithout() throws XMLStreamException {
        assertThat(text("<a>Öland</a>".getBytes(StandardCharsets.UTF_8))).isEqualTo("Öland");
        assertThat(text("\ufeff<a>Öland</a>".getBytes(StandardCharsets.UTF_8))).isEqualTo("Öland");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EBCDIC-CP-US", "nonsense", "UTF-16"})
    void encodingsThatNoProductHasAreRefusedByName(String encoding) {
        var document = "<?xml version='1.0' encoding='" + encoding + "'?><a/>";

        assertThatThrownBy(() -> text(document.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(XMLStreamException.class)
                .hasMessageContaining("encoding " + encoding);
    }

    @Test
    void nothingIsPrintedWhateverTheBytesAre() {
        var sound =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a x='1'><b>öäü</b><!-- c --><c/></a>"
                        .getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            var broken = sound.clone();
            for (int damage = 0; damage < 1 + i % 3; damage++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                text(broken);
            } catch (XMLStreamException e) {
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(1_000);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whatTheStreamSaysIsNested() {
        var failing =
                new FilterInputStream(new ByteArrayInputStream(new byte[0])) {
                    @Override
                    public int read(byte[] into, int from, int count) throws IOException {
                        throw new IOException("too many bytes");
                    }
                };

        assertThatThrownBy(() -> PlainXml.reader(failing))
                .isInstanceOf(XMLStreamException.class)
                .extracting(e -> ((XMLStreamException) e).getNestedException())
                .hasToString("java.io.IOException: too many bytes");
    }
}
