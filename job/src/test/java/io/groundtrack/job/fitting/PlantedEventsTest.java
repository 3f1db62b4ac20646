package io.groundtrack.job.fitting;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.embedded.TruthMatch;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.operators.change.TrackChangeFunction;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.event.EventKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * What change tracking says of planted events, with the thresholds that the default model ships.
 */
class PlantedEventsTest {

    private static final double MIN_CLEAR = 0.2;

    @Test
    void everyEventOfTheDemoIsFoundAndNothingElsewhere() throws Exception {
        var match = match(Landscape.of(LandscapeOptions.demo()));
        assertThat(match.events())
                .extracting(found -> found.event().kind())
                .contains(EventKind.CLEARING, EventKind.FIRE, EventKind.FLOOD);
        assertThat(
                        match.events().stream()
                                .filter(found -> found.alert().isEmpty())
                                .map(found -> found.event().id()))
                .as("missed")
                .isEmpty();
        assertThat(match.elsewhere()).extracting(Change::getId).isEmpty();
    }

    @Test
    void nineOfTenEventsOfTenOtherLandscapesAreFoundWithAtMostOneFalseAlert() throws Exception {
        var missed = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        int planted = 0;
        for (long seed : LongStream.rangeClosed(501, 510).toArray()) {
            var match = match(Landscape.of(LandscapeOptions.ofSeed(seed)));
            planted += match.events().size();
            match.events().stream()
                    .filter(found -> found.alert().isEmpty())
                    .forEach(found -> missed.add(seed + "/" + found.event().id()));
            match.elsewhere().forEach(alert -> elsewhere.add(seed + "/" + alert.getId()));
        }
        assertThat(planted).isGreaterThanOrEqualTo(30);
        assertThat(missed).as("missed of %s", planted).hasSizeLessThanOrEqualTo(planted / 10);
        assertThat(elsewhere).as("alerts where nothing was planted").hasSizeLessThanOrEqualTo(1);
    }

    private static TruthMatch match(Landscape landscape) throws Exception {
        var alerts = new ArrayList<Change>();
        for (var history : new LandscapeObservations(landscape, MIN_CLEAR).histories().values()) {
            alerts.addAll(live(history));
        }
        return TruthMatch.of(landscape, alerts);
    }

    @SuppressWarnings("try")
    private static List<Change> live(List<PatchEmbedding> history) throws Exception {
        var function =
                new TrackChangeFunction(
                        ChangeOptions.defaults().withHorizon(Duration.ZERO), thresholds());
        Map<String, Change> live = new TreeMap<>();
        try (var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(function),
                        PatchOutcome::getPatchId,
                        Types.STRING)) {
            harness.open();
            for (var look : history) {
                harness.processElement(outcome(look), 0);
            }
            harness.extractOutputValues().forEach(change -> live.put(change.getId(), change));
        }
        return live.values().stream()
                .filter(
                        c ->
                                c.getState() != ChangeState.SUPERSEDED
                                        && c.getState() != ChangeState.RETRACTED)
                .toList();
    }

    private static PatchOutcome outcome(PatchEmbedding look) {
        return PatchOutcome.newBuilder()
                .setPatchId(look.getPatchId())
                .setTile(look.getTile())
                .setRow(look.getRow())
                .setColumn(look.getColumn())
                .setEpsg(look.getEpsg())
                .setUlx(look.getUlx())
                .setUly(look.getUly())
                .setPassId(look.getPassId())
                .setPassRevision(1)
                .setSensor(look.getSensor())
                .setPlatform(look.getPlatform())
                .setProductKind(look.getProductKind())
                .setRelativeOrbit(look.getRelativeOrbit())
                .setAcquisitionTime(look.getAcquisitionTime())
                .setKind(OutcomeKind.EMBEDDED)
                .setEmbedding(look)
                .build();
    }

    private static Thresholds thresholds() throws IOException {
        try (var in =
                PlantedEventsTest.class.getResourceAsStream(
                        "/io/groundtrack/model/csmoe-nano/thresholds.json")) {
            return Thresholds.parse(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8), "thresholds.json");
        }
    }
}
