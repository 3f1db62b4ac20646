package io.groundtrack.operators.change;

import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Compares what a pass saw of a patch with the history of that place and says what changed.
 *
 * <p>in: {@link PatchOutcome}, keyed by patch, in any order → out: {@link Change}, an upsert by id:
 * an alert that is new or says something else, or the withdrawal of one that no longer holds;
 * {@link #REJECTS} gets what is too late or unreadable.
 *
 * <p>State, key = patch:
 *
 * <ul>
 *   <li>{@value #HISTORY}: the fold over settled looks, about 16 kB a series of 64 cells and 8
 *       numbers; never cleared, as history is the product;
 *   <li>{@value #OPEN_LOOKS}: looks within {@code change.horizon}, 1.2 kB each; a look leaves when
 *       it settles, that is when one newer by the horizon arrives;
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

    /** Name of the state of the settled fold. */
    public static final String HISTORY = "patch-history";

    /** Name of the state of the looks within the horizon. */
    public static final String OPEN_LOOKS = "open-looks";

    /** Name of the state of the alerts as last told. */
    public static final String ALERTS = "live-alerts";

    private static final long serialVersionUID = 1L;

    private final ChangeOptions options;
    private final Thresholds thresholds;
    private transient PatchAlerts alerts;
    private transient ChangeMetrics metrics;
    private transient ValueState<byte[]> history;
    private transient MapState<String, byte[]> openLooks;
    private transient MapState<String, Change> told;

    public TrackChangeFunction(ChangeOptions options, Thresholds thresholds) {
        this.options = options;
        this.thresholds = thresholds;
    }

    @Override
    public void open(OpenContext context) {
        alerts = new PatchAlerts(options);
        var bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        var runtime = getRuntimeContext();
        metrics = new ChangeMetrics(runtime.getMetricGroup());
        history = runtime.getState(new ValueStateDescriptor<>(HISTORY, bytes));
        openLooks = runtime.getMapState(new MapStateDescriptor<>(OPEN_LOOKS, Types.STRING, bytes));
        told =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                ALERTS, Types.STRING, new AvroTypeInfo<>(Change.class)));
    }

    @Override
    public void processElement(PatchOutcome outcome, Context context, Collector<Change> out)
            throws Exception {
        Look look;
        PatchHistory known;
        try {
            look = Look.of(outcome, options);
            known = load(outcome);
        } catch (IllegalArgumentException e) {
            metrics.unreadable();
            context.output(REJECTS, reject(outcome, RejectReason.FIELD_INVALID, e.getMessage()));
            return;
        }
        var arrival = known.arrive(look);
        metrics.arrived(arrival);
        switch (arrival) {
            case TOO_LATE ->
                    context.output(
                            REJECTS, reject(outcome, RejectReason.TOO_LATE, late(outcome, known)));
            case KNOWN -> store(known);
            case TAKEN -> {
                tell(known, out);
                store(known);
            }
        }
    }

    private void tell(PatchHistory known, Collector<Change> out) throws Exception {
        var before = new LinkedHashMap<String, Change>();
        for (var entry : told.entries()) {
            before.put(entry.getKey(), entry.getValue());
        }
        var now = alerts.of(known.place(), known.fold());
        for (var alert : LiveAlerts.update(before, now)) {
            told.put(alert.getId(), alert);
            out.collect(alert);
        }
        var kept = known.forgetFinished() ? alerts.of(known.place(), known.fold()) : now;
        for (var id : LiveAlerts.forget(before, kept, known.horizon())) {
            told.remove(id);
        }
    }

    private PatchHistory load(PatchOutcome outcome) throws Exception {
        var settled = history.value();
        if (settled == null) {
            return PatchHistory.empty(options, thresholds, PatchPlace.of(outcome));
        }
        var looks = new ArrayList<Look>();
        for (var bytes : openLooks.values()) {
            looks.add(LookCodec.decode(bytes));
        }
        return PatchHistory.read(options, thresholds, settled, looks);
    }

    private void store(PatchHistory known) throws Exception {
        if (known.isSettledTouched()) {
            history.update(known.settledBytes());
        }
        for (var passId : known.touched()) {
            var look = known.open().get(passId);
            if (look == null) {
                openLooks.remove(passId);
            } else {
                openLooks.put(passId, LookCodec.encode(look));
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
