package io.groundtrack.ingest.adapter.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A password or token in a file, read each time it is needed, so that it can be renewed there. It
 * is never on a command line, and never in a message.
 *
 * @param option that names the file
 * @param file whose first line is the secret
 */
public record SecretFile(String option, Path file) {

    private static final int MOST_BYTES = 16_384;

    /** The secret: visible ASCII, 1 to 8192 characters. */
    public String read() throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw unusable("does not exist");
        } catch (IOException e) {
            throw unusable(Files.isDirectory(file) ? "is a folder" : "cannot be read by this user");
        }
        var line =
                new String(bytes, StandardCharsets.ISO_8859_1)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip();
        if (bytes.length > MOST_BYTES || !line.matches("[\\x21-\\x7e]{1,8192}")) {
            throw unusable("holds no secret");
        }
        return line;
    }

    /** As a token of a client. */
    public FeedClient.TokenSource token() {
        return () -> Optional.of(read());
    }

    private IOException unusable(String what) {
        return new IOException(
                option
                        + " "
                        + file
                        + ": "
                        + what
                        + " (expected: a file whose first line is the secret, in visible ASCII)");
    }
}
