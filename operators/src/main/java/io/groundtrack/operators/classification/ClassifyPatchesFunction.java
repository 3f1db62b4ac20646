package io.groundtrack.operators.classification;

import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Shell of {@link PatchClasses}: outcomes (input 1) and pairs (input 2) of one patch in →
 * classifications that are new, changed or no longer hold ({@code live = false}) out.
 *
 * <p>State, key = patch: for each pass the last outcome with its vector (about 1 kB at 192
 * numbers), for each S2 pass its partner, and what was last said. Passes older than horizon + 2
 * windows behind the newest acquisition of the patch are dropped; what was said of them stands.
 */
public final class ClassifyPatchesFunction
        extends KeyedCoProcessFunction<String, PatchOutcome, PatchPair, Classification> {

    private static final long serialVersionUID = 1L;

    private final Heads heads;
    private final Duration horizon;
    private final Duration window;
    private transient PatchClasses.Head head;
    private transient MapState<String, PatchOutcome> outcomes;
    private transient MapState<String, PatchPair> pairs;
    private transient MapState<String, Classification> said;
    private transient ValueState<Long> newest;

    /** Gives each subtask its head when it opens. */
    @FunctionalInterface
    public interface Heads extends Serializable {
        PatchClasses.Head open();
    }

    /**
     * @param horizon how long behind the newest acquisition of a patch a pass may still change;
     *     null = for ever
     * @param window largest time between the passes of a pair
     */
    public ClassifyPatchesFunction(Heads heads, Duration horizon, Duration window) {
        this.heads = heads;
        this.horizon = horizon;
        this.window = window;
    }

    @Override
    public void open(OpenContext context) {
        var runtime = getRuntimeContext();
        head = heads.open();
        outcomes =
                runtime.getMapState(
                        new MapStateDescriptor<>("outcomes", String.class, PatchOutcome.class));
        pairs =
                runtime.getMapState(
                        new MapStateDescriptor<>("pairs", String.class, PatchPair.class));
        said =
                runtime.getMapState(
                        new MapStateDescriptor<>(
                                "classifications", String.class, Classification.class));
        newest = runtime.getState(new ValueStateDescriptor<>("newest-acquisition", Long.class));
    }

    @Override
    public void processElement1(
            PatchOutcome outcome, Context context, Collector<Classification> out) throws Exception {
        var known = outcomes.get(outcome.getPassId());
        if (known != null && known.getPassRevision() >= outcome.getPassRevision()) {
            return;
        }
        outcomes.put(outcome.getPassId(), withoutCells(outcome));
        sayChanges(out);
        forget(outcome.getAcquisitionTime().toEpochMilli());
    }

    @Override
    public void processElement2(PatchPair pair, Context context, Collector<Classification> out)
            throws Exception {
        var known = pairs.get(pair.getS2Pass());
        if (known != null && known.getRevision() >= pair.getRevision()) {
            return;
        }
        pairs.put(pair.getS2Pass(), pair);
        sayChanges(out);
    }

    private void sayChanges(Collector<Classification> out) throws Exception {
        var embeddings = new ArrayList<PatchEmbedding>();
        for (var outcome : outcomes.values()) {
            if (outcome.getKind() == OutcomeKind.EMBEDDED) {
                embeddings.add(outcome.getEmbedding());
            }
        }
        var partners = new HashMap<String, String>();
        for (var pair : pairs.values()) {
            if (pair.getS1Pass() != null) {
                partners.put(pair.getS2Pass(), pair.getS1Pass());
            }
        }
        var now = PatchClasses.of(embeddings, partners, head);
        long settled = settledBefore();
        now.values().removeIf(c -> c.getAcquisitionTime().toEpochMilli() < settled);
        for (var before : values(said)) {
            if (before.getAcquisitionTime().toEpochMilli() < settled) {
                said.remove(before.getId());
            } else if (!now.containsKey(before.getId())) {
                out.collect(Classification.newBuilder(before).setLive(false).build());
                said.remove(before.getId());
            } else if (now.get(before.getId()).equals(before)) {
                now.remove(before.getId());
            }
        }
        for (var classification : now.values()) {
            out.collect(classification);
            said.put(classification.getId(), classification);
        }
    }

    /** Nothing that may still arrive can change a classification named by a pass before this. */
    private long settledBefore() throws Exception {
        return horizon == null || newest.value() == null
                ? Long.MIN_VALUE
                : newest.value() - horizon.plus(window).toMillis();
    }

    private void forget(long time) throws Exception {
        var latest = newest.value();
        if (latest != null && latest >= time) {
            return;
        }
        newest.update(time);
        if (horizon == null) {
            return;
        }
        // a partner is up to one window away from the pass that is named
        long oldest = settledBefore() - window.toMillis();
        for (var outcome : values(outcomes)) {
            if (outcome.getAcquisitionTime().toEpochMilli() < oldest) {
                outcomes.remove(outcome.getPassId());
                pairs.remove(outcome.getPassId());
            }
        }
    }

    private static <V> List<V> values(MapState<String, V> state) throws Exception {
        var values = new ArrayList<V>();
        state.values().forEach(values::add);
        return values;
    }

    /** Cells and sketch are of no use here and make most of the size. */
    private static PatchOutcome withoutCells(PatchOutcome outcome) {
        if (outcome.getEmbedding() == null) {
            return outcome;
        }
        var empty = ByteBuffer.allocate(0);
        var embedding = PatchEmbedding.newBuilder(outcome.getEmbedding()).setSketch(empty);
        embedding.getCells().setNumbers(empty);
        embedding.getCells().setClear(empty);
        return PatchOutcome.newBuilder(outcome).setEmbedding(embedding.build()).build();
    }
}
