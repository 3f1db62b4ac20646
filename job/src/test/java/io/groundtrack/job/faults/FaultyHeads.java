package io.groundtrack.job.faults;

import io.groundtrack.operators.classification.ClassifyPatchesFunction;
import io.groundtrack.operators.classification.PatchClasses;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Classification heads that throw once when told to, and count how often one was opened: once for
 * each subtask and attempt.
 *
 * <p>State: static, as the heads travel to the subtasks with the graph; {@link #reset} before use.
 */
record FaultyHeads(ClassifyPatchesFunction.Heads sound) implements ClassifyPatchesFunction.Heads {

    private static final long serialVersionUID = 1L;

    private static final AtomicBoolean ARMED = new AtomicBoolean();
    private static final AtomicInteger OPENED = new AtomicInteger();

    static void reset() {
        ARMED.set(false);
        OPENED.set(0);
    }

    /** The next patch that is classified fails. */
    static void arm() {
        ARMED.set(true);
    }

    static boolean isArmed() {
        return ARMED.get();
    }

    static int opened() {
        return OPENED.get();
    }

    @Override
    public PatchClasses.Head open() {
        OPENED.incrementAndGet();
        var head = sound.open();
        return new PatchClasses.Head() {
            @Override
            public float[] scores(float[] s1, float[] s2) {
                if (ARMED.compareAndSet(true, false)) {
                    throw new IllegalStateException("a fault that the test asked for");
                }
                return head.scores(s1, s2);
            }

            @Override
            public List<String> classes() {
                return head.classes();
            }
        };
    }
}
