package io.groundtrack.operators.classification;

import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Reject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** The step in a harness, with what a reader of its output holds for live. */
@SuppressWarnings("try") // the harness declares close() throws Exception
public final class Patches implements AutoCloseable {

    final Map<String, Classification> live = new TreeMap<>();
    final List<Classification> said = new ArrayList<>();
    private final KeyedTwoInputStreamOperatorTestHarness<
                    String, PatchOutcome, PatchPair, Classification>
            harness;

    Patches(PatchClasses.Head head, Duration horizon, Duration window, OperatorSubtaskState from)
            throws Exception {
        harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(
                                new ClassifyPatchesFunction(() -> head, horizon, window)),
                        PatchOutcome::getPatchId,
                        PatchPair::getPatchId,
                        Types.STRING);
        ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
                .setGenericTypes(false);
        if (from != null) {
            harness.initializeState(from);
        }
        harness.open();
    }

    /** Remembers everything; scores are the first numbers of the vectors. */
    public static Patches withoutHorizon(Duration window) throws Exception {
        return within(null, window);
    }

    static Patches within(Duration horizon, Duration window) throws Exception {
        return new Patches(new FirstNumbers(), horizon, window, null);
    }

    public void take(Object arrival) throws Exception {
        if (arrival instanceof PatchOutcome outcome) {
            harness.processElement1(outcome, outcome.getAcquisitionTime().toEpochMilli());
        } else {
            harness.processElement2((PatchPair) arrival, 0);
        }
        for (var classification : harness.extractOutputValues()) {
            said.add(classification);
            if (classification.getLive()) {
                live.put(classification.getId(), classification);
            } else {
                live.remove(classification.getId());
            }
        }
        harness.getOutput().clear();
    }

    /** Live classifications by id. */
    public Map<String, Classification> live() {
        return Collections.unmodifiableMap(live);
    }

    List<Reject> rejects() {
        var rejects = new ArrayList<Reject>();
        var queue = harness.getSideOutput(ClassifyPatchesFunction.REJECTS);
        if (queue != null) {
            queue.forEach(record -> rejects.add(record.getValue()));
        }
        return rejects;
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** States of all keys that hold something. */
    int states() {
        return harness.numKeyedStateEntries();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
