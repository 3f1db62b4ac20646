package io.groundtrack.ingest.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes zips that no archive would send. */
final class EvilZip {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8);

    EvilZip with(String name, String content) throws IOException {
        return with(name, content.getBytes(StandardCharsets.UTF_8));
    }

    EvilZip with(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    /** An entry of zeros, packed as tightly as DEFLATE can. */
    EvilZip withZeros(String name, int megabytes) throws IOException {
        zip.setLevel(9);
        zip.putNextEntry(new ZipEntry(name));
        for (int i = 0; i < megabytes; i++) {
            zip.write(new byte[1 << 20]);
        }
        zip.closeEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        zip.close();
        return bytes.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    /** Every place where one text stands, in names and directory, says another as long. */
    static byte[] renamed(byte[] zip, String from, String to) {
        var text = new String(zip, StandardCharsets.ISO_8859_1);
        if (from.length() != to.length() || !text.contains(from)) {
            throw new IllegalArgumentException(from + " to " + to);
        }
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
