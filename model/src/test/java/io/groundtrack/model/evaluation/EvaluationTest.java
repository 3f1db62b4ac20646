package io.groundtrack.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.head.DescentOptions;
import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.model.patches.SensorLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On patches whose class is told by the brightness of S2 and the roughness of S1. */
class EvaluationTest {
    private static final List<String> CLASSES = List.of("bright", "rough", "never");
    private static final int PATCHES = 200;
    private static final EvaluationOptions OPTIONS =
            new EvaluationOptions(
                    5,
                    3,
                    0.25,
                    0.25,
                    60,
                    20,
                    new DescentOptions(3e-2, 0.01, 64, 60, 8, 3),
                    new DescentOptions(3e-2, 0.01, 8, 10, 4, 3));

    @TempDir private static Path folder;
    private static Path patches;
    private static Path model;

    @BeforeAll
    static void write() throws IOException {
        model = folder.resolve("model");
        Files.createDirectories(model);
        TinyCheckpoint.write(model);
        patches = folder.resolve("patches");
        write(patches, CLASSES, true);
    }

    private static void write(Path to, List<String> classes, boolean labelled) {
        var layout =
                new PatchLayout(
                        12,
                        SensorLayout.radar(List.of("VV", "VH")),
                        SensorLayout.optics(List.of("B08", "B03", "B02")),
                        classes);
        var random = new Random(4);
        try (var writer = PatchShardWriter.create(to, layout, 64)) {
            for (int i = 0; i < PATCHES; i++) {
                add(writer, random, i, labelled);
            }
            writer.finish(List.of("drawn"));
        }
    }

    private static void add(PatchShardWriter writer, Random random, int i, boolean labelled) {
        boolean bright = random.nextBoolean();
        boolean rough = random.nextBoolean();
        var s1 = new float[2 * 144];
        var s2 = new float[3 * 144];
        for (int p = 0; p < s1.length; p++) {
            s1[p] = (float) ((rough ? -9 : -18) + random.nextGaussian());
        }
        for (int p = 0; p < s2.length; p++) {
            s2[p] = (float) ((bright ? 1500 : 500) + 100 * random.nextGaussian());
        }
        var classes = new byte[144];
        Arrays.fill(classes, (byte) (bright ? 0 : 1));
        classes[7] = PatchLayout.IGNORED;
        var id = "p%03d".formatted(i);
        var look = new PatchAttributes.Look("pass", Instant.parse("2024-06-01T10:00:00Z"), 1, 1);
        // two looks at each place
        var attributes =
                new PatchAttributes(
                        id,
                        "place" + i / 2,
                        "33UUP",
                        0,
                        i / 2,
                        32633,
                        0,
                        0,
                        0,
                        0,
                        look,
                        look,
                        "drawn",
                        List.of());
        Optional<float[]> labels =
                labelled
                        ? Optional.of(new float[] {bright ? 1 : 0, rough ? 1 : 0, 0})
                        : Optional.empty();
        writer.add(
                new PatchExample(
                        id, s1, s2, labels, labelled ? Optional.of(classes) : Optional.empty()),
                attributes);
    }

    private static EmbeddingModel open() {
        return EmbeddingModel.open(model.toString(), new ModelOptions(16, 1, "cpu"));
    }

    private static EvaluationReport evaluate() {
        try (var opened = open()) {
            return Evaluation.run(opened, List.of(patches), OPTIONS, line -> {});
        }
    }

