package io.groundtrack.model.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of a checkpoint's files with their SHA-256, as {@code sha256sum -c} reads it.
 *
 * <p>A file that is not listed may be there, and is not checked.
 */
public final class Checksums {
    /** Name of the list inside a checkpoint. */
    public static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
    private static final int MAX_BYTES = 1 << 20;

    private final String source;
    private final Map<String, String> sums = new TreeMap<>();

    Checksums(String source) {
        this.source = source;
    }

    /**
     * @throws IllegalArgumentException naming the line that is none, or is repeated
     */
    public static Checksums read(String source, byte[] text) {
        var read = new Checksums(source);
        if (text.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    source + ": " + text.length + " bytes (expected: at most 1 MiB)");
        }
        int number = 0;
        for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || read.sums.put(matcher.group(2), matcher.group(1)) != null) {
                throw new IllegalArgumentException(
                        source
                                + ": line "
                                + number
                                + " (expected: 64 hex digits, two spaces, a file named once)");
            }
        }
        return read;
    }

    public Set<String> files() {
        return sums.keySet();
    }

    void put(String file, byte[] digest) {
        sums.put(file, HexFormat.of().formatHex(digest));
    }

    void remove(String file) {
        sums.remove(file);
    }

    byte[] toBytes() {
        var text = new StringBuilder();
        sums.forEach((file, sum) -> text.append(sum).append("  ").append(file).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses a file whose content is not the listed one. */
    public void check(String file, byte[] content) {
        if (sums.containsKey(file)) {
            checkDigest(file, sha256().digest(content));
        }
    }

    /**
     * Refuses a file whose content is not the listed one.
     *
     * @param digest SHA-256 of its content
     */
    public void checkDigest(String file, byte[] digest) {
        String expected = sums.get(file);
        String found = HexFormat.of().formatHex(digest);
        if (expected != null && !expected.equals(found)) {
            throw new IllegalArgumentException(
                    source
                            + ": "
                            + file
                            + ": SHA-256 "
                            + found
                            + " (expected: "
                            + expected
                            + "): damaged, or changed after it was listed");
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
