package io.groundtrack.sinks.files;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.SeriesEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An alert of two series that name their observations; Sentinel-1 scores higher. */
class AlertPicturesTest {

    private static final Instant LAST = Results.TIME.plus(Duration.ofDays(13));

    private final Results results = Results.ofTwoPasses();
    private final String patch = results.embeddings.values().iterator().next().getPatchId();

    private static PatchEmbedding look(String pass, Instant time) {
        return anObservation().s1().pass(pass).acquired(time).vector(1, 2).build();
    }

    private SeriesEvidence evidence(Sensor sensor, double score, String before, String after) {
        return SeriesEvidence.newBuilder()
                .setSensor(sensor)
                .setFirst(Results.TIME)
                .setLast(LAST)
                .setScore(score)
                .setBefore(before == null ? null : Ids.observation(patch, before))
                .setAfter(Ids.observation(patch, after))
                .build();
    }

    private JsonNode properties(String before, String after) {
        var alert =
                Change.newBuilder(Results.alert("alert", ChangeState.CONFIRMED, Results.SQUARE))
                        .setPatchId(patch)
                        .setEvidence(
                                List.of(
                                        evidence(Sensor.S1, 9, before, after),
                                        evidence(Sensor.S2, 8, "other", "other")))
                        .build();
        results.take(alert);
        return AlertFeature.of(alert, new AlertPictures(results.live())).get("properties");
    }

    @Test
    void theSeriesThatScoresHighestNamesThePictures() {
        results.take(look("before", Results.TIME));
        results.take(look("last", LAST));
        results.take(look("other", LAST));

        var properties = properties("before", "last");

        assertThat(properties.path("before").path("observation").asText()).endsWith("|before");
        assertThat(properties.path("after").path("observation").asText()).endsWith("|last");
        assertThat(properties.path("after").path("time").asText()).isEqualTo(LAST.toString());
        assertThat(properties.path("evidence"))
                .extracting(series -> series.path("before").asText())
                .containsExactly(patch + "|before", patch + "|other");
    }

    @Test
    void classesAreThoseOfTheObservation() {
        var any = results.classifications.values().iterator().next();
        var classified = Classification.newBuilder(any).setPatchId(patch).build();
        results.take(classified);
        results.take(look(classified.getS1Pass(), Results.TIME));

        var before = properties(classified.getS1Pass(), "last").path("before");

        assertThat(before.path("observation").asText()).endsWith("|" + classified.getS1Pass());
        assertThat(before.path("classes"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(classified.getLabels());
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        results.embeddings.clear();
        results.take(look("last", LAST));

        assertThat(properties("gone", "last").has("before")).isFalse();
        assertThat(properties(null, "last").has("before")).isFalse();
        assertThat(properties(null, "last").path("after").path("observation").asText())
                .endsWith("|last");
    }
}