    private static ClassificationRow probe(EvaluationReport report, String features, String input) {
        return report.classification().stream()
                .filter(row -> row.features().equals(features) && row.input().equals(input))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    @Test
    void eachSensorTellsItsOwnClassAndChanceTellsNone() {
        var report = evaluate();

        assertThat(probe(report, "model", "s1").scores().apPerClass()[1]).isGreaterThan(0.99);
        assertThat(probe(report, "model", "s2").scores().apPerClass()[0]).isGreaterThan(0.99);
        assertThat(probe(report, "model", "s1+s2").scores().apMacro()).isGreaterThan(0.98);
        assertThat(probe(report, "bands", "s1+s2").scores().apMacro()).isGreaterThan(0.98);
        assertThat(probe(report, "model", "s1").scores().apPerClass()[0]).isLessThan(0.75);
        assertThat(probe(report, "random", "none").scores().apMacro()).isLessThan(0.7);
        assertThat(probe(report, "constant", "none").scores().apMacro())
                .isCloseTo(0.5, within(0.15));
        assertThat(probe(report, "model", "s2").scores().apPerClass()[2]).isNaN();

        var segmented = report.segmentation().rows();
        assertThat(segmented).hasSize(7);
        assertThat(segmented.get(1).input()).isEqualTo("s2");
        assertThat(segmented.get(1).confusion().pixelAccuracy()).isGreaterThan(0.95);
        assertThat(segmented.get(6).confusion().pixelAccuracy()).isLessThan(0.8);

        var retrieved = report.retrieval();
        assertThat(retrieved)
                .extracting(RetrievalRow::direction)
                .startsWith("s1->s1", "s2->s2", "s1->s2", "s2->s1");
        assertThat(retrieved.get(1).scores().f1())
                .isGreaterThan(retrieved.get(6).scores().f1() + 0.1);
        assertThat(report.patches().withoutLabels()).isZero();
        assertThat(report.patches().places()).isEqualTo(PATCHES / 2);
    }

    @Test
    void theSameSeedGivesTheSameReport() {
        assertThat(evaluate().toJson()).isEqualTo(evaluate().toJson());
    }

    @Test
    void looksAtOnePlaceLieInOnePart() {
        try (var opened = open()) {
            var set = new LabelledPatches(List.of(patches), opened, OPTIONS);
            var embedded = EmbeddedPatches.of(set, opened, done -> {});

            for (int i = 0; i < PATCHES; i += 2) {
                assertThat(embedded.parts().get(i)).isEqualTo(embedded.parts().get(i + 1));
            }
            assertThat(embedded.parts()).contains(Part.TRAIN, Part.VALIDATION, Part.TEST);
            // read in the model's band order, not in the set's
            assertThat(opened.bands(Sensor.S2)).containsExactly("B02", "B03", "B08");
        }
    }

    @Test
    void someTakesThatManySpreadOverThePart() {
        try (var opened = open()) {
            var set = new LabelledPatches(List.of(patches), opened, OPTIONS);
            int all = (int) set.count(Part.TRAIN);
            for (int most : new int[] {1, 7, all - 1, all, all + 5}) {
                var taken = new int[1];
                set.some(Part.TRAIN, most, 3, (examples, of) -> taken[0] += examples.size());

                assertThat(taken[0]).isEqualTo(Math.min(most, all));
            }
        }
    }

    @Test
    void theTableNamesEveryTask() {
        var text = evaluate().toText();

        assertThat(text)
                .contains("classification", "segmentation", "retrieval", "F1@5", "s1+s2")
                .contains("bright");
    }

    @Test
    void expertsAreWatchedOnTestPatches() {
        try (var opened = open()) {
            var use =
                    Evaluation.experts(
                            model.toString(),
                            opened,
                            new ModelOptions(16, 1, "cpu"),
                            List.of(patches),
                            OPTIONS,
                            line -> {});

            assertThat(use.patches()).isEqualTo(20);
            assertThat(use.layers()).hasSize(2);
        }
    }

    @Test
    void setsThatDoNotFitAreRefused() {
        var other = folder.resolve("other");
        write(other, List.of("wet", "dry", "never"), true);
        var unlabelled = folder.resolve("unlabelled");
        write(unlabelled, CLASSES, false);
        try (var opened = open()) {
            assertThatThrownBy(
                            () ->
                                    Evaluation.run(
                                            opened, List.of(patches, other), OPTIONS, line -> {}))
                    .hasMessageContaining("classes [wet, dry, never] (expected: [bright,");
            assertThatThrownBy(
                            () -> Evaluation.run(opened, List.of(unlabelled), OPTIONS, line -> {}))
                    .hasMessageContaining("none with labels to train");
            var tooMany = EvaluationOptions.defaults(100, 1);
            assertThatThrownBy(() -> Evaluation.run(opened, List.of(patches), tooMany, line -> {}))
                    .hasMessageContaining("k: 100 (expected: at most ");
        }
    }
}
