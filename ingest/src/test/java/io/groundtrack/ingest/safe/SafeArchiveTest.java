package io.groundtrack.ingest.safe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products in zips and metadata in XML, as they should and should not be. */
class SafeArchiveTest {

    private static final String NAME =
            "S2B_MSIL1C_20240206T131259_N0510_R081_T27VWK_20240206T133903";

    @TempDir Path scratch;

    @Test
    void aZipSaysTheSameAsTheFolder() throws IOException {
        var folder = TinySafe.folder(scratch.resolve("a"), NAME);
        var zip = TinySafe.zip(scratch, NAME);

        var fromFolder = SafeProduct.read(folder);
        var fromZip = SafeProduct.read(zip);

        assertThat(fromFolder.missing()).isEmpty();
        assertThat(fromZip.missing()).isEmpty();
        assertThat(fromZip.item().path("properties"))
                .isEqualTo(fromFolder.item().path("properties"));
        assertThat(fromZip.item().path("geometry")).isEqualTo(fromFolder.item().path("geometry"));
        assertThat(fromZip.item().path("assets").path("B04_10m").path("href").asText())
                .startsWith("jar:file:")
                .endsWith(".zip!/" + NAME + ".SAFE/" + TinySafe.RED);
    }

    @Test
    void unpackingWritesWhatIsReadAndNothingElse() throws IOException {
        var work = scratch.resolve("work");
        var product = SafeProduct.unpack(TinySafe.zip(scratch, NAME), work);
        var red = Path.of(product.item().path("assets").path("B04_10m").path("href").asText());

        assertThat(red).isEqualTo(work.resolve(NAME + ".SAFE").resolve(TinySafe.RED)).exists();
        assertThat(work.resolve(NAME + ".SAFE/HTML/index.html")).doesNotExist();
        try (var made = Files.list(work)) {
            assertThat(made).hasSize(1);
        }
        SafeProduct.removeUnpacked(product.id(), work);
        assertThat(work).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.xml",
                "a/../../evil.xml",
                "/etc/evil.xml",
                "C:\\evil.xml",
                "a\\..\\evil.xml",
                "a/./b.xml",
                "a//b.xml",
            })
    void aNameThatLeavesTheProductRefusesTheArchive(String name) throws IOException {
        var zip = zip(NAME + ".zip", name, "x".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SafeProduct.read(zip))
                .isInstanceOf(SafeException.class)
                .hasMessageContaining(NAME + ".zip: name ")
                .hasMessageContaining("a path that stays inside the product");
        assertThat(scratch.getParent().resolve("evil.xml")).doesNotExist();
    }

    @Test
    void aBombIsRefusedByItsRatio() throws IOException {
        var zip = zip(NAME + ".zip", "MTD_MSIL1C.xml", new byte[8 << 20]);

        assertThatThrownBy(() -> SafeProduct.read(zip))
                .isInstanceOf(SafeException.class)
                .hasMessageContaining("MTD_MSIL1C.xml: inflates from")
                .hasMessageContaining("at most 250 times");
    }

    @Test
    void aDirectoryOfMillionsIsRefusedBeforeItIsRead() throws IOException {
        var zip = zip(NAME + ".zip", "a.xml", new byte[10]);
        var bytes = ByteBuffer.wrap(Files.readAllBytes(zip)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(bytes.capacity() - 22 + 10, (short) 65_000);
        Files.write(zip, bytes.array());

        assertThatThrownBy(() -> SafeProduct.read(zip)).hasMessageContaining("65000 entries");
    }

    @Test
    void aDirectoryThatLiesAboutASizeIsFoundOutWhenUnpacked() throws IOException {
        var zip = TinySafe.zip(scratch, NAME);
        var bytes = Files.readAllBytes(zip);
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (var at = 0; at < bytes.length - 46; at++) {
            if (buffer.getInt(at) == 0x02014b50
                    && new String(bytes, at + 46, buffer.getShort(at + 28), StandardCharsets.UTF_8)
                            .endsWith("B04.jp2")) {
                buffer.putInt(at + 24, buffer.getInt(at + 24) - 1);
            }
        }
        Files.write(zip, bytes);
        var work = scratch.resolve("work");

        // the manifest knows better than the directory, so nothing is unpacked at all
        assertThat(SafeProduct.unpack(zip, work).missing()).hasSize(1);
        assertThat(work).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 400})
    void aZipThatWasCutOffIsNone(int length) throws IOException {
        var zip = TinySafe.zip(scratch, NAME);
        var whole = Files.readAllBytes(zip);
        Files.write(zip, Arrays.copyOf(whole, length == 400 ? whole.length - 30 : length));

        assertThatThrownBy(() -> SafeProduct.read(zip))
                .isInstanceOf(SafeException.class)
                .hasMessageStartingWith(NAME + ".zip: no zip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
                "<!DOCTYPE a [<!ENTITY e 'ha'><!ENTITY f '&e;&e;&e;&e;&e;&e;'>]><a>&f;</a>",
                "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><a/>",
                "<a>&e;</a>",
                "<a>",
                "",
                "<a></b>",
                "{\"a\": 1}",
                "\u0000\u0001\u0002",
            })
    void whatIsNoPlainXmlIsRefusedByName(String xml) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(SafeException.class)
                .hasMessageStartingWith("a.xml: ");
    }

    @Test
    void depthCountAndLengthAreBounded() {
        assertThatThrownBy(() -> read("<a>".repeat(100_000)))
                .isInstanceOf(SafeException.class)
                .hasMessageContaining("deeper than 64 elements");
        assertThatThrownBy(() -> read("<r><Tile_Angles>" + "<a>".repeat(100_000)))
                .isInstanceOf(SafeException.class)
                .hasMessageContaining("deeper than 64 elements");
        assertThatThrownBy(() -> read("<r>" + "<a/>".repeat(60_000) + "</r>"))
                .hasMessageContaining("more than 50000 elements");
        assertThatThrownBy(() -> read("<r>" + "x".repeat(2 << 20) + "</r>"))
                .hasMessageContaining("a text of more than");
        assertThatThrownBy(() -> read("<r>" + " ".repeat(XmlFile.MOST_BYTES) + "</r>"))
                .isInstanceOf(SafeException.class);
    }

    @Test
    void anElementThatIsMissingIsNamed() throws IOException {
        var folder = TinySafe.folder(scratch, NAME);
        var metadata = folder.resolve("MTD_MSIL1C.xml");
        Files.writeString(
                metadata,
                Files.readString(metadata)
                        .replaceAll("<QUANTIFICATION_VALUE.*?/QUANTIFICATION_VALUE>", ""));

        assertThatThrownBy(() -> SafeProduct.read(folder))
                .isInstanceOf(SafeException.class)
                .hasMessage(
                        NAME
                                + ".SAFE/MTD_MSIL1C.xml: QUANTIFICATION_VALUE: absent (expected: a number)");
    }

    @Test
    void anOffsetThatIsMissingFromBaselineFourOnIsNotGuessed() throws IOException {
        var folder = TinySafe.folder(scratch, NAME);
        var metadata = folder.resolve("MTD_MSIL1C.xml");
        Files.writeString(
                metadata,
                Files.readString(metadata)
                        .replaceAll("<RADIO_ADD_OFFSET .*?/RADIO_ADD_OFFSET>", ""));

        assertThatThrownBy(() -> SafeProduct.read(folder))
                .hasMessageContaining("RADIO_ADD_OFFSET: absent (expected: one a band");
    }

    @Test
    void severalGranulesAreRefusedByTheirNumber() throws IOException {
        var folder = TinySafe.folder(scratch, NAME);
        var metadata = folder.resolve("MTD_MSIL1C.xml");
        Files.writeString(
                metadata,
                Files.readString(metadata)
                        .replace(
                                "</Granule_List>",
                                "</Granule_List><Granule_List><Granule granuleIdentifier=\"other\"/></Granule_List>"));

        assertThatThrownBy(() -> SafeProduct.read(folder))
                .hasMessageContaining("Granule_List: 2 granules (expected: one");
    }

    @Test
    void aTileOfAnotherProductIsNotMixedIn() throws IOException {
        var folder = TinySafe.folder(scratch, NAME);
        var tile = folder.resolve(TinySafe.TILE_METADATA);
        Files.writeString(tile, Files.readString(tile).replace("T27VWK", "T27VXK"));

        assertThatThrownBy(() -> SafeProduct.read(folder))
                .hasMessageContaining("TILE_ID: ")
                .hasMessageContaining("expected: the granule of MTD_MSIL1C.xml");
    }

    private static XmlElement read(String xml) throws IOException {
        return XmlFile.read(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "a.xml");
    }

    private Path zip(String name, String entry, byte[] content) throws IOException {
        var zip = scratch.resolve(name);
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            out.putNextEntry(new ZipEntry(entry));
            out.write(content);
            out.closeEntry();
        }
        return zip;
    }
}
