package io.groundtrack.ingest.adapter.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A password or token in a file, read each time it is needed, so that it can be renewed there. It
 * is never on a command line, and never in a message.
 *
 * @param file whose first line is the secret
 */
public record SecretFile(Path file) {

    /** The secret: visible ASCII, 1 to 8192 characters. */
    public String read() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > 16_384) {
            throw unreadable();
        }
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        var line = text.lines().findFirst().orElse("").strip();
        if (!line.matches("[\\x21-\\x7e]{1,8192}")) {
            throw unreadable();
        }
        return line;
    }

    /** As a token of a client. */
    public FeedClient.TokenSource token() {
        return () -> Optional.of(read());
    }

    private IOException unreadable() {
        return new IOException(
                file + ": no secret (expected: a file whose first line is visible ASCII)");
    }
}
