package io.groundtrack.model.pretraining;

import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.nio.file.Path;

/** Who wants to know how a run goes. Called by the thread that trains. */
public interface PretrainListener {
    /** Nobody does. */
    PretrainListener NOBODY =
            new PretrainListener() {
                @Override
                public void started(long stepsDone, String description) {}

                @Override
                public void step(StepReport report) {}

                @Override
                public void evaluated(long step, HeldOutReport report) {}

                @Override
                public void saved(long step, Path checkpoint) {}
            };

    /**
     * @param stepsDone above 0 where a run goes on
     */
    void started(long stepsDone, String description);

    void step(StepReport report);

    void evaluated(long step, HeldOutReport report);

    void saved(long step, Path checkpoint);
}
