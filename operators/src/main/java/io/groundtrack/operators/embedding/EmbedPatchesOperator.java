package io.groundtrack.operators.embedding;

import io.groundtrack.model.Encoded;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Batches patches across tiles and embeds them.
 *
 * <p>in: outcomes of the cutter; CUT ones carry pixels (C, H, W) → out: the same outcomes, CUT
 * turned into EMBEDDED. One queue a sensor keeps the order of a pass; what carries no pixels waits
 * only behind what does. State: none; a queue is flushed when a batch is full, when its oldest
 * patch has waited {@code embed.max-wait}, before a barrier, before a watermark and at the end of
 * input.
 */
public final class EmbedPatchesOperator extends AbstractStreamOperator<PatchOutcome>
        implements OneInputStreamOperator<PatchOutcome, PatchOutcome>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private static final String ACCELERATOR = "gpu";
    private static final String INDEX = "index";

    private final EmbeddingOptions options;
    private transient SharedModel shared;
    private transient EmbeddingMetrics metrics;
    private transient Map<Sensor, Queue> queues;
    private transient boolean timerSet;

    public EmbedPatchesOperator(EmbeddingOptions options) {
        this.options = options;
    }

    @Override
    public void open() throws Exception {
        super.open();
        shared = SharedModel.acquire(options.on(accelerator()));
        metrics = new EmbeddingMetrics(getMetricGroup());
        queues = new EnumMap<>(Sensor.class);
        for (var sensor : Sensor.values()) {
            queues.put(sensor, new Queue());
        }
    }

    @Override
    public void processElement(StreamRecord<PatchOutcome> element) {
        var outcome = element.getValue();
        var queue = queues.get(outcome.getSensor());
        if (queue.outcomes.isEmpty() && outcome.getKind() != OutcomeKind.CUT) {
            output.collect(element);
            return;
        }
        long now = getProcessingTimeService().getCurrentProcessingTime();
        if (queue.outcomes.isEmpty()) {
            queue.due = now + options.maxWait().toMillis();
        }
        queue.add(element.hasTimestamp() ? element.getTimestamp() : null, outcome);
        if (queue.windows.size() == options.batchSize()) {
            flush(outcome.getSensor());
        } else if (!timerSet) {
            wake(queue.due);
        }
    }

    private void wake(long at) {
        timerSet = true;
        getProcessingTimeService().registerTimer(at, fired -> flushDue());
    }

    /**
     * A queue that has been flushed and begun again since the timer was set waits on: while strips
     * wait to be cut, their batches are filled up by the next.
     */
    private void flushDue() {
        timerSet = false;
        long now = getProcessingTimeService().getCurrentProcessingTime();
        long next = Long.MAX_VALUE;
        for (var sensor : Sensor.values()) {
            var queue = queues.get(sensor);
            if (!queue.outcomes.isEmpty() && queue.due <= now) {
                flush(sensor);
            } else if (!queue.outcomes.isEmpty()) {
                next = Math.min(next, queue.due);
            }
        }
        if (next < Long.MAX_VALUE) {
            wake(next);
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flushAll();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flushAll();
        super.processWatermark(mark);
    }

    @Override
    public void endInput() {
        flushAll();
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            if (shared != null) {
                shared.close();
                shared = null;
            }
        }
    }

    /** Index of the accelerator that Flink gave this subtask, if any. */
    private Optional<String> accelerator() {
        return getRuntimeContext().getExternalResourceInfos(ACCELERATOR).stream()
                .flatMap(info -> info.getProperty(INDEX).stream())
                .sorted()
                .findFirst();
    }

    private void flushAll() {
        queues.keySet().forEach(this::flush);
    }

    private void flush(Sensor sensor) {
        var queue = queues.get(sensor);
        var model = shared.model();
        Encoded encoded = null;
        if (!queue.windows.isEmpty()) {
            long start = System.nanoTime();
            encoded = model.encode(modelSensor(sensor), queue.windows);
            int places = places(queue.windows.size(), encoded.shape());
            metrics.embedded(queue.windows.size(), places, System.nanoTime() - start);
        }
        int next = 0;
        for (var waiting : queue.outcomes) {
            if (waiting.outcome.getKind() == OutcomeKind.CUT) {
                embed(waiting, encoded.features()[next], encoded.sketches()[next], model.modelId());
                next++;
            }
            output.collect(
                    waiting.timestamp == null
                            ? new StreamRecord<>(waiting.outcome)
                            : new StreamRecord<>(waiting.outcome, waiting.timestamp));
        }
        queue.clear();
    }

    /** What the model filled up to whole shapes. */
    private static int places(int patches, int shape) {
        return (patches + shape - 1) / shape * shape;
    }

    private static void embed(Waiting waiting, float[] vector, byte[] sketch, String modelId) {
        var outcome = waiting.outcome;
        outcome.setEmbedding(
                PatchEmbedding.newBuilder()
                        .setPatchId(outcome.getPatchId())
                        .setTile(outcome.getTile())
                        .setRow(outcome.getRow())
                        .setColumn(outcome.getColumn())
                        .setEpsg(outcome.getEpsg())
                        .setUlx(outcome.getUlx())
                        .setUly(outcome.getUly())
                        .setPassId(outcome.getPassId())
                        .setPassRevision(outcome.getPassRevision())
                        .setSensor(outcome.getSensor())
                        .setPlatform(outcome.getPlatform())
                        .setProductKind(outcome.getProductKind())
                        .setRelativeOrbit(outcome.getRelativeOrbit())
                        .setAcquisitionTime(outcome.getAcquisitionTime())
                        .setModelId(modelId)
                        .setDimension(vector.length)
                        .setVector(Packed.floats(vector))
                        .setSketch(ByteBuffer.wrap(sketch))
                        .setCells(outcome.getCells())
                        .setValidFraction(outcome.getValidFraction())
                        .setClearFraction(outcome.getClearFraction())
                        .setFilledBands(waiting.missingBands)
                        .setQuality(outcome.getQuality())
                        .setLongitude(outcome.getLongitude())
                        .setLatitude(outcome.getLatitude())
                        .build());
        outcome.setKind(OutcomeKind.EMBEDDED);
        outcome.setCells(null);
    }

    private static io.groundtrack.model.Sensor modelSensor(Sensor sensor) {
        return switch (sensor) {
            case S1 -> io.groundtrack.model.Sensor.S1;
            case S2 -> io.groundtrack.model.Sensor.S2;
        };
    }

    private record Waiting(Long timestamp, PatchOutcome outcome, List<String> missingBands) {}

    /** Outcomes in order of arrival, and the pixels of those that are to be embedded. */
    private static final class Queue {
        final List<Waiting> outcomes = new ArrayList<>();
        final List<float[]> windows = new ArrayList<>();
        long due;

        void add(Long timestamp, PatchOutcome outcome) {
            // only cut and embed are chained, and the cutter makes a new record for each patch:
            // kept, not copied, and without its bytes once they are numbers
            if (outcome.getKind() == OutcomeKind.CUT) {
                var window = outcome.getWindow();
                outcomes.add(new Waiting(timestamp, outcome, window.getMissingBands()));
                windows.add(Packed.floats(window.getPixels()));
                outcome.setWindow(null);
            } else {
                outcomes.add(new Waiting(timestamp, outcome, List.of()));
            }
        }

        void clear() {
            outcomes.clear();
            windows.clear();
        }
    }
}
