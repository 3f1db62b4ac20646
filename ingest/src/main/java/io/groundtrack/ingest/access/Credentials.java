package io.groundtrack.ingest.access;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Secrets by host, from a file that its owner alone may read. One line a host:
 *
 * <pre>
 * machine HOST[:PORT] login USER password PASSWORD
 * machine HOST[:PORT] token TOKEN
 * machine HOST[:PORT] header NAME VALUE
 * machine HOST[:PORT] access-key KEY secret-key SECRET [session-token TOKEN]
 * </pre>
 *
 * <p>A secret goes to the very host it stands for, never to its sub-domains or to where it
 * redirects. Errors: {@link IllegalArgumentException} that names file and line, never what it says.
 */
final class Credentials {

    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]{1,8192}");
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final Map<String, Map<String, String>> headers = new HashMap<>();
    private final Map<String, AwsSignature.Keys> keys = new HashMap<>();

    private Credentials() {}

    static Credentials none() {
        return new Credentials();
    }

    static Credentials of(String file) {
        return file.isEmpty() ? none() : read(Path.of(file));
    }

    private static Credentials read(Path file) {
        var credentials = new Credentials();
        for (var line : lines(file)) {
            credentials.add(line);
        }
        return credentials;
    }

    private record Line(Path file, int number, String[] words) {
        IllegalArgumentException wrong() {
            return new IllegalArgumentException(
                    AccessOptions.CREDENTIALS.key()
                            + ": line "
                            + number
                            + " of "
                            + file
                            + " is not understood (expected: machine HOST, then login USER"
                            + " password PASSWORD, token TOKEN, header NAME VALUE, or access-key"
                            + " KEY secret-key SECRET)");
        }
    }

    private static List<Line> lines(Path file) {
        try {
            var view = Files.getFileStore(file).supportsFileAttributeView("posix");
            if (view && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw unreadable(file, "may be read by others");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw unreadable(file, "is too long");
            }
            var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            var read = new java.util.ArrayList<Line>();
            for (int i = 0; i < lines.size(); i++) {
                var text = lines.get(i).strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    read.add(new Line(file, i + 1, text.split("\\s+")));
                }
            }
            return read;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist");
        } catch (MalformedInputException e) {
            throw unreadable(file, "is no text in UTF-8");
        } catch (IOException e) {
            throw unreadable(
                    file, Files.isDirectory(file) ? "is a folder" : "cannot be read by this user");
        }
    }

    private static IllegalArgumentException unreadable(Path file, String what) {
        return new IllegalArgumentException(
                AccessOptions.CREDENTIALS.key()
                        + ": "
                        + file
                        + " "
                        + what
                        + " (expected: a file of text that its owner alone may read: chmod 600)");
    }

    private void add(Line line) {
        var words = line.words();
        if (words.length < 4 || !words[0].equals("machine")) {
            throw line.wrong();
        }
        var host = words[1].toLowerCase(Locale.ROOT);
        switch (words[2]) {
            case "login" -> {
                if (words.length != 6 || !words[4].equals("password")) {
                    throw line.wrong();
                }
                var pair = (words[3] + ":" + words[5]).getBytes(StandardCharsets.UTF_8);
                header(line, host, "authorization", basic(pair));
            }
            case "token" -> {
                if (words.length != 4 || !HEADER_VALUE.matcher(words[3]).matches()) {
                    throw line.wrong();
                }
                header(line, host, "authorization", "Bearer " + words[3]);
            }
            case "header" -> {
                if (words.length != 5
                        || !HEADER_NAME.matcher(words[3]).matches()
                        || !HEADER_VALUE.matcher(words[4]).matches()) {
                    throw line.wrong();
                }
                header(line, host, words[3].toLowerCase(Locale.ROOT), words[4]);
            }
            case "access-key" -> {
                boolean session = words.length == 8 && words[6].equals("session-token");
                if (words.length != 6 && !session || !words[4].equals("secret-key")) {
                    throw line.wrong();
                }
                keys.put(host, new AwsSignature.Keys(words[3], words[5], session ? words[7] : ""));
            }
            default -> throw line.wrong();
        }
    }

    private static String basic(byte[] pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private void header(Line line, String host, String name, String value) {
        if (headers.computeIfAbsent(host, h -> new HashMap<>()).putIfAbsent(name, value) != null) {
            throw line.wrong();
        }
    }

    /** Headers for a host; an entry with its port is preferred. */
    Map<String, String> headers(String host, int port) {
        var name = host.toLowerCase(Locale.ROOT);
        var exact = headers.get(name + ":" + port);
        return Map.copyOf(exact != null ? exact : headers.getOrDefault(name, Map.of()));
    }

    /** Keys for a store. */
    Optional<AwsSignature.Keys> keys(String host, int port) {
        var name = host.toLowerCase(Locale.ROOT);
        var exact = keys.get(name + ":" + port);
        return Optional.ofNullable(exact != null ? exact : keys.get(name));
    }

    @Override
    public String toString() {
        return "credentials (not shown)";
    }
}
