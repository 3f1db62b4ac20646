package io.groundtrack.job.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.LedgerVersion;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A forest is cleared where tile 33UUP ends and 33UVP begins. Sentinel-1 flies over every twelve
 * days; what the ground segment says of its granules afterwards (processed anew, a footprint
 * corrected, withdrawn) moves, supersedes and retracts the alerts, and the ledger tells why.
 *
 * <p>One story, and so one long test: each chapter begins where the one before ended.
 */
class ClearingAtATileBorderITCase {

    private static final String WEST = "33UUP";
    private static final String EAST = "33UVP";
    private static final int BORDER = 400_000;
    private static final Area GROUND = new Area(TileFrame.of(WEST), 30, 82, 2, 2);

    /** One clearing, on 6 July; 240 by 240 pixels, 840 m of them east of the border. */
    private static final LandscapeOptions FOREST =
            new LandscapeOptions(10, GROUND, LocalDate.of(2024, 1, 1), 24, 0, 1, 0, 0, 0);

    private static final int TRACK = 44;
    private static final int MAY_24 = 12;
    private static final int AUGUST_4 = 18;
    private static final int AUGUST_16 = 19;
    private static final int AUGUST_28 = 20;
    private static final int SEPTEMBER_9 = 21;
    private static final int SEPTEMBER_21 = 22;

    @TempDir private Path folder;

    @Test
    void alertsFollowTheirGranulesThroughReprocessingSplittingAndDeletion() throws Exception {
        var archive = SmallArchive.write(folder.resolve("archive"), FOREST);
        var granules = new ArrayList<byte[]>();
        archive.notices().stream().filter(n -> Reissue.orbit(n) == TRACK).forEach(granules::add);
        var options = archive.options("job.checkpoint-interval", "500 ms");
        try (var job = LiveJob.start(folder, options)) {
            var quiet =
                    job.announce(
                            "half a year without change",
                            granules.subList(0, AUGUST_4),
                            live -> !live.embeddings().isEmpty());
            eachGranuleIsSplitOverBothTiles(quiet);
            assertThat(quiet.changes()).as("two looks at the clearing are not enough").isEmpty();

            var raised =
                    job.announce(
                            "the clearing is seen twice more",
                            granules.subList(AUGUST_4, AUGUST_28),
                            live -> holds(live, WEST, 2) && holds(live, EAST, 2));
            for (var tile : List.of(WEST, EAST)) {
                var alert = alertOn(tile, raised);
                assertThat(alert.getState()).as(tile).isEqualTo(ChangeState.PROVISIONAL);
                assertThat(alert.getFirst()).isEqualTo(Reissue.sensed(granules.get(AUGUST_4)));
                assertThat(alert.getCells()).as(tile).hasSizeGreaterThan(4);
            }

            var confirmed =
                    job.announce(
                            "and twice more",
                            granules.subList(AUGUST_28, SEPTEMBER_21),
                            live -> holds(live, WEST, 4) && holds(live, EAST, 4));
            theAlertGrewIntoAnotherFirstCell(raised, confirmed);
            assertThat(alertOn(EAST, confirmed).getId()).isEqualTo(alertOn(EAST, raised).getId());
            assertThat(alertOn(EAST, confirmed).getState()).isEqualTo(ChangeState.CONFIRMED);

            var processedAnew =
                    Reissue.reprocessed(granules.get(AUGUST_28), granules.get(SEPTEMBER_21));
            var revised =
                    job.announce(
                            "28 August is processed anew, with other speckle",
                            List.of(processedAnew),
                            live ->
                                    saysMore(WEST, confirmed, live)
                                            && saysMore(EAST, confirmed, live));
            for (var tile : List.of(WEST, EAST)) {
                isRevised(alertOn(tile, confirmed), alertOn(tile, revised));
            }
            assertThat(versions(revised, granules.get(AUGUST_28)))
                    .containsExactlyInAnyOrder(
                            Reissue.nameOf(granules.get(AUGUST_28)) + " superseded",
                            Reissue.nameOf(processedAnew) + " live");

            var forestStands = Reissue.reprocessed(granules.get(AUGUST_4), granules.get(MAY_24));
            var moved =
                    job.announce(
                            "4 August is processed anew, and shows the forest",
                            List.of(forestStands),
                            live -> holds(live, WEST, 3) && holds(live, EAST, 3));
            for (var tile : List.of(WEST, EAST)) {
                var old = alertOn(tile, revised);
                assertThat(stateOf(old, moved)).as(tile).isEqualTo(ChangeState.SUPERSEDED);
                assertThat(alertOn(tile, moved).getId()).isNotEqualTo(old.getId());
                assertThat(alertOn(tile, moved).getFirst())
                        .isEqualTo(Reissue.sensed(granules.get(AUGUST_16)));
            }

            var cleared =
                    List.of(
                            forestStands,
                            granules.get(AUGUST_16),
                            processedAnew,
                            granules.get(SEPTEMBER_9));
            var westOnly =
                    cleared.stream().map(n -> Reissue.endingAt(BORDER - 100, GROUND, n)).toList();
            var parted =
                    job.announce(
                            "what was sensed since August ends west of the border",
                            westOnly,
                            live -> isRetracted(EAST, live));
            theEasternTileLosesWhatItNoLongerShares(parted, cleared);
            assertThat(alertOn(WEST, parted))
                    .as("the western tile keeps its alert, to the revision")
                    .isEqualTo(alertOn(WEST, moved));

            var withdrawn =
                    job.announce(
                            "what was sensed since August is withdrawn",
                            westOnly.stream().map(Reissue::deleted).toList(),
                            live -> isRetracted(WEST, live));
            nothingIsLeftOf(cleared, withdrawn);
        }
    }

