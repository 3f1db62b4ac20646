package io.groundtrack.model.check;

/**
 * One output of the network beside the number or tensor it should be.
 *
 * @param name as in the reference folder: {@code tokens_s1}, {@code expected.loss}, {@code
 *     grad/backbone.norm.bias}
 * @param difference largest absolute difference of any entry; NaN where nothing could be compared
 * @param allowed what it may be at most
 * @param note why nothing could be compared, or empty
 */
public record Comparison(
        OutputGroup group,
        String name,
        double difference,
        double allowed,
        Outcome outcome,
        String note) {

    /** {@code UNKNOWN}: the folder holds it and nothing is known to compare it with. */
    public enum Outcome {
        PASS,
        FAIL,
        MISSING,
        UNKNOWN
    }

    static Comparison of(OutputGroup group, String name, double difference, double allowed) {
        // false for NaN
        boolean within = difference <= allowed;
        return new Comparison(
                group, name, difference, allowed, within ? Outcome.PASS : Outcome.FAIL, "");
    }

    static Comparison failed(OutputGroup group, String name, String note) {
        return new Comparison(group, name, Double.NaN, 0, Outcome.FAIL, note);
    }

    static Comparison missing(OutputGroup group, String name, String where) {
        return new Comparison(group, name, Double.NaN, 0, Outcome.MISSING, "missing in " + where);
    }

    static Comparison unknown(String name, String where) {
        return new Comparison(
                OutputGroup.UNKNOWN,
                name,
                Double.NaN,
                0,
                Outcome.UNKNOWN,
                "in " + where + ", not an output of this model");
    }

    /** Whether two values were held against each other. */
    public boolean compared() {
        return !Double.isNaN(difference);
    }

    public boolean passed() {
        return outcome == Outcome.PASS || outcome == Outcome.UNKNOWN;
    }

    /** How much of what is allowed was used; above 1 fails. */
    public double used() {
        if (!compared()) {
            return Double.POSITIVE_INFINITY;
        }
        return difference == 0 ? 0 : difference / allowed;
    }
}
