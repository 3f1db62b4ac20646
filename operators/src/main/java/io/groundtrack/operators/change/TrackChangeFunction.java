package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.OutputTag;

/**
 * Compares what a pass saw of a patch with the history of that place and says what changed.
 *
 * <p>in: {@link PatchOutcome}, keyed by patch, in any order → out: {@link Change}, an upsert by id:
 * an alert that is new or says something else, or the withdrawal of one that no longer holds;
 * {@link #REJECTS} gets what is too late or unreadable.
 *
 * <p>State, key = patch, each value an Avro record in single-object encoding; bytes are those of 64
 * cells with m = 6, S1 of 4 and S2 of 8 numbers:
 *
 * <ul>
 *   <li>{@value #HISTORY}: place, series and open runs: 0.1 kB, 0.1 kB a series, 0.1 kB a run;
 *       never cleared, as history is the product;
 *   <li>{@value #FOLDS}: two folds a series, the newest and the settled one, 5.4 kB each for S1 and
 *       10.5 kB for S2; one more for each 16 looks that are open;
 *   <li>{@value #OPEN_LOOKS}: looks within {@code change.horizon}, 0.6 kB each for S1 and 1.1 kB
 *       for S2; a look leaves when its page settles, that is when one newer by the horizon arrives;
 *   <li>{@value #PAGES}: the order of the open looks and what they said, 70 bytes each;
 *   <li>{@value #ALERTS}: alerts as last told, about 1 kB each; one leaves when it is finished and
 *       settled, or withdrawn and older than the horizon.
 * </ul>
 *
 * No timers and no clock: acquisition times alone decide. A look later than the horizon changes
 * nothing and leaves as a {@link Reject} with reason TOO_LATE.
 */
public final class TrackChangeFunction extends KeyedProcessFunction<String, PatchOutcome, Change> {

    /** uid of the step. */
    public static final String STEP = "track-change";

    /** What is too late or cannot be read. */
    public static final OutputTag<Reject> REJECTS =
            new OutputTag<>("change-rejects", new AvroTypeInfo<>(Reject.class));

    /** Name of the state of what an arrival needs to know. */
    public static final String HISTORY = "patch-history";

    /** Name of the state of the looks within the horizon. */
    public static final String OPEN_LOOKS = "open-looks";

    /** Name of the state of the order of the open looks. */
    public static final String PAGES = "look-pages";

    /** Name of the state of the folds. */
    public static final String FOLDS = "series-folds";

    /** Name of the state of the alerts as last told. */
    public static final String ALERTS = "live-alerts";

    private static final long serialVersionUID = 1L;

    private final ChangeOptions options;
    private final Thresholds thresholds;
    private transient Histories histories;
    private transient PatchAlerts alerts;
    private transient ChangeMetrics metrics;
    private transient KeyedStore store;
    private transient MapState<String, Change> told;

    public TrackChangeFunction(ChangeOptions options, Thresholds thresholds) {
        this.options = options;
        this.thresholds = thresholds;
    }

