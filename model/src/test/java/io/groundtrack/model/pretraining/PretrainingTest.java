package io.groundtrack.model.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.RandomStream;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.optimiser.AdamWOptions;
import io.groundtrack.model.optimiser.Decay;
import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
    private static final ModelConfig WIDER =
            new ModelConfig(
                    12,
                    3,
                    16,
                    2,
                    1,
                    1,
                    4,
                    "specific",
                    16,
                    1,
                    2,
                    "random",
                    "disjoint",
                    0.5,
                    false,
                    TinyCheckpoint.CONFIG.softMoe());

    @TempDir private static Path data;
    private static Path patches;

    @TempDir private Path folder;

    @BeforeAll
    static void writePatches() {
        patches = FieldPatches.write(data.resolve("patches"), 96);
    }

    /** Stops a run as a kill would: whatever was not yet saved is lost. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aRunKilledAnywhereEndsWithTheWeightsOfAnUnbrokenOne() throws IOException {
        var options = options(30, 0.9, 1);
        run(plan("unbroken", options, 7), PretrainListener.NOBODY);
        var random = new RandomStream(11);
        int kills = 0;
        while (kills < 5) {
            long after = 1 + (long) (random.uniform() * 9);
            try {
                run(plan("broken", options, 4), killingAfter(after));
                break;
            } catch (Killed e) {
                kills++;
            }
        }
        run(plan("broken", options, 4), PretrainListener.NOBODY);
        assertThat(kills).isGreaterThan(2);
        assertThat(folder.resolve("broken/tiny/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("unbroken/tiny/model.safetensors"));
        assertThat(withoutSpeed(folder.resolve("broken/log.csv")))
                .isEqualTo(withoutSpeed(folder.resolve("unbroken/log.csv")));
    }

    @Test
    void stepsOfTheLogAreNeitherMissingNorDoubled() throws IOException {
        var options = options(12, 0, 0);
        try {
            run(plan("run", options, 5), killingAfter(8));
        } catch (Killed e) {
            Files.writeString(
                    folder.resolve("run/log.csv"),
                    Files.readString(folder.resolve("run/log.csv")) + "9,0,0.0");
        }
        run(plan("run", options, 5), PretrainListener.NOBODY);
        var steps =
                Files.readAllLines(folder.resolve("run/log.csv")).stream()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .toList();
        assertThat(steps)
                .containsExactly(
                        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    }

    @Test
    void aRunStoppedOnRequestIsSavedAndGoesOn() throws IOException {
        var options = options(10, 0, 0);
        run(plan("unbroken", options, 100), PretrainListener.NOBODY);
        try (var part = Pretraining.open(plan("stopped", options, 100))) {
            var outcome = part.run(PretrainListener.NOBODY, () -> part.stepsDone() == 3);
            assertThat(outcome.steps()).isEqualTo(3);
            assertThat(outcome.model()).isEmpty();
        }
        run(plan("stopped", options, 100), PretrainListener.NOBODY);
        assertThat(folder.resolve("stopped/tiny/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("unbroken/tiny/model.safetensors"));
    }

    @Test
    void anotherSeedGivesOtherWeights() throws IOException {
        run(plan("a", options(2, 0, 0), 100), PretrainListener.NOBODY);
        var o = options(2, 0, 0);
        var other =
                new PretrainOptions(
                        o.seed() + 1,
                        o.steps(),
                        o.batchSize(),
                        o.learningRate(),
                        o.warmUp(),
                        o.adamW(),
                        o.clip(),
                        o.average(),
                        o.heldOut(),
                        o.turning(),
                        o.threads());
        run(plan("b", other, 100), PretrainListener.NOBODY);
        assertThat(Files.mismatch(weights("a"), weights("b"))).isNotEqualTo(-1);
    }

    @Test
    void aFolderWithAnotherRunIsRefusedNamingWhatDiffers() {
        run(plan("run", options(2, 0, 0), 100), PretrainListener.NOBODY);
        assertThatThrownBy(() -> Pretraining.open(plan("run", options(3, 0, 0), 100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps is 2, asked for is 3")
                .hasMessageNotContaining("seed is");
    }

    @Test
    void oneProcessAtATimeTrainsInAFolder() {
        try (var first = Pretraining.open(plan("run", options(2, 0, 0), 100))) {
            assertThat(first.stepsDone()).isZero();
            assertThatThrownBy(() -> Pretraining.open(plan("run", options(2, 0, 0), 100)))
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    void withAMovingAverageTheModelIsTheAverageAndTrainingGoesOnWithTheWeights() {
        run(plan("averaged", options(12, 0.9, 0), 100), PretrainListener.NOBODY);
        run(plan("plain", options(12, 0, 0), 100), PretrainListener.NOBODY);
        String name = "backbone.norm.weight";
        try (var model = Safetensors.open(weights("averaged"));
                var averaged = Safetensors.open(state("averaged"));
                var plain = Safetensors.open(state("plain"))) {
            float[] left = model.tensor(name).values();
            float[] trained = averaged.tensor("weight/" + name).values();
            assertThat(left).containsExactly(averaged.tensor("average/" + name).values());
            assertThat(left).isNotEqualTo(trained);
            assertThat(trained).containsExactly(plain.tensor("weight/" + name).values());
        }
    }

    private Path state(String run) {
        return folder.resolve(run).resolve("checkpoints/step-000000012/state.safetensors");
    }

    @Test
    void theFinishedModelEmbeds() {
        var outcome = run(plan("run", options(2, 0.9, 0), 100), PretrainListener.NOBODY);
        try (var model =
                EmbeddingModel.open(
                        outcome.model().orElseThrow().toString(), new ModelOptions(2, 0, "cpu"))) {
            var encoded = model.encode(Sensor.S2, List.of(FieldPatches.example(0).s2()));
            assertThat(encoded.features()[0]).hasSize(8);
        }
    }

    @Test
    void learnsToBeatEveryGuessOnPatchesItNeverSaw() {
        var plan = plan(WIDER, "run", learning(250, 0.005), 1000);
        var outcome = run(plan, PretrainListener.NOBODY);
        HeldOutReport report = outcome.heldOut().orElseThrow();
        assertThat(report.beatsBaselines()).as(report.text()).isTrue();
        assertThat(report.s1FromS2().model()).isLessThan(report.s1FromS2().shuffled());
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunNamingStepAndPatches() {
        var plan = plan("run", learning(50, 1e30), 1);
        assertThatThrownBy(() -> run(plan, PretrainListener.NOBODY))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("step ")
                .hasMessageContaining("(expected: finite)")
                .hasMessageContaining("field-");
        assertThat(folder.resolve("run/checkpoints")).isNotEmptyDirectory();
        assertThat(folder.resolve("run/tiny")).doesNotExist();
    }

    @Test
    void memoryDoesNotGrowWithSteps() {
        var arrays = new ArrayList<Integer>();
        var heap = new ArrayList<Long>();
        try (var run = Pretraining.open(plan("run", options(40, 0.9, 1), 10))) {
            run.run(
                    new Listener() {
                        @Override
                        public void step(StepReport report) {
                            arrays.add(run.nativeArrays());
                            if (report.step() % 20 == 0) {
                                heap.add(usedHeap());
                            }
                        }
                    },
                    () -> false);
        }
        assertThat(arrays).hasSize(40);
        assertThat(arrays).containsOnly(arrays.get(0));
        assertThat(heap.get(1) - heap.get(0)).isLessThan(4L << 20);
    }

    private static long usedHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    @Test
    void theLastCheckpointsAreKept() throws IOException {
        run(plan("run", options(10, 0, 0), 2), PretrainListener.NOBODY);
        try (var kept = Files.list(folder.resolve("run/checkpoints"))) {
            assertThat(kept.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("step-000000008", "step-000000010");
        }
    }

    @Test
    void aBatchLargerThanTheSetIsRefused() {
        var o = options(2, 0, 0);
        var large = new PretrainOptions(1, 2, 500, 1e-3, 0, o.adamW(), 0, 0, o.heldOut(), true, 1);
        assertThatThrownBy(() -> Pretraining.open(plan("run", large, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("batch: 500 (expected: at most the ");
    }

    private Outcome run(PretrainPlan plan, PretrainListener listener) {
        try (var run = Pretraining.open(plan)) {
            return run.run(listener, () -> false);
        }
    }

    private PretrainPlan plan(String out, PretrainOptions options, int checkpointEvery) {
        return plan(TinyCheckpoint.CONFIG, out, options, checkpointEvery);
    }

    private PretrainPlan plan(
            ModelConfig config, String out, PretrainOptions options, int checkpointEvery) {
        return new PretrainPlan(
                "tiny",
                config,
                TinyCheckpoint.BANDS,
                List.of(patches),
                folder.resolve(out),
                options,
                new PretrainPlan.Cadence(checkpointEvery, 2, 1, 6, 16));
    }

    private static PretrainOptions options(long steps, double average, double clip) {
        return new PretrainOptions(
                5,
                steps,
                8,
                3e-3,
                Math.min(3, steps - 1),
                AdamWOptions.csmae(Decay.MATRICES),
                clip,
                average,
                0.2,
                true,
                1);
    }

    private static PretrainOptions learning(long steps, double rate) {
        return new PretrainOptions(
                5, steps, 16, rate, 10, AdamWOptions.csmae(Decay.MATRICES), 1, 0, 0.2, true, 1);
    }

    private Path weights(String run) {
        return folder.resolve(run).resolve("tiny/model.safetensors");
    }

    private static List<String> withoutSpeed(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        int speed = List.of(lines.get(0).split(",")).indexOf("patchesPerSecond");
        return lines.stream()
                .map(
                        line -> {
                            var cells = line.split(",", -1);
                            cells[speed] = "";
                            return String.join(",", cells);
                        })
                .toList();
    }

    private static PretrainListener killingAfter(long steps) {
        return new Listener() {
            private long seen;

            @Override
            public void step(StepReport report) {
                if (++seen == steps) {
                    throw new Killed();
                }
            }
        };
    }

    private static class Listener implements PretrainListener {
        @Override
        public void started(long stepsDone, String description) {
            // not looked at
        }

        @Override
        public void step(StepReport report) {
            // not looked at
        }

        @Override
        public void evaluated(long step, HeldOutReport report) {
            // not looked at
        }

        @Override
        public void saved(long step, Path checkpoint) {
            // not looked at
        }
    }
}
