package io.groundtrack.job.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");

    @TempDir private Path folder;

    @Test
    void theNewestCompleteOneCounts() throws IOException {
        complete("a/chk-1", NOON);
        complete("b/savepoint", NOON.plusSeconds(2));
        complete("a/chk-2", NOON.plusSeconds(1));
        Files.createDirectories(folder.resolve("a/chk-3"));

        assertThat(Checkpoints.newest(folder)).isEqualTo(folder.resolve("b/savepoint"));
        assertThat(Checkpoints.newest(folder.resolve("a/chk-1")))
                .isEqualTo(folder.resolve("a/chk-1"));
    }

    @Test
    void whereThereIsNoneItIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("a/chk-3"));

        assertThatIOException()
                .isThrownBy(() -> Checkpoints.newest(folder))
                .withMessageContaining("no complete checkpoint");
        assertThatIOException()
                .isThrownBy(() -> Checkpoints.newest(folder.resolve("none")))
                .withMessageContaining("no such folder");
    }

    /** As a job does that has just ended: it deletes what is no longer needed a little later. */
    @Test
    void checkpointsThatAreDeletedMeanwhileArePassedOver() throws Exception {
        // newer than any clock that dates a file before the test does
        complete("kept/chk-9", Instant.parse("2100-01-01T00:00:00Z"));
        var stop = new AtomicBoolean();
        var failure = new Exception[1];
        var deleting =
                new Thread(
                        () -> {
                            try {
                                while (!stop.get()) {
                                    for (int i = 0; i < 20; i++) {
                                        complete("gone/chk-" + i, NOON);
                                    }
                                    Replay.delete(folder.resolve("gone"));
                                }
                            } catch (IOException e) {
                                failure[0] = e;
                            }
                        });
        deleting.start();
        try {
            long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
            while (System.nanoTime() < end) {
                assertThat(Checkpoints.newest(folder)).isEqualTo(folder.resolve("kept/chk-9"));
            }
        } finally {
            stop.set(true);
            deleting.join();
        }
        assertThat(failure[0]).isNull();
    }

    private void complete(String name, Instant at) throws IOException {
        var metadata = Files.createDirectories(folder.resolve(name)).resolve("_metadata");
        Files.write(metadata, new byte[] {1});
        Files.setLastModifiedTime(metadata, FileTime.from(at));
    }
}