    private static void eachGranuleIsSplitOverBothTiles(LiveRecords live) {
        assertThat(live.lines(LedgerKind.PRODUCT, "live"))
                .hasSize(AUGUST_4)
                .allSatisfy(
                        granule ->
                                assertThat(granule.getPasses())
                                        .hasSize(2)
                                        .anyMatch(pass -> pass.contains(WEST))
                                        .anyMatch(pass -> pass.contains(EAST)));
        assertThat(
                        live.lines(LedgerKind.PASS, "live")
                                .collect(
                                        Collectors.groupingBy(
                                                LedgerEntry::getTile,
                                                Collectors.summingInt(LedgerEntry::getPatches))))
                .as("patches: two by two of the western tile, one column of the eastern")
                .containsEntry(WEST, 4 * AUGUST_4)
                .containsEntry(EAST, 2 * AUGUST_4);
    }

    /** An alert is named after its lowest cell: with a lower one it is another alert. */
    private static void theAlertGrewIntoAnotherFirstCell(LiveRecords before, LiveRecords after) {
        var old = alertOn(WEST, before);
        var now = alertOn(WEST, after);
        assertThat(stateOf(old, after)).isEqualTo(ChangeState.SUPERSEDED);
        assertThat(now.getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(now.getFirst()).isEqualTo(old.getFirst());
        assertThat(now.getCells()).containsAll(old.getCells());
        assertThat(now.getCells().get(0)).isLessThan(old.getCells().get(0));
    }

    private static void isRevised(Change before, Change after) {
        assertThat(after.getId()).isEqualTo(before.getId());
        assertThat(after.getRevision()).isGreaterThan(before.getRevision());
        assertThat(after.getState()).isEqualTo(before.getState());
        assertThat(looks(after)).isEqualTo(looks(before));
        assertThat(after.getEvidence().get(0).getScores())
                .as("scores of the same looks")
                .isNotEqualTo(before.getEvidence().get(0).getScores());
    }

    private static void theEasternTileLosesWhatItNoLongerShares(
            LiveRecords live, List<byte[]> granules) {
        assertThat(everToldOn(EAST, live)).allMatch(ClearingAtATileBorderITCase::isWithdrawn);
        for (var granule : granules) {
            var passes = product(live, granule).getPasses();
            assertThat(passes).singleElement().asString().contains(WEST);
            var lost = passes.get(0).replace(WEST, EAST);
            assertThat(pass(live, lost).getStatus()).isEqualTo("gone");
            assertThat(patchesOf(lost, live)).hasSize(2).containsOnly("gone");
            assertThat(patchesOf(passes.get(0), live)).hasSize(4).containsOnly("embedded");
        }
    }

    private static void nothingIsLeftOf(List<byte[]> granules, LiveRecords live) {
        assertThat(live.changes().values()).allMatch(ClearingAtATileBorderITCase::isWithdrawn);
        for (var granule : granules) {
            var product = product(live, granule);
            assertThat(product.getStatus()).isEqualTo("gone");
            assertThat(product.getVersions())
                    .extracting(LedgerVersion::getStatus)
                    .containsOnly("deleted", "delete")
                    .containsOnlyOnce("delete");
            var pass = product.getPasses().get(0);
            assertThat(pass(live, pass).getStatus()).isEqualTo("gone");
            assertThat(patchesOf(pass, live)).containsOnly("gone");
            assertThat(live.embeddings().keySet()).noneMatch(id -> id.endsWith("|" + pass));
        }
        assertThat(live.lines(LedgerKind.PASS, "live"))
                .as("passes of the half year before")
                .hasSize(2 * AUGUST_4);
        assertThat(LiveJob.completeness(live).done()).isTrue();
    }

    private static boolean holds(LiveRecords live, String tile, int looks) {
        var alerts = alertsOn(tile, live);
        return alerts.size() == 1 && looks(alerts.get(0)).size() == looks;
    }

    private static boolean saysMore(String tile, LiveRecords before, LiveRecords live) {
        return alertsOn(tile, live).stream()
                .anyMatch(alert -> alert.getScore() != alertOn(tile, before).getScore());
    }

    private static Change alertOn(String tile, LiveRecords live) {
        assertThat(alertsOn(tile, live)).as("alerts on %s", tile).hasSize(1);
        return alertsOn(tile, live).get(0);
    }

    private static List<Change> alertsOn(String tile, LiveRecords live) {
        return live.alerts().stream().filter(alert -> alert.getTile().equals(tile)).toList();
    }

    private static List<Change> everToldOn(String tile, LiveRecords live) {
        return live.changes().values().stream().filter(c -> c.getTile().equals(tile)).toList();
    }

    private static boolean isRetracted(String tile, LiveRecords live) {
        return alertsOn(tile, live).isEmpty()
                && everToldOn(tile, live).stream()
                        .anyMatch(alert -> alert.getState() == ChangeState.RETRACTED);
    }

    private static boolean isWithdrawn(Change alert) {
        return alert.getState() == ChangeState.SUPERSEDED
                || alert.getState() == ChangeState.RETRACTED;
    }

    private static ChangeState stateOf(Change alert, LiveRecords live) {
        return live.changes().get(alert.getId()).getState();
    }

    private static List<?> looks(Change alert) {
        assertThat(alert.getEvidence()).as("series").hasSize(1);
        return alert.getEvidence().get(0).getTimes();
    }

    private static LedgerEntry product(LiveRecords live, byte[] granule) {
        var sensed = Reissue.sensed(granule);
        return live.ledger().values().stream()
                .filter(line -> line.getKind() == LedgerKind.PRODUCT)
                .filter(line -> line.getAcquisitionTime().equals(sensed))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> versions(LiveRecords live, byte[] granule) {
        return product(live, granule).getVersions().stream()
                .map(version -> version.getGranuleId() + " " + version.getStatus())
                .toList();
    }

    private static LedgerEntry pass(LiveRecords live, String pass) {
        return live.ledger().get(Ids.ledger(LedgerKind.PASS, pass));
    }

    private static List<String> patchesOf(String pass, LiveRecords live) {
        return live.ledger().values().stream()
                .filter(line -> line.getKind() == LedgerKind.PATCH)
                .filter(line -> line.getSubject().endsWith("|" + pass))
                .map(LedgerEntry::getStatus)
                .toList();
    }
}
