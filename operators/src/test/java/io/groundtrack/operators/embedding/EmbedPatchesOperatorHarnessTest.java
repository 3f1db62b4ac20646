package io.groundtrack.operators.embedding;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.script.Precision;
import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchWindow;
import io.groundtrack.testing.builders.ObservationBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the real, smallest model: one copy of it serves all tests. */
@SuppressWarnings("try") // the harness declares close() throws Exception
class EmbedPatchesOperatorHarnessTest {

    private static final int BATCH = 4;
    private static final Duration WAIT = Duration.ofMillis(200);
    private static final EmbeddingOptions OPTIONS =
            new EmbeddingOptions("csmoe-nano", BATCH, WAIT, 1, "cpu", Precision.FP32);

    private static SharedModel shared;

    @BeforeAll
    static void openModel() {
        shared = SharedModel.acquire(OPTIONS);
    }

    @AfterAll
    static void closeModel() {
        shared.close();
    }

    @Test
    void aFullBatchIsEmbeddedAtOnce() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            for (int i = 0; i < BATCH - 1; i++) {
                take(harness, cut("pass", i));
            }
            assertThat(harness.extractOutputValues()).isEmpty();
            take(harness, cut("pass", 3));
            await(harness, BATCH);
            assertThat(kinds(harness)).hasSize(BATCH).containsOnly(OutcomeKind.EMBEDDED);
        }
    }

    @Test
    void aPatchWaitsNoLongerThanItMay() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            harness.setProcessingTime(1000);
            take(harness, cut("pass", 0));
            harness.setProcessingTime(1000 + WAIT.toMillis() - 1);
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.setProcessingTime(1000 + WAIT.toMillis());
            await(harness, 1);
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @Test
    void aBatchBegunAfterAFullOneWaitsFromItsOwnFirstPatch() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            harness.setProcessingTime(1000);
            for (int i = 0; i < BATCH; i++) {
                take(harness, cut("pass", i % 4));
            }
            await(harness, BATCH);
            long begun = 1000 + WAIT.toMillis() - 1;
            harness.setProcessingTime(begun);
            take(harness, cut("other", 0));
            harness.setProcessingTime(begun + WAIT.toMillis() - 1);
            assertThat(harness.extractOutputValues()).hasSize(BATCH);
            harness.setProcessingTime(begun + WAIT.toMillis());
            await(harness, BATCH + 1);
            assertThat(harness.extractOutputValues()).hasSize(BATCH + 1);
        }
    }

    @Test
    void whatComesWhileTheModelIsAtWorkKeepsItsPlace() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            for (int i = 0; i < 3 * BATCH; i++) {
                take(harness, cut("pass", i), gated("pass", 100 + i));
            }
            harness.endInput();
            assertThat(harness.extractOutputValues())
                    .extracting(outcome -> outcome.getRow() % 100)
                    .containsExactly(
                            0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11,
                            11);
        }
    }

    @Test
    void nothingIsInFlightAtABarrier() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            take(harness, cut("pass", 0), radar(0));
            harness.prepareSnapshotPreBarrier(1);
            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void whatIsLeftIsEmbeddedAtTheEndOfInputAndBeforeAWatermark() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            take(harness, cut("pass", 0));
            harness.processWatermark(5);
            assertThat(harness.getOutput()).hasSize(2);
            assertThat(harness.extractOutputValues()).hasSize(1);
            take(harness, cut("pass", 1));
            harness.endInput();
            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void outcomesOfAPassKeepTheirOrder() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            take(harness, cut("pass", 0), gated("pass", 1), cut("pass", 2), gone("pass", 3));
            take(harness, gated("pass", 4), cut("pass", 5), gone("pass", 6));
            assertThat(harness.extractOutputValues()).isEmpty();
            take(harness, cut("pass", 7), gated("pass", 8));
            harness.endInput();
            assertThat(harness.extractOutputValues())
                    .extracting(PatchOutcome::getRow)
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(kinds(harness))
                    .containsExactly(
                            OutcomeKind.EMBEDDED,
                            OutcomeKind.GATED,
                            OutcomeKind.EMBEDDED,
                            OutcomeKind.GONE,
                            OutcomeKind.GATED,
                            OutcomeKind.EMBEDDED,
                            OutcomeKind.GONE,
                            OutcomeKind.EMBEDDED,
                            OutcomeKind.GATED);
        }
    }

    @Test
    void whatCarriesNoPixelsPassesThroughUntouched() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            var sent =
                    List.of(
                            gone("pass", 0),
                            gated("pass", 1),
                            observation("pass", 2).rejected("x"));
            var copies = sent.stream().map(o -> PatchOutcome.newBuilder(o).build()).toList();
            for (var outcome : sent) {
                take(harness, outcome);
            }
            assertThat(harness.extractOutputValues().equals(copies)).isTrue();
        }
    }

    @Test
    void anEmbeddedOutcomeHasTheObservationInPlaceOfPixels() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            var cells = cut("pass", 0).getCells();
            take(harness, cut("pass", 0));
            harness.endInput();
            var outcome = harness.extractOutputValues().get(0);
            assertThat(outcome.getWindow()).isNull();
            assertThat(outcome.getCells()).isNull();
            var seen = outcome.getEmbedding();
            assertThat(seen.getPatchId()).isEqualTo(outcome.getPatchId());
            assertThat(seen.getPassRevision()).isEqualTo(outcome.getPassRevision());
            assertThat(seen.getAcquisitionTime()).isEqualTo(outcome.getAcquisitionTime());
            assertThat(seen.getModelId()).isEqualTo(model().modelId());
            assertThat(seen.getDimension()).isEqualTo(model().width());
            assertThat(Packed.floats(seen.getVector())).hasSize(model().width());
            assertThat(seen.getSketch().remaining())
                    .isEqualTo(model().gridSize() * model().gridSize() * model().sketchSize());
            assertThat(seen.getCells().equals(cells)).isTrue();
        }
    }

    @Test
    void aVectorIsTheSameToTheBitAloneAndInAFullBatch() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            take(harness, cut("pass", 5));
            harness.endInput();
            take(harness, cut("pass", 1), cut("pass", 2), cut("pass", 5), cut("pass", 3));
            await(harness, 1 + BATCH);
            var alone = harness.extractOutputValues().get(0).getEmbedding();
            var among = harness.extractOutputValues().get(3).getEmbedding();
            var other = harness.extractOutputValues().get(1).getEmbedding();
            assertThat(among.getVector().equals(alone.getVector())).isTrue();
            assertThat(among.getSketch().equals(alone.getSketch())).isTrue();
            assertThat(other.getVector().equals(alone.getVector())).isFalse();
        }
    }

    @Test
    void timestampsAreKept() throws Exception {
        try (var harness = harness(OPTIONS)) {
            harness.open();
            harness.processElement(gone("pass", 0), 7);
            harness.processElement(cut("pass", 1), 8);
            harness.endInput();
            assertThat(harness.getOutput())
                    .extracting(
                            element ->
                                    ((org.apache.flink.streaming.runtime.streamrecord.StreamRecord<
                                                            ?>)
                                                    element)
                                            .getTimestamp())
                    .containsExactly(7L, 8L);
        }
    }

    @Test
    void twoOperatorsShareAModelAndTheLastClosesIt() throws Exception {
        // options of its own, so that this model is not the one of the other tests
        var options =
                new EmbeddingOptions(
                        "csmoe-nano", BATCH, WAIT.plusMillis(1), 1, "cpu", Precision.FP32);
        EmbeddingModel model;
        try (var first = harness(options)) {
            first.open();
            try (var second = harness(options)) {
                second.open();
                try (var looked = SharedModel.acquire(options)) {
                    model = looked.model();
                }
            }
            assertThat(encode(model).length).isEqualTo(1);
            take(first, cut("pass", 0));
            first.endInput();
            assertThat(first.extractOutputValues()).hasSize(1);
        }
        assertThatThrownBy(() -> encode(model))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    private static float[][] encode(EmbeddingModel model) {
        var pixels = new float[model.bands(Sensor.S1).size() * 120 * 120];
        return model.encode(Sensor.S1, List.of(pixels)).features();
    }

    private static EmbeddingModel model() {
        return shared.model();
    }

    private static OneInputStreamOperatorTestHarness<PatchOutcome, PatchOutcome> harness(
            EmbeddingOptions options) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new EmbedPatchesOperator.Factory(options));
    }

    /** Does what the task does between its records, until so many outcomes are there. */
    private static void await(
            OneInputStreamOperatorTestHarness<PatchOutcome, PatchOutcome> harness, int outcomes)
            throws Exception {
        while (harness.extractOutputValues().size() < outcomes) {
            harness.getTaskMailbox().take(0).run();
        }
    }

    private static void take(
            OneInputStreamOperatorTestHarness<PatchOutcome, PatchOutcome> harness,
            PatchOutcome... outcomes)
            throws Exception {
        for (var outcome : outcomes) {
            harness.processElement(outcome, outcome.getAcquisitionTime().toEpochMilli());
        }
    }

    private static List<OutcomeKind> kinds(
            OneInputStreamOperatorTestHarness<PatchOutcome, PatchOutcome> harness) {
        return harness.extractOutputValues().stream().map(PatchOutcome::getKind).toList();
    }

    private static ObservationBuilder observation(String pass, int row) {
        return anObservation().s2().pass(pass).ofPatch("33UUP", row, 0);
    }

    private static PatchOutcome gated(String pass, int row) {
        return observation(pass, row).gated("cloud");
    }

    private static PatchOutcome gone(String pass, int row) {
        return observation(pass, row).gone();
    }

    private static PatchOutcome cut(String pass, int row) {
        return withPixels(observation(pass, row), Sensor.S2, row, 1000);
    }

    private static PatchOutcome radar(int row) {
        var observation = anObservation().s1().pass("radar").ofPatch("33UUP", row, 0);
        return withPixels(observation, Sensor.S1, row, -12);
    }

    /** An outcome as the cutter makes it: noise about a mean, its seed the row. */
    private static PatchOutcome withPixels(
            ObservationBuilder observation, Sensor sensor, int row, float mean) {
        var bands = model().bands(sensor);
        int size = model().imageSize();
        var pixels = new float[bands.size() * size * size];
        var random = new Random(row);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (mean * (1 + 0.1 * random.nextGaussian()));
        }
        var outcome = observation.gone();
        outcome.setKind(OutcomeKind.CUT);
        outcome.setCells(CellLook.newBuilder(observation.build().getCells()).build());
        outcome.setWindow(
                PatchWindow.newBuilder()
                        .setBands(bands)
                        .setSize(size)
                        .setPixels(Packed.floats(pixels))
                        .build());
        return outcome;
    }
}