    @Override
    public void open(OpenContext context) {
        histories = new Histories(options, thresholds);
        alerts = new PatchAlerts(options);
        var runtime = getRuntimeContext();
        metrics = new ChangeMetrics(runtime.getMetricGroup());
        store = new KeyedStore(runtime);
        told =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                ALERTS, Types.STRING, new AvroTypeInfo<>(Change.class)));
    }

    @Override
    public void processElement(PatchOutcome outcome, Context context, Collector<Change> out)
            throws Exception {
        PatchHistory known;
        PatchHistory.Arrival arrival;
        try {
            var look = Look.of(outcome, options);
            known = histories.open(store, () -> PatchPlace.of(outcome));
            arrival = known.arrive(look);
        } catch (IllegalArgumentException e) {
            metrics.unreadable();
            context.output(REJECTS, reject(outcome, RejectReason.FIELD_INVALID, e.getMessage()));
            return;
        }
        metrics.arrived(arrival);
        switch (arrival) {
            case TOO_LATE ->
                    context.output(
                            REJECTS, reject(outcome, RejectReason.TOO_LATE, late(outcome, known)));
            case KNOWN -> {
                // its revision is kept already
            }
            case TAKEN -> {
                var telling = LiveAlerts.tell(known, alerts, this::told);
                for (var alert : telling.said()) {
                    told.put(alert.getId(), alert);
                    out.collect(alert);
                }
                for (var id : telling.forgotten()) {
                    told.remove(id);
                }
                known.store();
            }
        }
    }

    private Map<String, Change> told() {
        try {
            var before = new LinkedHashMap<String, Change>();
            for (var entry : told.entries()) {
                before.put(entry.getKey(), entry.getValue());
            }
            return before;
        } catch (Exception e) {
            throw new FlinkRuntimeException("state of the alerts told cannot be read", e);
        }
    }

    /** The state of the patch that is being processed. */
    private static final class KeyedStore implements HistoryStore {

        private final ValueState<byte[]> head;
        private final MapState<String, byte[]> looks;
        private final MapState<Long, byte[]> pages;
        private final MapState<String, byte[]> folds;

        KeyedStore(RuntimeContext runtime) {
            var bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
            head = runtime.getState(new ValueStateDescriptor<>(HISTORY, bytes));
            looks = runtime.getMapState(new MapStateDescriptor<>(OPEN_LOOKS, Types.STRING, bytes));
            pages = runtime.getMapState(new MapStateDescriptor<>(PAGES, Types.LONG, bytes));
            folds = runtime.getMapState(new MapStateDescriptor<>(FOLDS, Types.STRING, bytes));
        }

        @Override
        public byte[] head() {
            try {
                return head.value();
            } catch (IOException e) {
                throw new UncheckedIOException(HISTORY, e);
            }
        }

        @Override
        public void head(byte[] bytes) {
            try {
                head.update(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(HISTORY, e);
            }
        }

        @Override
        public byte[] look(String passId) {
            return get(looks, passId, OPEN_LOOKS);
        }

        @Override
        public void look(String passId, byte[] bytes) {
            put(looks, passId, bytes, OPEN_LOOKS);
        }

        @Override
        public byte[] page(long page) {
            return get(pages, page, PAGES);
        }

        @Override
        public void page(long page, byte[] bytes) {
            put(pages, page, bytes, PAGES);
        }

        @Override
        public byte[] fold(String name) {
            return get(folds, name, FOLDS);
        }

        @Override
        public void fold(String name, byte[] bytes) {
            put(folds, name, bytes, FOLDS);
        }

        private static <K> byte[] get(MapState<K, byte[]> state, K key, String name) {
            try {
                return state.get(key);
            } catch (Exception e) {
                throw new FlinkRuntimeException("state " + name + " cannot be read", e);
            }
        }

        private static <K> void put(MapState<K, byte[]> state, K key, byte[] bytes, String name) {
            try {
                if (bytes == null) {
                    state.remove(key);
                } else {
                    state.put(key, bytes);
                }
            } catch (Exception e) {
                throw new FlinkRuntimeException("state " + name + " cannot be written", e);
            }
        }
    }

    private String late(PatchOutcome outcome, PatchHistory known) {
        return "acquired %s (expected: %s or later, change.horizon %s)"
                .formatted(
                        outcome.getAcquisitionTime(),
                        Instant.ofEpochMilli(known.horizon()),
                        options.horizon());
    }

    private static Reject reject(PatchOutcome outcome, RejectReason reason, String message) {
        var subject = Ids.observation(outcome.getPatchId(), outcome.getPassId());
        return Reject.newBuilder()
                .setId(Ids.reject(STEP, subject, reason, outcome.getKind().name()))
                .setReason(reason)
                .setStep(STEP)
                .setSubject(subject)
                .setMessage(subject + ": " + message)
                .setOrigin(Origin.newBuilder().build())
                .setOriginal(ByteBuffer.allocate(0))
                .build();
    }
}
