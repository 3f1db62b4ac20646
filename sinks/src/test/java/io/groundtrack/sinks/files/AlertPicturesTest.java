package io.groundtrack.sinks.files;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.SeriesEvidence;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An alert of one Sentinel-1 series over cells 1 and 2, its first look a day after TIME. */
class AlertPicturesTest {

    private static final Instant FIRST = Results.TIME.plus(Duration.ofDays(1));
    private static final Instant LAST = FIRST.plus(Duration.ofDays(12));

    private final Results results = Results.ofTwoPasses();

    private static PatchEmbedding look(String pass, Instant time, int clearPixels) {
        var seen = anObservation().s1().pass(pass).acquired(time).vector(1, 2).build();
        var clear = new byte[64];
        Arrays.fill(clear, (byte) clearPixels);
        seen.getCells().setPixels(225);
        seen.getCells().setClear(ByteBuffer.wrap(clear));
        return seen;
    }

    private JsonNode properties() {
        var any = results.embeddings.values().iterator().next();
        var alert =
                Change.newBuilder(Results.alert("alert", ChangeState.CONFIRMED, Results.SQUARE))
                        .setPatchId(any.getPatchId())
                        .setCells(List.of(1, 2))
                        .setEvidence(
                                List.of(
                                        SeriesEvidence.newBuilder()
                                                .setSensor(Sensor.S1)
                                                .setRelativeOrbit(orbit())
                                                .setProductKind(kind())
                                                .setFirst(FIRST)
                                                .setLast(LAST)
                                                .setScore(9)
                                                .build()))
                        .build();
        results.take(alert);
        return AlertFeature.of(alert, new AlertPictures(results.live())).get("properties");
    }

    private static int orbit() {
        return look("any", FIRST, 225).getRelativeOrbit();
    }

    private static String kind() {
        return look("any", FIRST, 225).getProductKind();
    }

    @Test
    void theNewestClearLookBeforeTheFirstAndTheLastAreThePictures() {
        results.take(look("clear", Results.TIME.plus(Duration.ofMinutes(30)), 225));
        results.take(look("clouded", Results.TIME.plus(Duration.ofHours(1)), 10));
        results.take(look("first", FIRST, 225));
        results.take(look("last", LAST, 225));
        results.take(look("later", LAST.plus(Duration.ofDays(12)), 225));

        var properties = properties();

        assertThat(properties.path("before").path("observation").asText()).endsWith("|clear");
        assertThat(properties.path("after").path("observation").asText()).endsWith("|last");
        assertThat(properties.path("after").path("time").asText()).isEqualTo(LAST.toString());
    }

    @Test
    void classesAreThoseOfTheObservation() {
        var any = results.classifications.values().iterator().next();
        var patch = results.embeddings.values().iterator().next().getPatchId();
        var classified = Classification.newBuilder(any).setPatchId(patch).build();
        results.take(classified);
        results.take(look(classified.getS1Pass(), Results.TIME, 225));

        var before = properties().path("before");

        assertThat(before.path("observation").asText()).endsWith("|" + classified.getS1Pass());
        assertThat(before.path("classes"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(classified.getLabels());
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        results.embeddings.clear();
        results.take(look("last", LAST, 225));

        var properties = properties();

        assertThat(properties.has("before")).isFalse();
        assertThat(properties.path("after").path("observation").asText()).endsWith("|last");
    }
}
