package io.groundtrack.operators.change;

import static io.groundtrack.operators.change.Observations.PATCH;
import static io.groundtrack.operators.change.Observations.day;
import static io.groundtrack.operators.change.Story.alerts;
import static io.groundtrack.operators.change.Story.look;
import static io.groundtrack.operators.change.Story.optical;
import static io.groundtrack.operators.change.Story.quiet;
import static io.groundtrack.operators.change.Story.radar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.schemas.Band;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBReader;

class PatchAlertsTest {

    private static final Set<Integer> TWO = Set.of(1, 2);

    private static List<PatchOutcome> radarStory() {
        return new ArrayList<>(quiet(radar()));
    }

    private static void disturb(List<PatchOutcome> story, Set<Integer> cells, int... days) {
        for (int day : days) {
            story.add(look(radar(), day, cells));
        }
    }

    @Test
    void aQuietPatchHasNoAlert() {
        assertThat(alerts(radarStory())).isEmpty();
    }

    @Test
    void oneLookMakesNoAlert() {
        var story = radarStory();
        disturb(story, TWO, 0);
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void twoTouchingCellsForTwoLooksAreProvisional() {
        var story = radarStory();
        disturb(story, TWO, 0, 12);
        var alert = alerts(story).get(0);
        assertThat(alert.getState()).isEqualTo(ChangeState.PROVISIONAL);
        assertThat(alert.getConfirmed()).isNull();
        assertThat(alert.getId()).isEqualTo(Ids.alert(PATCH, day(0), 1));
        assertThat(alert.getCells()).containsExactly(1, 2);
        assertThat(alert.getFirst()).isEqualTo(day(0));
        assertThat(alert.getLast()).isEqualTo(day(12));
    }

    @Test
    void threeLooksConfirmAndTheEvidenceSaysWhy() {
        var story = radarStory();
        disturb(story, TWO, 0, 12, 24);
        var alert = alerts(story).get(0);
        assertThat(alert.getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(alert.getConfirmed()).isEqualTo(day(24));
        assertThat(alert.getBand()).isEqualTo(Band.LOW);
        assertThat(alert.getDescriptor()).isEqualTo("A1/m1");
        assertThat(alert.getModelId()).isEqualTo("csmoe-nano-00000000");
        assertThat(alert.getEvidence()).hasSize(1);
        var radar = alert.getEvidence().get(0);
        assertThat(radar.getTimes()).containsExactly(day(0), day(12), day(24));
        assertThat(radar.getScores()).hasSize(3).allMatch(score -> score > 5);
        assertThat(radar.getThreshold()).isEqualTo(5);
        assertThat(radar.getLooks()).isEqualTo(31);
        assertThat(radar.getMoved()).isEqualTo("VV.mean");
        assertThat(radar.getScore()).isEqualTo(alert.getScore());
    }

    @Test
    void cellsThatDoNotTouchMakeNoAlert() {
        var story = radarStory();
        disturb(story, Set.of(0, 2), 0, 12, 24);
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void cellsTouchAtACornerToo() {
        var story = radarStory();
        disturb(story, Set.of(0, 4), 0, 12, 24);
        assertThat(alerts(story)).hasSize(1);
    }

    @Test
    void stateIsTheHighestAtWhichTwoTouchingCellsMeet() {
        var story = radarStory();
        disturb(story, Set.of(1), 0);
        disturb(story, TWO, 12, 24); // cell 1 confirmed, cell 2 provisional
        var alert = alerts(story).get(0);
        assertThat(alert.getState()).isEqualTo(ChangeState.PROVISIONAL);
        assertThat(alert.getFirst()).isEqualTo(day(0));
        disturb(story, TWO, 36);
        alert = alerts(story).get(0);
        assertThat(alert.getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(alert.getConfirmed()).isEqualTo(day(36));
    }

    @Test
    void aFinishedAlertKeepsItsRecordAndALaterRunMakesANewOne() {
        var story = radarStory();
        disturb(story, TWO, 0, 12, 24);
        disturb(story, Set.of(), 36, 48, 60);
        var finished = alerts(story).get(0);
        assertThat(finished.getState()).isEqualTo(ChangeState.FINISHED);
        assertThat(finished.getId()).isEqualTo(Ids.alert(PATCH, day(0), 1));
        assertThat(finished.getConfirmed()).isEqualTo(day(24));
        disturb(story, TWO, 72, 84);
        var both = alerts(story);
        assertThat(both).hasSize(2).contains(finished);
        assertThat(both.get(1).getId()).isEqualTo(Ids.alert(PATCH, day(72), 1));
    }

    @Test
    void aCellThatFinishesFirstStaysWithItsAlert() {
        var story = radarStory();
        disturb(story, Set.of(0, 1, 2), 0, 12, 24);
        disturb(story, TWO, 36, 48, 60);
        var alert = alerts(story).get(0);
        assertThat(alert.getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(alert.getCells()).containsExactly(0, 1, 2);
        disturb(story, Set.of(), 72, 84, 96);
        assertThat(alerts(story))
                .singleElement()
                .satisfies(
                        after -> {
                            assertThat(after.getState()).isEqualTo(ChangeState.FINISHED);
                            assertThat(after.getId()).isEqualTo(alert.getId());
                        });
    }

    @Test
    void anObservationOfAnotherSeriesMovesTheGap() {
        var story = radarStory();
        disturb(story, TWO, 0, 12, 24);
        story.add(look(optical(), 24 + 181, Set.of()));
        assertThat(alerts(story).get(0).getState()).isEqualTo(ChangeState.FINISHED);
    }

    @Test
    void radarConfirmsWhatOpticsSawFirst() {
        var story = radarStory();
        story.addAll(quiet(optical()));
        disturb(story, TWO, 0, 12);
        story.add(look(optical(), 5, TWO));
        story.add(look(optical(), 10, TWO));
        var alert = alerts(story).get(0);
        assertThat(alert.getState()).isEqualTo(ChangeState.CONFIRMED);
        assertThat(alert.getConfirmed()).isEqualTo(day(12));
        assertThat(alert.getEvidence()).hasSize(2);
    }

    @Test
    void aCloudyCellIsNoLook() {
        var story = radarStory();
        disturb(story, TWO, 0, 12);
        story.add(
                Observations.outcome(
                        radar().embedding(24, (cell, number) -> 0, cell -> cell == 1 ? 179 : 225),
                        1));
        disturb(story, TWO, 36);
        // cell 2 had a clear look at day 24, cell 1 had none and was confirmed at day 36
        assertThat(alerts(story)).isEmpty();
        story.remove(story.size() - 2);
        story.add(
                Observations.outcome(
                        radar().embedding(24, (cell, number) -> 0, cell -> cell == 1 ? 180 : 225),
                        1));
        assertThat(alerts(story)).isEmpty();
        story.remove(story.size() - 1);
        story.add(
                Observations.outcome(
                        radar().embedding(
                                        24,
                                        (cell, number) -> 0,
                                        cell -> TWO.contains(cell) ? 179 : 225),
                        1));
        assertThat(alerts(story).get(0).getState()).isEqualTo(ChangeState.CONFIRMED);
    }

    @Test
    void whatIsGoneIsNotCounted() {
        var story = radarStory();
        disturb(story, TWO, 0, 12, 24);
        story.add(radar().notSeen(24, 2, OutcomeKind.GONE));
        assertThat(alerts(story).get(0).getState()).isEqualTo(ChangeState.PROVISIONAL);
        story.add(radar().notSeen(12, 2, OutcomeKind.GATED));
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void missingBandsAreAnotherSeries() {
        var story = radarStory();
        for (int day : new int[] {0, 12, 24}) {
            var look = look(radar(), day, TWO);
            look.getEmbedding().setFilledBands(List.of("VH"));
            story.add(look);
        }
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void groundRangeWithoutTerrainCorrectionIsAnotherSeries() {
        var story = radarStory();
        for (int day : new int[] {0, 12, 24}) {
            var look = look(radar(), day, TWO);
            look.getEmbedding().setQuality(List.of("NO_TERRAIN_CORRECTION"));
            story.add(look);
        }
        assertThat(alerts(story)).isEmpty();
    }

    @Test
    void anAlertSaysWhatSetsItsSeriesApart() {
        var story = radarStory();
        disturb(story, TWO, 0, 12, 24);
        story.forEach(look -> look.getEmbedding().setQuality(List.of("UNCALIBRATED")));

        assertThat(alerts(story))
                .singleElement()
                .satisfies(
                        alert ->
                                assertThat(alert.getEvidence().get(0).getQuality())
                                        .containsExactly("UNCALIBRATED"));
    }

    /** A whole history of the same list is a series like any other, and says what it lacks. */
    @Test
    void anAlertListsTheBandsItsSeriesLacks() {
        var story = radarStory();
        disturb(story, TWO, 0, 12, 24);
        story.forEach(look -> look.getEmbedding().setFilledBands(List.of("VH")));

        assertThat(alerts(story))
                .singleElement()
                .satisfies(
                        alert ->
                                assertThat(alert.getEvidence().get(0).getFilledBands())
                                        .containsExactly("VH"));
    }

    /** S2 with, say, B02 alone: embedded and classified, but no number of it is scored. */
    @Test
    void aLookWithoutAScoredBandSaysNothing() {
        var story = radarStory();
        disturb(story, TWO, 0, 12);
        var blind = look(radar(), 24, TWO);
        blind.getEmbedding().setFilledBands(List.of("VV", "VH"));
        blind.getEmbedding().getCells().setNames(List.of());
        story.add(blind);

        assertThat(alerts(story))
                .singleElement()
                .satisfies(a -> assertThat(a.getState()).isEqualTo(ChangeState.PROVISIONAL));
    }

    @Test
    void geometryIsTheUnionOfTheCellsInDegrees() throws Exception {
        var story = radarStory();
        disturb(story, TWO, 0, 12);
        var alert = alerts(story).get(0);
        var ground = geometry(alert.getGeometry());
        assertThat(ground.getGeometryType()).isEqualTo("Polygon");
        assertThat(ground.isValid()).isTrue();
        // two cells of 400 m: corners from 300,400 E 5,900,040 N of zone 33 (12 E .. 18 E)
        assertThat(alert.getAreaHectares()).isCloseTo(32, within(1e-9));
        double metresPerDegree = 111_320;
        double squareMetres =
                ground.getArea()
                        * metresPerDegree
                        * metresPerDegree
                        * Math.cos(Math.toRadians(ground.getCentroid().getY()));
        assertThat(squareMetres).isCloseTo(320_000, within(3_200.0));
        assertThat(ground.getCentroid().getX()).isCloseTo(12.0, within(0.1));
        assertThat(ground.getCentroid().getY()).isCloseTo(53.2, within(0.05));
    }

    private static Geometry geometry(java.nio.ByteBuffer wkb) throws Exception {
        return new WKBReader().read(Packed.bytes(wkb));
    }
}
