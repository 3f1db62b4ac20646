package io.groundtrack.ingest.folder;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as they stand in names. */
final class PatchNames {

    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private PatchNames() {}

    /** {@code 20211119T015854Z}, or without the leading zero of the hour. */
    static Instant time(String word) {
        var plain = word.replace("Z", "");
        var padded = plain.length() == 14 ? plain.replace("T", "T0") : plain;
        try {
            return LocalDateTime.parse(padded, COMPACT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time " + word + " in the name (expected: such as 20211119T015854)");
        }
    }
}
