package io.groundtrack.ingest.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.ingest.safe.SafeException;
import io.groundtrack.ingest.safe.SafeProduct;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SAFE products that somebody made to hurt: archives that leave their folder or never end, XML that
 * refers to what it should not. Each is refused with a reason, and nothing is written or asked.
 */
class HostileSafeTest {

    private static final String ID =
            "S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13";
    private static final String TOP = ID + ".SAFE/";
    private static final String SECRET = "this-text-is-nobodys-business";
    private static final int MUTATIONS = Integer.getInteger("hostile.mutations", 600);

    @TempDir private Path folder;

    private Path zip() {
        return folder.resolve(ID + ".zip");
    }

    private void assertRefused(Path product, String... saying) throws IOException {
        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () ->
                        assertThatThrownBy(
                                        () -> SafeProduct.unpack(product, folder.resolve("work")))
                                .isInstanceOf(SafeException.class)
                                .satisfies(
                                        e -> {
                                            assertThat(e.getMessage())
                                                    .hasSizeLessThan(1_500)
                                                    .doesNotContain(SECRET, "\n", "\u0000")
                                                    .contains("expected");
                                            for (var part : saying) {
                                                assertThat(e.getMessage()).contains(part);
                                            }
                                        }));
        assertThat(folder.resolve("evil")).doesNotExist();
        assertThat(folder.resolve("work").resolve(ID + ".SAFE")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil",
                "../../../../evil",
                "/tmp/evil",
                "a/../../evil",
                "a/./../../../evil",
                "C:\\evil",
                "..\\evil",
                "a\\..\\..\\evil",
                "//host/evil",
                "a//evil",
                "evil\u0000.xml",
                "~/\nevil",
                "./../evil",
                "file:evil"
            })
    void namesThatLeaveTheProductRefuseTheArchive(String name) throws IOException {
        assertRefused(
                new EvilZip().with(TOP + "manifest.safe", "<a/>").with(name, "x").write(zip()),
                "inside the product");
        assertRefused(
                new EvilZip()
                        .with(TOP + "manifest.safe", "<a/>")
                        .with(TOP + name, "x")
                        .write(zip()));
    }

    @Test
    void aNameTooLongAndOneThatComesTwiceRefuseTheArchive() throws IOException {
        assertRefused(
                new EvilZip().with(TOP + "x".repeat(5_000), "x").write(zip()),
                "inside the product");
        var twice = new EvilZip().with(TOP + "aaaa", "1").with(TOP + "bbbb", "2").bytes();
        Files.write(zip(), EvilZip.renamed(twice, "bbbb", "aaaa"));
        assertRefused(zip());
    }

    @Test
    void bombsAreKnownByTheirDirectory() throws IOException {
        assertRefused(new EvilZip().withZeros(TOP + "manifest.safe", 64).write(zip()), "inflates");
        assertRefused(
                new EvilZip()
                        .with(TOP + "manifest.safe", "<a/>")
                        .withZeros(TOP + "measurement/a.tiff", 64)
                        .write(zip()),
                "inflates");
    }

    /** The directory says 100 bytes, the content goes on for 64 MB. */
    @Test
    void aDirectoryThatLiesAboutSizesIsFoundOutBeforeMuchIsUnpacked() throws IOException {
        var bytes = new EvilZip().withZeros(TOP + "manifest.safe", 64).bytes();
        var zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 4; at++) {
            if (zip.getInt(at) == 0x02014b50) {
                zip.putInt(at + 24, 100);
            }
        }
        Files.write(zip(), bytes);
        assertRefused(zip());
    }

    @Test
    void moreEntriesThanAProductHasAreNotListed() throws IOException {
        var many = new EvilZip().with(TOP + "manifest.safe", "<a/>");
        for (int i = 0; i < 30_000; i++) {
            many.with(TOP + i, "");
        }
        assertRefused(many.write(zip()), "entries");
        // and a directory that claims more than there is
        var few = new EvilZip().with(TOP + "manifest.safe", "<a/>").bytes();
        var end = ByteBuffer.wrap(few).order(ByteOrder.LITTLE_ENDIAN);
        end.putShort(few.length - 12, (short) -1).putInt(few.length - 10, Integer.MAX_VALUE);
        Files.write(zip(), few);
        assertRefused(zip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PK", "PK\u0005\u0006", "<html>504</html>"})
    void whatIsNoZipIsRefused(String content) throws IOException {
        Files.writeString(zip(), content);
        assertRefused(zip());
    }

    /** A link in an archive is not made one on disk; in a folder it is not followed. */
    @Test
    void linksInAFolderAreNotFollowed() throws IOException {
        var secret = Files.writeString(folder.resolve("secret.xml"), "<a>" + SECRET + "</a>");
        var product = Files.createDirectories(folder.resolve(ID + ".SAFE"));
        Files.createSymbolicLink(product.resolve("manifest.safe"), secret);
        assertThatThrownBy(() -> SafeProduct.read(product))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain(SECRET);
    }

    private void assertXmlRefused(byte[] xml, String... saying) throws IOException {
        for (var name : List.of("manifest.safe", "MTD_MSIL2A.xml")) {
            assertRefused(new EvilZip().with(TOP + name, xml).write(zip()), saying);
        }
    }

    private void assertXmlRefused(String xml, String... saying) throws IOException {
        assertXmlRefused(xml.getBytes(StandardCharsets.UTF_8), saying);
    }

    @Test
    void entitiesAreNeitherExpandedNorFetched() throws IOException {
        var secret = Files.writeString(folder.resolve("secret.txt"), SECRET).toUri();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var http = "http://127.0.0.1:" + server.getLocalPort() + "/" + "evil.dtd";
            for (var system : List.of(secret.toString(), http)) {
                assertXmlRefused("<!DOCTYPE a SYSTEM \"" + system + "\"><a/>");
                assertXmlRefused("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + system + "\">]><a>&x;</a>");
                assertXmlRefused("<!DOCTYPE a [<!ENTITY % x SYSTEM \"" + system + "\"> %x;]><a/>");
                assertXmlRefused(
                        "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\""
                                + system
                                + "\" parse=\"text\"/></a>");
                assertXmlRefused(
                        "<?xml-stylesheet href=\""
                                + system
                                + "\"?><a xmlns:xsi=\"http://www.w3.org/"
                                + "2001/XMLSchema-instance\" xsi:schemaLocation=\"a "
                                + system
                                + "\"/>");
            }
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aBillionLaughsAreNotLaughed() throws IOException {
        var xml = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            xml.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
        }
        assertXmlRefused(xml + "]><a>&l9;</a>");
        assertXmlRefused(
                "<!DOCTYPE a [<!ENTITY x \""
                        + "x".repeat(100_000)
                        + "\">]><a>"
                        + "&x;".repeat(10_000)
                        + "</a>");
    }

    @Test
    void depthBreadthAndLengthAreBounded() throws IOException {
        assertXmlRefused("<a>".repeat(300_000), "deeper");
        var many = new StringBuilder("<a>");
        new Random(2).ints(300_000).forEach(n -> many.append("<b n=\"").append(n).append("\"/>"));
        assertXmlRefused(many + "</a>", "elements");
        var noise = new StringBuilder();
        new Random(1).ints(3_000_000, 'a', 'z').forEach(c -> noise.append((char) c));
        assertXmlRefused("<a>" + noise + "</a>", "characters");
        assertXmlRefused("<" + noise + "/>");
        assertXmlRefused("<a b=\"" + noise + "\"/>");
        var attributes = new StringBuilder("<a");
        for (int i = 0; i < 300_000; i++) {
            attributes.append(" a").append(i).append("=\"\"");
        }
        assertXmlRefused(attributes + "/>");
    }

    @Test
    void otherEncodingsHideNoDocumentType() throws IOException {
        var xml = "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>";
        for (var name : List.of("UTF-16LE", "UTF-16BE", "UTF-32BE", "IBM037")) {
            assertXmlRefused(xml.getBytes(Charset.forName(name)));
            assertXmlRefused(
                    ("<?xml version=\"1.0\" encoding=\"" + name + "\"?>" + xml)
                            .getBytes(Charset.forName(name)));
        }
        assertXmlRefused("<?xml version=\"1.0\" encoding=\"no-such\"?><a/>");
        assertXmlRefused(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0, 0x3c, 0, 0, 0});
    }

    /**
     * Metadata of real products with bytes changed, lines lost and doubled, numbers out of range.
     */
    @Test
    void mutatedMetadataIsReadOrRefused() throws IOException {
        var samples =
                List.of(
                        SharedFolder.require(
                                "data/stac-s1/tests/data-files/grd/" + ID + "_6FF8.SAFE"),
                        SharedFolder.require(
                                "data/stac-s2/tests/data-files/"
                                        + "S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_20230626T022157.SAFE"));
        int read = 0;
        int refused = 0;
        for (var sample : samples) {
            var product = copied(sample);
            var metadata = metadata(product);
            for (int number = 0; number < MUTATIONS / 2; number++) {
                var random = new Random(number);
                var file = metadata.get(random.nextInt(metadata.size()));
                var sound = Files.readAllBytes(file);
                Files.write(file, mutated(sound, random));
                try {
                    assertThat(SafeProduct.read(product).item().path("id").textValue())
                            .isNotBlank();
                    read++;
                } catch (SafeException e) {
                    assertThat(e.getMessage()).hasSizeLessThan(1_500).doesNotContain("\n");
                    refused++;
                } catch (RuntimeException e) {
                    throw new AssertionError(
                            file.getFileName() + ", mutation " + number + " of " + sample, e);
                } finally {
                    Files.write(file, sound);
                }
            }
        }
        assertThat(read).isGreaterThan(MUTATIONS / 20);
        assertThat(refused).isGreaterThan(MUTATIONS / 20);
    }

    private Path copied(Path sample) throws IOException {
        var to = folder.resolve(sample.getFileName());
        try (var files = Files.walk(sample)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(sample.relativize(file)));
            }
        }
        return to;
    }

    private static List<Path> metadata(Path product) throws IOException {
        try (var files = Files.walk(product)) {
            return new ArrayList<>(
                    files.filter(f -> f.toString().matches(".*(manifest\\.safe|\\.xml)"))
                            .filter(f -> !f.getFileName().toString().startsWith("INSPIRE"))
                            .sorted()
                            .toList());
        }
    }

    private static final String[] VALUES = {
        "",
        " ",
        "-1",
        "0",
        "1e999",
        "NaN",
        "99999999999999999999",
        "9999-12-31T23:59:60",
        "\u202e",
        "../../etc/passwd",
        "/etc/passwd",
        "<x/>",
        "0 0 0",
        "91 181",
        "x".repeat(5_000)
    };

    private static byte[] mutated(byte[] sound, Random random) {
        if (random.nextInt(3) == 0) {
            var bytes = sound.clone();
            for (int hits = 1 << random.nextInt(6); hits > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            return bytes;
        }
        // a text between two tags, or in an attribute, becomes another
        var text = new String(sound, StandardCharsets.UTF_8);
        char open = random.nextBoolean() ? '>' : '"';
        int from = text.indexOf(open, random.nextInt(text.length()));
        int to = from < 0 ? -1 : text.indexOf(open == '>' ? '<' : '"', from + 1);
        if (to < 0) {
            return new byte[0];
        }
        var value = VALUES[random.nextInt(VALUES.length)];
        return (text.substring(0, from + 1) + value + text.substring(to))
                .getBytes(StandardCharsets.UTF_8);
    }
}
