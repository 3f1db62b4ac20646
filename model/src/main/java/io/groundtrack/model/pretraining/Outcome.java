package io.groundtrack.model.pretraining;

import io.groundtrack.model.pretraining.heldout.HeldOutReport;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run, or this part of it, ended.
 *
 * @param steps done in all
 * @param seconds of this part
 * @param heldOut empty where the run is not at its end, or nothing is held out
 * @param model folder of the finished model
 */
public record Outcome(
        long steps, double seconds, Optional<HeldOutReport> heldOut, Optional<Path> model) {}
