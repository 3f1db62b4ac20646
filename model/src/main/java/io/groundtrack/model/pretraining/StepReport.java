package io.groundtrack.model.pretraining;

import java.util.Map;

/**
 * What one step said.
 *
 * @param step steps done, this one included
 * @param total sum of the five losses
 * @param gradientNorm of all weights together, before clipping
 * @param patchesPerSecond of this step, reading included
 * @param scales of every Soft MoE layer, by its name
 */
public record StepReport(
        long step,
        long epoch,
        double learningRate,
        double total,
        double s1FromS1,
        double s2FromS2,
        double s1FromS2,
        double s2FromS1,
        double mim,
        double gradientNorm,
        double patchesPerSecond,
        Map<String, Double> scales) {}
