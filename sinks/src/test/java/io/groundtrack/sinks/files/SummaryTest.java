package io.groundtrack.sinks.files;

import static io.groundtrack.sinks.files.Results.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void sumsOfARunThatIsThroughClose() {
        var summary = Summary.of(Results.ofTwoPasses().live(), "m", Map.of("cut", 1.5));
        assertThat(summary.openSums()).isEmpty();
        var json = summary.json();
        assertThat(json.get("notices").asLong()).isEqualTo(2);
        assertThat(json.get("products").asInt()).isEqualTo(2);
        assertThat(json.get("granules").asInt()).isEqualTo(2);
        assertThat(json.get("passes").asInt()).isEqualTo(2);
        assertThat(json.get("pairs").asInt()).isEqualTo(1);
        assertThat(json.get("pairedPatches").asInt()).isEqualTo(1);
        assertThat(json.get("patches").toString())
                .isEqualTo("{\"expected\":2,\"embedded\":2,\"gated\":0,\"rejected\":0}");
        assertThat(json.get("alerts").toString()).isEqualTo("{\"confirmed\":1}");
        assertThat(json.get("modelId").asText()).isEqualTo("m");
        assertThat(json.get("seconds").get("cut").asDouble()).isEqualTo(1.5);
        assertThat(json.get("resultHash").asText()).matches("[0-9a-f]{64}");
    }

    @Test
    void ignoredRejectedRepeatedSupersededAndDeletedNoticesCount() {
        var results = Results.ofTwoPasses();
        results.notices = 9;
        results.take(line(LedgerKind.NOTICE, "notices/0/5", "ignored"));
        results.deadLetters.put("bad", reject("bad", "read-notices"));
        results.deadLetters.put("file", reject("file", "cut-into-patches"));
        var gone = line(LedgerKind.PRODUCT, "gone", "gone");
        gone.setDeleted(2);
        gone.setSuperseded(2);
        gone.setRepeated(1);
        results.take(gone);
        var summary = Summary.of(results.live(), "m", Map.of());
        assertThat(summary.openSums()).isEmpty();
        assertThat(summary.json().get("rejected").asInt()).isEqualTo(1);
        assertThat(summary.json().get("deadLetters").asInt()).isEqualTo(2);
    }

    @Test
    void aNoticeOfWhichNothingIsKnownLeavesASumOpen() {
        var results = Results.ofTwoPasses();
        results.notices = 3;
        assertThat(Summary.openSums(results.live()))
                .containsExactly(
                        "notices = products + repeated + superseded + deleted + ignored + rejected:"
                                + " 3 is not 2");
    }

    @Test
    void aPatchWithoutOutcomeLeavesASumOpen() {
        var results = Results.ofTwoPasses();
        var pass = line(LedgerKind.PASS, "pass-S1", "live");
        pass.setPatches(4);
        results.take(pass);
        assertThat(Summary.openSums(results.live()))
                .containsExactly("expected = embedded + gated + rejected: 5 is not 2");
    }

    @Test
    void anEmbeddingThatIsMissingLeavesASumOpen() {
        var results = Results.ofTwoPasses();
        results.embeddings.remove(results.embeddings.firstKey());
        assertThat(Summary.openSums(results.live()))
                .containsExactly("embedded patches = embeddings: 2 is not 1");
    }

    @Test
    void whatIsGoneAndWhatIsWithdrawnDoesNotCount() {
        var results = Results.ofTwoPasses();
        results.take(line(LedgerKind.PASS, "gone", "gone"));
        results.take(line(LedgerKind.PAIR, "gone", "gone"));
        results.take(line(LedgerKind.PATCH, "gone", "gone"));
        results.take(Results.alert("old", ChangeState.SUPERSEDED, Results.SQUARE));
        results.take(Results.alert("none", ChangeState.RETRACTED, Results.SQUARE));
        var summary = Summary.of(results.live(), "m", Map.of());
        assertThat(summary.openSums()).isEmpty();
        assertThat(summary.json().get("alerts").toString()).isEqualTo("{\"confirmed\":1}");
        assertThat(summary.json().get("pairs").asInt()).isEqualTo(1);
    }

    private static Reject reject(String id, String step) {
        return Reject.newBuilder()
                .setId(id)
                .setReason(RejectReason.TOO_LATE)
                .setStep(step)
                .setOrigin(io.groundtrack.schemas.Origin.newBuilder().build())
                .build();
    }
}
