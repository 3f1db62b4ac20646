package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.DayState;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Strip;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Shell of {@link TileBook}: granules of one tile in → strips to cut out; pairs, ledger lines and
 * rejects by side output.
 *
 * <p>State, key = tile: live granules (of a whole tile up to 5 kB for S2 with eleven files, 2 kB
 * for S1), one revision a pass (60 B, 0.9 kB more while it is held), one pair an S2 pass (up to
 * 0.96 kB), an index of both by day, the newest acquisition time. An arrival reads the days around
 * it. A pass is dropped when it is older than {@link PairingOptions#remembered} behind the newest;
 * what comes after the horizon is TOO_LATE. With {@code pairing.wait}, a timer of processing time
 * cuts what is held back.
 */
public final class PairByFootprintFunction extends KeyedProcessFunction<String, Granule, Strip> {

    private static final long serialVersionUID = 1L;

    /** uid of the step, as rejects name it. */
    public static final String STEP = "pair-by-footprint";

    /** Which S1 pass a patch of an S2 pass is fused with. */
    public static final OutputTag<PatchPair> PAIRS =
            new OutputTag<>("patch-pairs") {
                private static final long serialVersionUID = 1L;
            };

    /** How passes and pairs stand. */
    public static final OutputTag<LedgerEntry> LEDGER =
            new OutputTag<>("pairing-ledger") {
                private static final long serialVersionUID = 1L;
            };

    /** Granules that came after the horizon. */
    public static final OutputTag<Reject> REJECTS =
            new OutputTag<>("pairing-rejects") {
                private static final long serialVersionUID = 1L;
            };

    private final PairingOptions options;
    private transient MapState<String, Granule> granules;
    private transient MapState<String, PassState> passes;
    private transient MapState<String, PairState> pairs;
    private transient MapState<Long, DayState> days;
    private transient ValueState<Long> newest;

    public PairByFootprintFunction(PairingOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        var runtime = getRuntimeContext();
        granules =
                runtime.getMapState(
                        new MapStateDescriptor<>("granules", String.class, Granule.class));
        passes =
                runtime.getMapState(
                        new MapStateDescriptor<>("passes", String.class, PassState.class));
        pairs =
                runtime.getMapState(
                        new MapStateDescriptor<>("pairs", String.class, PairState.class));
        days = runtime.getMapState(new MapStateDescriptor<>("days", Long.class, DayState.class));
        newest = runtime.getState(new ValueStateDescriptor<>("newest-acquisition", Long.class));
    }

    @Override
    public void processElement(Granule arrival, Context context, Collector<Strip> out)
            throws Exception {
        var newestBefore = newest.value() == null ? null : Instant.ofEpochMilli(newest.value());
        if (newestBefore != null && days.isEmpty()) {
            // a savepoint from before there was an index
            index().addAll(new Known<>(granules).values(), new Known<>(passes).values());
        }
        var book = book(newestBefore);

        var timers = context.timerService();
        var changes = book.apply(arrival, Instant.ofEpochMilli(timers.currentProcessingTime()));
        if (changes.late()) {
            context.output(REJECTS, tooLate(arrival, newestBefore));
            context.output(LEDGER, lateLine(arrival));
            return;
        }
        changes.strips().forEach(out::collect);
        changes.pairs().forEach(pair -> context.output(PAIRS, pair));
        changes.ledger().forEach(line -> context.output(LEDGER, line));

        var time = arrival.getAcquisitionTime();
        if (newestBefore == null || time.isAfter(newestBefore)) {
            newest.update(time.toEpochMilli());
            if (options.horizon() != null) {
                book.forgetBefore(time.minus(options.remembered()));
            }
        }
        book.due().ifPresent(due -> wakeAt(due, timers));
    }

    private TileBook book(Instant newestBefore) {
        return new TileBook(
                options,
                new Known<>(granules),
                new Known<>(passes),
                new Known<>(pairs),
                index(),
                newestBefore);
    }

    private DayIndex index() {
        return new DayIndex(new Known<>(days));
    }

    /** What is held back goes out when it is due, and at the latest at the end of the input. */
    private static void wakeAt(Instant due, TimerService timers) {
        timers.registerProcessingTimeTimer(due.toEpochMilli());
        timers.registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Strip> out) throws Exception {
        if (days.isEmpty()) {
            index().addAll(new Known<>(granules).values(), new Known<>(passes).values());
        }
        var book = book(null);
        var now =
                context.timeDomain() == TimeDomain.EVENT_TIME
                        ? Instant.MAX
                        : Instant.ofEpochMilli(time);
        book.release(now).forEach(out::collect);
        var timers = context.timerService();
        book.nextDue()
                .ifPresentOrElse(
                        due -> wakeAt(due, timers),
                        () -> timers.deleteEventTimeTimer(Long.MAX_VALUE));
    }

    private static LedgerEntry lateLine(Granule arrival) {
        var tile = arrival.getShare().getTile();
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(LedgerKind.PRODUCT, arrival.getProductKey() + "/" + tile))
                .setKind(LedgerKind.PRODUCT)
                .setSubject(arrival.getProductKey())
                .setTile(tile)
                .setStatus("late")
                .setDetail(arrival.getGranuleId())
                .setSensor(arrival.getSensor())
                .setAcquisitionTime(arrival.getAcquisitionTime())
                .setRevision(arrival.getVersion().getEventTime().toEpochMilli())
                .build();
    }

    private Reject tooLate(Granule arrival, Instant newestKnown) {
        var tile = arrival.getShare().getTile();
        return Reject.newBuilder()
                .setId(Ids.reject(STEP, arrival.getGranuleId(), RejectReason.TOO_LATE, tile))
                .setReason(RejectReason.TOO_LATE)
                .setStep(STEP)
                .setSubject(arrival.getGranuleId())
                .setMessage(
                        "granule %s on tile %s: acquired %s (expected: at most %s before the newest acquisition of the tile, %s); replay the archive to take it in"
                                .formatted(
                                        arrival.getGranuleId(),
                                        tile,
                                        arrival.getAcquisitionTime(),
                                        options.horizon(),
                                        newestKnown))
                .setOrigin(arrival.getOrigin())
                .build();
    }

    /** State as a map: read when asked for, and once; written at once. */
    private static final class Known<K, V> extends AbstractMap<K, V> {
        private final MapState<K, V> state;
        private final Map<K, V> read = new HashMap<>();

        Known(MapState<K, V> state) {
            this.state = state;
        }

        @Override
        @SuppressWarnings("unchecked") // keys are K wherever this is used
        public V get(Object key) {
            if (!read.containsKey(key)) {
                read.put((K) key, inState(() -> state.get((K) key)));
            }
            return read.get(key);
        }

        @Override
        public V put(K key, V value) {
            inState(
                    () -> {
                        state.put(key, value);
                        return null;
                    });
            return read.put(key, value);
        }

        @Override
        @SuppressWarnings("unchecked") // keys are K wherever this is used
        public V remove(Object key) {
            inState(
                    () -> {
                        state.remove((K) key);
                        return null;
                    });
            return read.put((K) key, null);
        }

        @Override
        public Set<K> keySet() {
            return inState(
                    () -> {
                        var keys = new HashSet<K>();
                        state.keys().forEach(keys::add);
                        return keys;
                    });
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            return inState(
                    () -> {
                        var all = new HashMap<K, V>();
                        for (var entry : state.entries()) {
                            all.put(entry.getKey(), entry.getValue());
                        }
                        return all.entrySet();
                    });
        }

        private static <T> T inState(Callable<T> access) {
            try {
                return access.call();
            } catch (Exception e) {
                throw new IllegalStateException("state of " + STEP + ": " + e.getMessage(), e);
            }
        }
    }
}
