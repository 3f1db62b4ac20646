package io.groundtrack.job.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.stored.StoredRun;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.completeness.Completeness;
import io.groundtrack.sinks.completeness.Progress;
import io.groundtrack.sinks.completeness.Question;
import io.groundtrack.sinks.files.ResultFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a result comes from: other notices give another, stored embeddings the same. Orders of
 * arrival and ways to run the job are compared in {@code SamenessITCase}.
 */
class OrderITCase {

    @TempDir private static Path folder;

    private static SmallArchive archive;
    private static Replay.Result inOrder;

    @BeforeAll
    static void replayInOrder() throws Exception {
        archive = SmallArchive.withAlerts(folder.resolve("archive"));
        inOrder = replay("in-order", archive.notices(), 1);
    }

    @Test
    void theArchiveHasSomethingOfEverything() {
        var summary = inOrder.summary().json();

        assertThat(inOrder.summary().openSums()).isEmpty();
        assertThat(summary.path("notices").asInt()).isEqualTo(archive.notices().size());
        assertThat(summary.path("repeated").asInt()).isEqualTo(1);
        assertThat(summary.path("superseded").asInt()).isEqualTo(1);
        assertThat(summary.path("granules").asInt()).isGreaterThan(summary.path("passes").asInt());
        assertThat(summary.path("pairedPatches").asInt()).isPositive();
        assertThat(inOrder.live().alerts()).isNotEmpty();
        assertThat(summary.path("deadLetters").asInt()).isZero();
    }

    @Test
    void theLedgerTellsEveryVersionAndThatAllIsDone() throws Exception {
        var report =
                Completeness.of(Progress.in(folder.resolve("in-order")), Question.everything());

        assertThat(report.stops()).isEmpty();
        assertThat(report.done()).isTrue();
        assertThat(report.granules())
                .flatExtracting(granule -> granule.versions())
                .extracting(version -> version.getStatus())
                .containsOnlyOnce("superseded")
                .doesNotContain("deleted");
        assertThat(report.passes()).allSatisfy(pass -> assertThat(pass.cut()).isNotNull());
        assertThat(report.passes()).anySatisfy(pass -> assertThat(pass.alerts()).isNotEmpty());
        assertThat(report.passes()).anySatisfy(pass -> assertThat(pass.alerted()).isNotNull());
    }

    @Test
    void aGranuleLeftOutShows() throws Exception {
        var radar =
                inOrder.live()
                        .lines(LedgerKind.PRODUCT, "live")
                        .filter(product -> product.getSensor() == Sensor.S1)
                        .findFirst()
                        .orElseThrow();
        assertThat(inOrder.live().embeddings().values())
                .as("embedded patches of %s", radar.getDetail())
                .anyMatch(e -> e.getAcquisitionTime().equals(radar.getAcquisitionTime()));
        var without = new ArrayList<byte[]>();
        for (var notice : archive.notices()) {
            if (!idOf(notice).equals(radar.getDetail())) {
                without.add(notice);
            }
        }
        assertThat(without).hasSize(archive.notices().size() - 1);

        assertThat(hash(replay("without", without, 2))).isNotEqualTo(hash(inOrder));
    }

    @Test
    void storedEmbeddingsGiveTheSameResultAsPixels() throws Exception {
        var stored = StoredRun.in(folder.resolve("in-order"));
        var options = archive.options("job.parallelism", "2");
        var again =
                new Replay(options, line -> {})
                        .run(stored, ResultFiles.in(folder.resolve("from-embeddings")));

        assertThat(again.summary().openSums()).isEmpty();
        assertThat(hash(again)).isEqualTo(hash(inOrder));
        for (var count : List.of("granules", "passes", "pairs", "pairedPatches", "patches")) {
            assertThat(again.summary().json().get(count))
                    .as(count)
                    .isEqualTo(inOrder.summary().json().get(count));
        }
        for (var file : List.of("embeddings.parquet", "passes.jsonl", "alerts.geojson")) {
            assertThat(folder.resolve("from-embeddings").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("in-order").resolve(file));
        }
    }

    @Test
    void embeddingsOfAnotherModelAreRefused() throws Exception {
        var stored = StoredRun.in(folder.resolve("in-order"));
        var other = new StoredRun(stored.folder(), 1, List.of("other"), stored.partners());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.requireModel(stored.models().get(0)))
                .withMessageContaining("made by model other (expected: " + stored.models().get(0));
    }

    private static Replay.Result replay(String name, List<byte[]> notices, int parallelism)
            throws Exception {
        var options = archive.options("job.parallelism", Integer.toString(parallelism));
        return new Replay(options, line -> {}).run(notices, ResultFiles.in(folder.resolve(name)));
    }

    private static String hash(Replay.Result result) {
        return result.summary().json().path("resultHash").asText();
    }

    private static String idOf(byte[] notice) throws IOException {
        return new ObjectMapper().readTree(notice).path("data").path("id").asText();
    }
}
