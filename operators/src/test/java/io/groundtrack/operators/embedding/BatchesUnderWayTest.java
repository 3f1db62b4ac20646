package io.groundtrack.operators.embedding;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.Encoded;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchWindow;
import io.groundtrack.schemas.Sensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** With a model that answers when it is told to. A batch is one patch of one number, its name. */
class BatchesUnderWayTest {

    private final ConcurrentHashMap<Float, CompletableFuture<Void>> held =
            new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Float> begun = new LinkedBlockingQueue<>();
    private final CountDownLatch told = new CountDownLatch(2);

    @Test
    void batchesComeOutInTheOrderTheyWentInWhateverEndsFirst() throws Exception {
        try (var underWay = new BatchesUnderWay(this::encode, told::countDown)) {
            underWay.give(Sensor.S1, batch(1));
            underWay.give(Sensor.S2, batch(2));
            assertThat(List.of(begun.take(), begun.take())).containsExactlyInAnyOrder(1f, 2f);
            release(2);
            assertThat(underWay.isFirstDone()).isFalse();
            assertThat(underWay.isFull()).isTrue();
            release(1);
            told.await();
            assertThat(underWay.isFirstDone()).isTrue();
            assertThat(underWay.take().encoded().features()[0]).containsExactly(1);
            assertThat(underWay.take().encoded().features()[0]).containsExactly(2);
            assertThat(underWay.isEmpty()).isTrue();
        }
    }

    @Test
    void noMoreThanTwoAreTaken() {
        try (var underWay = new BatchesUnderWay(this::encode, () -> {})) {
            underWay.give(Sensor.S1, batch(1));
            underWay.give(Sensor.S1, batch(2));
            assertThatThrownBy(() -> underWay.give(Sensor.S1, batch(3)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("2 batches are under way");
            release(1);
            release(2);
        }
    }

    @Test
    void whatTheModelThrowsIsThrownWhereTheBatchIsTakenOut() {
        try (var underWay =
                new BatchesUnderWay(
                        (sensor, windows) -> {
                            throw new IllegalArgumentException("patch 0: 7 numbers");
                        },
                        () -> {})) {
            underWay.give(Sensor.S2, batch(1));
            assertThatThrownBy(underWay::take)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("patch 0: 7 numbers");
        }
    }

    @Test
    void aBatchWithoutPixelsNeedsNoModel() throws Exception {
        try (var underWay = new BatchesUnderWay(this::encode, () -> {})) {
            var patches = new WaitingPatches(0);
            patches.add(null, anObservation().s2().ofPatch("33UUP", 0, 0).gated("cloud"));
            underWay.give(Sensor.S2, patches);
            var done = underWay.take();
            assertThat(done.encoded()).isNull();
            assertThat(done.patches().outcomes()).hasSize(1);
            assertThat(begun).isEmpty();
        }
    }

    private Encoded encode(Sensor sensor, List<float[]> windows) {
        float name = windows.get(0)[0];
        begun.add(name);
        hold(name).join();
        return new Encoded(new float[][] {{name}}, new byte[1][], 1);
    }

    private void release(float name) {
        hold(name).complete(null);
    }

    private CompletableFuture<Void> hold(float name) {
        return held.computeIfAbsent(name, key -> new CompletableFuture<>());
    }

    private static WaitingPatches batch(float name) {
        var outcome = anObservation().s2().ofPatch("33UUP", 0, 0).gone();
        outcome.setKind(OutcomeKind.CUT);
        outcome.setWindow(
                PatchWindow.newBuilder()
                        .setBands(List.of("B02"))
                        .setSize(1)
                        .setPixels(Packed.floats(new float[] {name}))
                        .build());
        var patches = new WaitingPatches(0);
        patches.add(null, outcome);
        return patches;
    }
}
