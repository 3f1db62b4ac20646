package io.groundtrack.sinks.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Packed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ResultHashTest {

    private static final String USUAL = ResultHash.of(Results.ofTwoPasses().live());

    @Test
    void revisionsDoNotCount() {
        assertThat(
                        after(
                                r -> {
                                    r.embeddings.values().forEach(e -> e.setPassRevision(9));
                                    r.changes.values().forEach(c -> c.setRevision(9));
                                    r.ledger.values().forEach(line -> line.setRevision(9));
                                }))
                .isEqualTo(USUAL);
    }

    @Test
    void hashingChangesNoRecord() {
        var results = Results.ofTwoPasses();
        results.embeddings.values().forEach(e -> e.setPassRevision(9));
        ResultHash.of(results.live());
        assertThat(results.embeddings.values())
                .allSatisfy(e -> assertThat(e.getPassRevision()).isEqualTo(9));
    }

    @Test
    void orderOfInsertionDoesNotCount() {
        var results = Results.ofTwoPasses();
        var backwards = new ArrayList<>(results.embeddings.values());
        Collections.reverse(backwards);
        var lines = new ArrayList<>(results.ledger.values());
        Collections.reverse(lines);
        results.embeddings.clear();
        results.ledger.clear();
        backwards.forEach(results::take);
        lines.forEach(results::take);
        assertThat(ResultHash.of(results.live())).isEqualTo(USUAL);
    }

    @Test
    void whatIsWithdrawnOrGoneDoesNotCount() {
        assertThat(
                        after(
                                r -> {
                                    r.take(
                                            Results.alert(
                                                    "a", ChangeState.RETRACTED, Results.SQUARE));
                                    r.take(
                                            Results.alert(
                                                    "z", ChangeState.SUPERSEDED, Results.SQUARE));
                                    r.take(Results.line(LedgerKind.PAIR, "gone", "gone"));
                                }))
                .isEqualTo(USUAL);
    }

    @Test
    void countsAndDeadLettersDoNotCount() {
        assertThat(after(r -> r.notices = 77)).isEqualTo(USUAL);
    }

    @Test
    void aVectorCounts() {
        assertThat(
                        after(
                                r ->
                                        r.embeddings
                                                .get(r.embeddings.firstKey())
                                                .setVector(Packed.floats(new float[] {1, 3}))))
                .isNotEqualTo(USUAL);
    }

    @Test
    void aCellCounts() {
        assertThat(
                        after(
                                r -> {
                                    var cells =
                                            r.embeddings.get(r.embeddings.firstKey()).getCells();
                                    var numbers = Packed.shorts(cells.getNumbers());
                                    numbers[5]++;
                                    cells.setNumbers(Packed.shorts(numbers));
                                }))
                .isNotEqualTo(USUAL);
    }

    @Test
    void aPairCounts() {
        assertThat(after(r -> r.ledger.get("pair|pass-S2").setDetail("other"))).isNotEqualTo(USUAL);
        assertThat(after(r -> r.ledger.get("pair|pass-S2").setStatus("gone"))).isNotEqualTo(USUAL);
    }

    @Test
    void aClassificationCounts() {
        assertThat(after(r -> r.take(Results.classification("pass-S1", null)))).isNotEqualTo(USUAL);
        assertThat(
                        after(
                                r ->
                                        r.classifications
                                                .get(r.classifications.firstKey())
                                                .setScores(
                                                        Packed.floats(new float[] {0.25f, 0.7f}))))
                .isNotEqualTo(USUAL);
    }

    @Test
    void anAlertCounts() {
        assertThat(after(r -> r.changes.get("alert").setState(ChangeState.FINISHED)))
                .isNotEqualTo(USUAL);
        assertThat(after(r -> r.changes.get("alert").setState(ChangeState.RETRACTED)))
                .isNotEqualTo(USUAL);
    }

    @Test
    void aLiveGranuleLeftOutCounts() {
        assertThat(after(r -> r.embeddings.remove(r.embeddings.firstKey()))).isNotEqualTo(USUAL);
    }

    private static String after(Consumer<Results> something) {
        var results = Results.ofTwoPasses();
        something.accept(results);
        return ResultHash.of(results.live());
    }
}
