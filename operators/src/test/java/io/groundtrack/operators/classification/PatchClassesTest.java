package io.groundtrack.operators.classification;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.testing.builders.ObservationBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchClassesTest {

    @Test
    void anS2PassIsFusedWithItsPartnerWhereThatOneIsEmbedded() {
        var classes = classified(Map.of("s2", "s1"), s2("s2", 0.7f), s1("s1", 0.6f));
        assertThat(classes)
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.getS1Pass()).isEqualTo("s1");
                            assertThat(c.getS2Pass()).isEqualTo("s2");
                            assertThat(Packed.floats(c.getScores())).containsExactly(0.6f, 0.7f);
                            assertThat(c.getLabels()).containsExactly("radar", "optics");
                            assertThat(c.getLive()).isTrue();
                        });
    }

    @Test
    void anS2PassWhosePartnerIsNotEmbeddedStandsAlone() {
        var classes = classified(Map.of("s2", "s1"), s2("s2", 0.7f));
        assertThat(classes)
                .singleElement()
                .satisfies(
                        c -> {
                            assertThat(c.getS1Pass()).isNull();
                            assertThat(Packed.floats(c.getScores())).containsExactly(0, 0.7f);
                        });
    }

    @Test
    void anS1PassStandsAloneOnlyWhereNoS2PassTookIt() {
        var classes =
                classified(Map.of("s2", "taken"), s2("s2", 0.7f), s1("taken", 1), s1("free", 1));
        assertThat(classes)
                .extracting(Classification::getS1Pass, Classification::getS2Pass)
                .containsExactlyInAnyOrder(tuple("taken", "s2"), tuple("free", null));
    }

    @Test
    void anS1PassWhoseS2PassIsNotEmbeddedStandsAlone() {
        assertThat(classified(Map.of("s2", "s1"), s1("s1", 1)))
                .singleElement()
                .extracting(Classification::getS2Pass)
                .isNull();
    }

    @Test
    void oneS1PassServesSeveralS2Passes() {
        var classes = classified(Map.of("a", "s1", "b", "s1"), s2("a", 0), s2("b", 0), s1("s1", 1));
        assertThat(classes).hasSize(2).allSatisfy(c -> assertThat(c.getS1Pass()).isEqualTo("s1"));
    }

    @Test
    void vectorsOfDifferentModelsAreNeverFused() {
        var other = anObservation().s1().pass("s1").vector(1).model("other-00000000").build();
        var classes = classified(Map.of("s2", "s1"), s2("s2", 0.7f), other);
        assertThat(classes)
                .extracting(Classification::getS1Pass, Classification::getS2Pass)
                .containsExactlyInAnyOrder(tuple("s1", null), tuple(null, "s2"));
    }

    @Test
    void aScoreOfAHalfIsALabel() {
        var classes = classified(Map.of(), s2("s2", 0.5f), s1("s1", 0.49f));
        assertThat(classes)
                .extracting(Classification::getLabels)
                .containsExactlyInAnyOrder(List.of("optics"), List.of());
    }

    @Test
    void bandsThatWereFilledAreListed() {
        var radar = anObservation().s1().pass("s1").vector(1).filledBands("VH").build();
        var optics = anObservation().s2().pass("s2").vector(1).filledBands("B05", "B11").build();

        assertThat(classified(Map.of("s2", "s1"), radar, optics))
                .singleElement()
                .satisfies(c -> assertThat(c.getFilledBands()).containsExactly("VH", "B05", "B11"));
        assertThat(classified(Map.of(), radar, s2("s2", 1)))
                .extracting(Classification::getFilledBands)
                .containsExactlyInAnyOrder(List.of("VH"), List.of());
    }

    private static List<Classification> classified(
            Map<String, String> partners, PatchEmbedding... embeddings) {
        return List.copyOf(
                PatchClasses.of(List.of(embeddings), partners, new FirstNumbers()).values());
    }

    private static PatchEmbedding s1(String pass, float number) {
        return build(anObservation().s1(), pass, number);
    }

    private static PatchEmbedding s2(String pass, float number) {
        return build(anObservation().s2(), pass, number);
    }

    private static PatchEmbedding build(ObservationBuilder of, String pass, float number) {
        return of.pass(pass).vector(number).build();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
