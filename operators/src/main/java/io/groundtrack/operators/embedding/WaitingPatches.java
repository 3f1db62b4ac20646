package io.groundtrack.operators.embedding;

import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Outcomes of one sensor in order of arrival, and the pixels of those that are to be embedded.
 *
 * <p>State: grows until it is given away whole. Not thread safe.
 */
final class WaitingPatches {

    /** An outcome with what else it brought; its timestamp null where it had none. */
    record Waiting(Long timestamp, PatchOutcome outcome, List<String> missingBands) {}

    private final List<Waiting> outcomes = new ArrayList<>();
    private final List<float[]> windows = new ArrayList<>();
    private final long due;

    /**
     * @param due processing time that the first of them may wait until
     */
    WaitingPatches(long due) {
        this.due = due;
    }

    long due() {
        return due;
    }

    List<Waiting> outcomes() {
        return outcomes;
    }

    /** C·H·W numbers for each outcome that is CUT, in their order. */
    List<float[]> windows() {
        return windows;
    }

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
}
