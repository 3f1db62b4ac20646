package io.groundtrack.sinks.completeness;

import static io.groundtrack.sinks.completeness.LedgerStory.granule;
import static io.groundtrack.sinks.completeness.LedgerStory.line;
import static io.groundtrack.sinks.completeness.LedgerStory.pass;
import static io.groundtrack.sinks.completeness.LedgerStory.sensed;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.completeness.Report.Stop;
import io.groundtrack.sinks.files.AlertLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletenessTest {

    private final LedgerStory story = new LedgerStory();

    @Test
    void whatWentAllTheWayIsDone() {
        story.whole(Sensor.S2, 0).whole(Sensor.S1, 0).pair(0, 0);

        var report = story.report();

        assertThat(report.done()).isTrue();
        assertThat(report.passes()).hasSize(2);
        var optical = report.passes().get(1);
        assertThat(optical.pass()).isEqualTo(pass(Sensor.S2, 0));
        assertThat(optical.partner()).isEqualTo("paired");
        assertThat(optical.partnerPass()).isEqualTo(pass(Sensor.S1, 0));
        assertThat(optical.gated()).containsEntry("clear fraction is below x 0.2", 1);
        assertThat(optical.rejected()).containsEntry("BAND_MISSING", 1);
        assertThat(optical.cutPatches()).isEqualTo(optical.expected());
        assertThat(report.passes().get(0).partner()).isEqualTo("used by 1 S2 pass");
    }

    @Test
    void anEmptyLedgerOfNoNoticesIsDone() {
        assertThat(story.report().done()).isTrue();
    }

    @Test
    void noticesThatNobodyReadAreNamed() {
        story.whole(Sensor.S2, 0);
        story.notices += 2;

        assertThat(story.report().stops())
                .containsExactly(
                        new Stop("read-notices", "notices", 2, "2 notices are not read yet"));
    }

    @Test
    void noticesPutAsideAreAccountedFor() {
        story.whole(Sensor.S2, 0);
        story.notices += 2;
        story.lines.add(line(LedgerKind.NOTICE, "n/0/1", "ignored").build());
        story.lines.add(line(LedgerKind.NOTICE, "n/0/2", "rejected").build());

        assertThat(story.report().done()).isTrue();
        assertThat(story.report().putAside()).containsEntry("ignored", 1);
    }

    @Test
    void aGranuleThatItsTileHasNotTakenStopsAtPairing() {
        story.resolved(Sensor.S1, 0);

        assertThat(steps()).containsExactly("pair-by-footprint");
    }

    @Test
    void aGranuleThatCameTooLateIsSettled() {
        story.resolved(Sensor.S1, 0);
        story.late(Sensor.S1, 0);

        assertThat(story.report().done()).isTrue();
        assertThat(story.report().granules()).hasSize(1);
        assertThat(story.report().granules().get(0).tooLate()).containsExactly(LedgerStory.TILE);
    }

    @Test
    void aTileThatAnUpdateTookFromAGranuleLetsGoOfIt() {
        story.whole(Sensor.S2, 0);
        story.lines.removeIf(line -> line.getKind() == LedgerKind.PRODUCT);
        story.resolved(Sensor.S2, 0);
        story.lines.get(story.lines.size() - 1).setPasses(List.of("sentinel-2a_R022_33UVP_N0000"));
        story.notices = 1;

        assertThat(story.report().stops())
                .contains(
                        new Stop(
                                "pair-by-footprint",
                                pass(Sensor.S2, 0),
                                1,
                                granule(Sensor.S2, 0)
                                        + " touches the tile no more but is still in"));
    }

    @Test
    void eachGranuleAndPassSaysWhetherItIsDone() {
        story.whole(Sensor.S2, 0).resolved(Sensor.S2, 1).paired(Sensor.S2, 1, 3);

        var json = ReportText.json(story.report());

        for (var kind : List.of("granules", "passes")) {
            assertThat(json.path(kind).path(0).path("done").asBoolean(false)).as(kind).isTrue();
            assertThat(json.path(kind).path(1).path("done").asBoolean(true)).as(kind).isFalse();
        }
    }

    @Test
    void patchesToComeStopAtCutting() {
        story.resolved(Sensor.S2, 0).paired(Sensor.S2, 0, 3).patch(Sensor.S2, 0, 1, "embedded", "");

        assertThat(story.report().stops())
                .containsExactly(
                        new Stop(
                                "cut-into-patches",
                                pass(Sensor.S2, 0),
                                2,
                                "2 of 3 patches are still to come"));
    }

    @Test
    void patchesOfAPassThatIsGoneAreNotLeftStanding() {
        story.lines.add(
                line(LedgerKind.PASS, pass(Sensor.S2, 0), "gone")
                        .setTile(LedgerStory.TILE)
                        .setSensor(Sensor.S2)
                        .setAcquisitionTime(sensed(Sensor.S2, 0))
                        .build());
        story.patch(Sensor.S2, 0, 0, "gone", "");
        assertThat(story.report().done()).isTrue();

        story.patch(Sensor.S2, 0, 1, "embedded", "");
        assertThat(steps()).containsExactly("cut-into-patches");
    }

    @Test
    void embeddedPatchesWithoutClassesStopAtClassification() {
        story.whole(Sensor.S2, 0);
        story.classified.clear();

        assertThat(steps()).containsExactly("classify-patches");
    }

    @Test
    void embeddedPatchesThatCameTooLateToBeClassifiedAreSettled() {
        story.whole(Sensor.S2, 0);
        story.tooLate.addAll(story.classified);
        story.classified.clear();

        assertThat(story.report().done()).isTrue();
    }

    @Test
    void aRunThatWasStoppedSaysInWhichStep() {
        story.runStep = "job";

        assertThat(story.report().done()).isFalse();
        assertThat(steps()).containsExactly("job");
    }

    @Test
    void anOpticalPassWaitsForAPartnerUntilTheWindowIsOver() {
        story.whole(Sensor.S2, 0);
        assertThat(story.report().passes().get(0).partner()).isEqualTo("waiting for a partner");
        assertThat(story.report().done()).as("waiting holds up nothing").isTrue();

        story.whole(Sensor.S2, 1);
        assertThat(story.report().passes().get(0).partner()).isEqualTo("no partner");
    }

    @Test
    void anotherTileOrTimeIsNotAskedAbout() {
        story.whole(Sensor.S2, 0).resolved(Sensor.S2, 1).paired(Sensor.S2, 1, 3);
        assertThat(steps()).containsExactly("cut-into-patches");

        assertThat(about("32TLR").passes()).isEmpty();
        assertThat(about("32TLR").done()).isTrue();
        var before =
                new Question(
                        LedgerStory.TILE,
                        null,
                        sensed(Sensor.S2, 1),
                        Duration.ofDays(3),
                        Duration.ZERO);
        assertThat(Completeness.of(story.progress(), before).done()).isTrue();
        assertThat(Completeness.of(story.progress(), before).passes()).hasSize(1);
    }

    @Test
    void timesGoFromSensingToNoticeToAlert() {
        story.whole(Sensor.S1, 0);
        var seen = sensed(Sensor.S1, 0);
        story.alerts.add(
                new AlertLine(
                        "a",
                        Ids.patch(LedgerStory.TILE, 0, 0),
                        LedgerStory.TILE,
                        "confirmed",
                        seen,
                        seen.plusSeconds(3800),
                        List.of(new AlertLine.Look(Sensor.S1, seen))));

        var report = story.report();
        var told = report.passes().get(0);
        assertThat(told.alerts()).containsEntry("confirmed", 1);
        var seconds = ReportText.json(report).path("passes").path(0).path("seconds");
        assertThat(seconds.path("sensingToNotice").asDouble()).isEqualTo(3600);
        assertThat(seconds.path("readToPatches").asDouble()).isEqualTo(60);
        assertThat(seconds.path("readToAlert").asDouble()).isEqualTo(100);
        assertThat(seconds.path("noticeToAlert").asDouble()).isEqualTo(200);
        assertThat(seconds.path("sensingToAlert").asDouble()).isEqualTo(3800);
        assertThat(ReportText.lines(report))
                .anySatisfy(text -> assertThat(text).contains("announced 1 h 0 min after sensing"));
    }

    private List<String> steps() {
        return story.report().stops().stream().map(Stop::step).toList();
    }

    private Report about(String tile) {
        return Completeness.of(
                story.progress(),
                new Question(tile, null, null, Duration.ofDays(3), Duration.ofHours(24)));
    }
}
