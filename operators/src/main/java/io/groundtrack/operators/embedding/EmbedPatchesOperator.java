package io.groundtrack.operators.embedding;

import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Batches patches across tiles and embeds them.
 *
 * <p>in: outcomes of the cutter; CUT ones carry pixels (C, H, W) → out: the same outcomes, CUT
 * turned into EMBEDDED. One queue a sensor keeps the order of a pass; what carries no pixels waits
 * only behind what does. The model works on batches while the next are cut. State: none that
 * outlives a barrier; a queue is handed to the model when a batch is full, when its oldest patch
 * has waited {@code embed.max-wait} and the model has nothing else of this subtask to do, before a
 * barrier, before a watermark and at the end of input; the last three wait for the model.
 */
public final class EmbedPatchesOperator extends AbstractStreamOperator<PatchOutcome>
        implements OneInputStreamOperator<PatchOutcome, PatchOutcome>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private static final String ACCELERATOR = "gpu";
    private static final String INDEX = "index";

    /** A batch that is part empty costs the model as much as a full one: so long may it wait. */
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private final EmbeddingOptions options;
    private final transient MailboxExecutor mailbox;
    private transient SharedModel shared;
    private transient EmbeddingMetrics metrics;
    private transient BatchesUnderWay underWay;
    private transient Map<Sensor, WaitingPatches> queues;
    private transient long nextWake;

    /** Makes the operator where it runs, with the mailbox of its task. */
    public static final class Factory extends AbstractStreamOperatorFactory<PatchOutcome>
            implements OneInputStreamOperatorFactory<PatchOutcome, PatchOutcome> {

        private static final long serialVersionUID = 1L;

        private final EmbeddingOptions options;

        public Factory(EmbeddingOptions options) {
            this.options = options;
        }

        @Override
        @SuppressWarnings("unchecked") // the caller asks for the operator of this factory
        public <T extends StreamOperator<PatchOutcome>> T createStreamOperator(
                StreamOperatorParameters<PatchOutcome> parameters) {
            return (T) new EmbedPatchesOperator(parameters, options);
        }

        @Override
        public Class<? extends StreamOperator<PatchOutcome>> getStreamOperatorClass(
                ClassLoader classLoader) {
            return EmbedPatchesOperator.class;
        }
    }

    private EmbedPatchesOperator(
            StreamOperatorParameters<PatchOutcome> parameters, EmbeddingOptions options) {
        super(parameters);
        this.options = options;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void open() throws Exception {
        super.open();
        shared = SharedModel.acquire(options.on(accelerator()));
        metrics = new EmbeddingMetrics(getMetricGroup());
        var model = shared.model();
        underWay =
                new BatchesUnderWay(
                        (sensor, windows) ->
                                model.encode(
                                        io.groundtrack.model.Sensor.valueOf(sensor.name()),
                                        windows),
                        this::wakeTask);
        queues = new EnumMap<>(Sensor.class);
        nextWake = Long.MAX_VALUE;
    }

    /** Called by any thread. */
    private void wakeTask() {
        try {
            mailbox.execute(this::advance, "embedded");
        } catch (RejectedExecutionException e) {
            // the task has ended, and nobody waits for the batch
            LOG.debug("a batch was embedded for a task that has ended");
        }
    }

    @Override
    public void processElement(StreamRecord<PatchOutcome> element) throws Exception {
        emitDone();
        var outcome = element.getValue();
        var sensor = outcome.getSensor();
        var queue = queues.get(sensor);
        if (queue == null) {
            if (outcome.getKind() != OutcomeKind.CUT && underWay.isEmpty()) {
                output.collect(element);
                return;
            }
            queue = new WaitingPatches(now() + options.maxWait().toMillis());
            queues.put(sensor, queue);
        }
        queue.add(element.hasTimestamp() ? element.getTimestamp() : null, outcome);
        if (queue.windows().size() == options.batchSize()) {
            send(sensor);
        } else {
            wakeAt(queue.due());
        }
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    private void wakeAt(long due) {
        if (due < nextWake) {
            nextWake = due;
            getProcessingTimeService()
                    .registerTimer(
                            due,
                            fired -> {
                                nextWake = Long.MAX_VALUE;
                                advance();
                            });
        }
    }

    /**
     * Emits what is done and sends what has waited long enough. While the model has batches of this
     * subtask to compute, one more that is part empty would win its patches no time, so it waits to
     * be filled up by the next strip.
     */
    private void advance() throws Exception {
        emitDone();
        long now = now();
        for (var sensor : List.copyOf(queues.keySet())) {
            long due = queues.get(sensor).due();
            long latest = due + LONGEST_WAIT_MILLIS;
            if (now >= latest || now >= due && underWay.isEmpty()) {
                send(sensor);
            } else {
                wakeAt(now < due ? due : latest);
            }
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        finishAll();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        finishAll();
        super.processWatermark(mark);
    }

    @Override
    public void endInput() throws Exception {
        finishAll();
    }

    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            if (underWay != null) {
                underWay.close();
            }
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

    private void finishAll() throws InterruptedException {
        for (var sensor : List.copyOf(queues.keySet())) {
            send(sensor);
        }
        while (!underWay.isEmpty()) {
            emit(underWay.take());
        }
    }

    private void emitDone() throws InterruptedException {
        while (underWay.isFirstDone()) {
            emit(underWay.take());
        }
    }

    /** Gives the model the next batch before the one it replaces is emitted. */
    private void send(Sensor sensor) throws InterruptedException {
        var first = underWay.isFull() ? underWay.take() : null;
        underWay.give(sensor, queues.remove(sensor));
        if (first != null) {
            emit(first);
        }
    }

    private void emit(BatchesUnderWay.Done done) {
        var encoded = done.encoded();
        if (encoded != null) {
            int patches = done.patches().windows().size();
            metrics.embedded(patches, places(patches, encoded.shape()), done.nanos());
        }
        String modelId = shared.model().modelId();
        int next = 0;
        for (var waiting : done.patches().outcomes()) {
            var outcome = waiting.outcome();
            if (outcome.getKind() == OutcomeKind.CUT) {
                embed(waiting, encoded.features()[next], encoded.sketches()[next], modelId);
                next++;
            }
            output.collect(
                    waiting.timestamp() == null
                            ? new StreamRecord<>(outcome)
                            : new StreamRecord<>(outcome, waiting.timestamp()));
        }
    }

    /** What the model filled up to whole shapes. */
    private static int places(int patches, int shape) {
        return (patches + shape - 1) / shape * shape;
    }

    private static void embed(
            WaitingPatches.Waiting waiting, float[] vector, byte[] sketch, String modelId) {
        var outcome = waiting.outcome();
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
                        .setFilledBands(waiting.missingBands())
                        .setQuality(outcome.getQuality())
                        .setLongitude(outcome.getLongitude())
                        .setLatitude(outcome.getLatitude())
                        .build());
        outcome.setKind(OutcomeKind.EMBEDDED);
        outcome.setCells(null);
    }
}
