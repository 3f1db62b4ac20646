package io.groundtrack.ingest.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rasters that somebody made to hurt: each gives pixels or a clear refusal, within the time and the
 * memory of a sound one. They are read in a JVM of its own with {@value #HEAP_MEGABYTES} MB, so that
 * one that exhausts memory, hangs or crashes native code is told by its number.
 *
 * <p>As many mutations as {@value #SECONDS} s allow; {@code
 * -Dtest.jvm.extra=-Dhostile.mutations=100000} for so many, however long they take.
 */
class HostileRasterTest {

    private static final int HEAP_MEGABYTES = 256;
    private static final int SECONDS = 25;
    private static final int LEAST = 5_000;
    private static final int WANTED = Integer.getInteger("hostile.mutations", 0);
    private static final Pattern COUNTS = Pattern.compile("tried (\\d+), read (\\d+), refused (\\d+)");

    @TempDir private Path folder;

    @Test
    void mutatedTiffsGivePixelsOrAreRefused() throws Exception {
        var result =
                new CappedJvm(folder, HEAP_MEGABYTES)
                        .run(
                                HostileRasters.class,
                                WANTED > 0 ? 3_600 : SECONDS + 60,
                                "tiff",
                                "-",
                                Integer.toString(WANTED > 0 ? WANTED : 100_000),
                                Long.toString(WANTED > 0 ? 3_500_000 : SECONDS * 1_000),
                                folder.resolve("number").toString());

        assertThat(result.exit()).as(said(result)).isZero();
        var counts = COUNTS.matcher(result.output());
        assertThat(counts.find()).as(result.output()).isTrue();
        System.out.println(result.output().strip());
        assertThat(Integer.parseInt(counts.group(1))).isGreaterThanOrEqualTo(Math.max(LEAST, WANTED));
        assertThat(Integer.parseInt(counts.group(2))).as("read").isGreaterThan(LEAST / 50);
        assertThat(Integer.parseInt(counts.group(3))).as("refused").isGreaterThan(LEAST / 50);
    }

    private String said(CappedJvm.Result result) throws IOException {
        var number = folder.resolve("number");
        return (Files.exists(number)
                        ? "mutation " + new java.math.BigInteger(Files.readAllBytes(number)) + ": "
                        : "")
                + result.output();
    }
}
