package io.groundtrack.bench.report;

import io.groundtrack.bench.rounds.Ratio;

/**
 * One ratio and the goal it is held against.
 *
 * @param figure which ratio, in words
 * @param goal such as {@code P3 ≥ 1.00}; empty where none is set for this size, batch and precision
 * @param met null where there is no goal, or too few rounds to say
 */
public record Verdict(
        String figure,
        String model,
        String precision,
        int batch,
        Ratio ratio,
        String goal,
        Boolean met) {

    public String outcome() {
        if (goal.isEmpty()) {
            return "";
        }
        return met == null ? "too few rounds" : met ? "met" : "not met";
    }
}
