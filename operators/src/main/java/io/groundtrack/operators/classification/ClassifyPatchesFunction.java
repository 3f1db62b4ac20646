package io.groundtrack.operators.classification;

import io.groundtrack.operators.pairing.PairingOptions;
import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Shell of {@link PatchClasses}: outcomes (input 1) and pairs (input 2) of one patch in →
 * classifications that are new, changed or no longer hold ({@code live = false}) out. An arrival
 * costs the scores of the passes it touches: itself, its partner, and those it is the partner of.
 *
 * <p>State, key = patch: for each pass the last outcome with its vector (about 1 kB at 192
 * numbers), for each S2 pass its partner (0.1 kB), and what was last said (0.4 kB). A pass is
 * dropped once it is older than horizon + 3 windows behind the newest acquisition of the patch: a
 * granule at the horizon moves the pair of an S2 pass up to one window before it, which frees an S1
 * pass two windows before it, which another S2 pass, three windows before it, may have taken. What
 * was said of a dropped pass stands. An outcome older than horizon + window leaves as a {@link
 * Reject} with reason TOO_LATE.
 */
public final class ClassifyPatchesFunction
        extends KeyedCoProcessFunction<String, PatchOutcome, PatchPair, Classification> {

    private static final long serialVersionUID = 1L;

    /** uid of the step, as rejects name it. */
    public static final String STEP = "classify-patches";

    /** Outcomes that came after the horizon. */
    public static final OutputTag<Reject> REJECTS =
            new OutputTag<>("classification-rejects") {
                private static final long serialVersionUID = 1L;
            };

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
        var latest = newest.value();
        var known = outcomes.get(outcome.getPassId());
        var time = timeOf(outcome, known, latest);
        if (latest != null && time.isBefore(behind(latest, 1))) {
            context.output(REJECTS, tooLate(outcome, latest));
            return;
        }
        if (known != null && known.getPassRevision() >= outcome.getPassRevision()) {
            return;
        }
        outcomes.put(outcome.getPassId(), whatIsNeeded(outcome, time));
        var partners = partners();
        say(
                outcome.getPatchId(),
                PatchClasses.touchedBy(outcome.getPassId(), partners),
                partners,
                out);
        if (latest == null || time.toEpochMilli() > latest) {
            newest.update(time.toEpochMilli());
            forget(outcome.getPatchId(), behind(time.toEpochMilli(), 3));
        }
    }

    /** What is gone has no time of its own: that of what it replaces, else it counts as new. */
    private static Instant timeOf(PatchOutcome outcome, PatchOutcome known, Long latest) {
        if (outcome.getKind() != OutcomeKind.GONE) {
            return outcome.getAcquisitionTime();
        }
        if (known != null) {
            return known.getAcquisitionTime();
        }
        return latest == null ? outcome.getAcquisitionTime() : Instant.ofEpochMilli(latest);
    }

    @Override
    public void processElement2(PatchPair pair, Context context, Collector<Classification> out)
            throws Exception {
        var known = pairs.get(pair.getS2Pass());
        if (known != null && known.getRevision() >= pair.getRevision()) {
            return;
        }
        pairs.put(pair.getS2Pass(), pair);
        var touched = new TreeSet<String>();
        touched.add(pair.getS2Pass());
        for (var either : new PatchPair[] {known, pair}) {
            if (either != null && either.getS1Pass() != null) {
                touched.add(either.getS1Pass());
            }
        }
        say(pair.getPatchId(), touched, partners(), out);
    }

    private void say(
            String patchId,
            SortedSet<String> passes,
            Map<String, String> partners,
            Collector<Classification> out)
            throws Exception {
        for (var passId : passes) {
            var id = Ids.classification(patchId, passId);
            var before = said.get(id);
            var now = PatchClasses.ofPass(passId, this::seenBy, partners, head);
            if (now != null && !now.equals(before)) {
                out.collect(now);
                said.put(id, now);
            } else if (now == null && before != null) {
                out.collect(Classification.newBuilder(before).setLive(false).build());
                said.remove(id);
            }
        }
    }

    private PatchEmbedding seenBy(String passId) throws Exception {
        var outcome = outcomes.get(passId);
        return outcome == null ? null : outcome.getEmbedding();
    }

    private Map<String, String> partners() throws Exception {
        var partners = new HashMap<String, String>();
        for (var pair : pairs.values()) {
            if (pair.getS1Pass() != null) {
                partners.put(pair.getS2Pass(), pair.getS1Pass());
            }
        }
        return partners;
    }

    /** Horizon and some windows behind {@code latest}. */
    private Instant behind(long latest, int windows) {
        return horizon == null
                ? Instant.MIN
                : Instant.ofEpochMilli(latest)
                        .minus(horizon)
                        .minus(window.multipliedBy(windows))
                        .minus(PairingOptions.LONGEST_PASS);
    }

    private void forget(String patchId, Instant oldest) throws Exception {
        if (horizon == null) {
            return;
        }
        var old = new TreeSet<String>();
        for (var outcome : outcomes.values()) {
            if (outcome.getAcquisitionTime().isBefore(oldest)) {
                old.add(outcome.getPassId());
            }
        }
        for (var passId : old) {
            outcomes.remove(passId);
            pairs.remove(passId);
            said.remove(Ids.classification(patchId, passId));
        }
    }

    private Reject tooLate(PatchOutcome outcome, long latest) {
        var subject = Ids.observation(outcome.getPatchId(), outcome.getPassId());
        return Reject.newBuilder()
                .setId(Ids.reject(STEP, subject, RejectReason.TOO_LATE, outcome.getKind().name()))
                .setReason(RejectReason.TOO_LATE)
                .setStep(STEP)
                .setSubject(subject)
                .setMessage(
                        "%s: acquired %s (expected: %s or later, pairing.horizon %s)"
                                .formatted(
                                        subject,
                                        outcome.getAcquisitionTime(),
                                        behind(latest, 1),
                                        horizon))
                .setOrigin(Origin.newBuilder().build())
                .build();
    }

    /** Cells and sketch make most of the size and are of no use here. */
    private static PatchOutcome whatIsNeeded(PatchOutcome outcome, Instant time) {
        var kept =
                PatchOutcome.newBuilder()
                        .setPatchId(outcome.getPatchId())
                        .setTile(outcome.getTile())
                        .setPassId(outcome.getPassId())
                        .setPassRevision(outcome.getPassRevision())
                        .setSensor(outcome.getSensor())
                        .setAcquisitionTime(time)
                        .setKind(outcome.getKind());
        if (outcome.getKind() == OutcomeKind.EMBEDDED) {
            var seen = outcome.getEmbedding();
            kept.setEmbedding(
                    PatchEmbedding.newBuilder()
                            .setPatchId(seen.getPatchId())
                            .setTile(seen.getTile())
                            .setPassId(seen.getPassId())
                            .setPassRevision(seen.getPassRevision())
                            .setSensor(seen.getSensor())
                            .setAcquisitionTime(seen.getAcquisitionTime())
                            .setModelId(seen.getModelId())
                            .setDimension(seen.getDimension())
                            .setVector(seen.getVector())
                            .setFilledBands(seen.getFilledBands())
                            .setCells(CellLook.newBuilder().build())
                            .setLongitude(seen.getLongitude())
                            .setLatitude(seen.getLatitude())
                            .build());
        }
        return kept.build();
    }
}
