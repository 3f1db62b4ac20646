package io.groundtrack.model.check;

import io.groundtrack.model.check.OutputGroup.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What one file of weights gave.
 *
 * @param file its name in the folder
 * @param comparisons every output, in a fixed order; empty where the file could not be used
 * @param problem why it could not be used
 */
public record WeightsReport(String file, List<Comparison> comparisons, Optional<String> problem) {

    public boolean passed() {
        return problem.isEmpty() && comparisons.stream().allMatch(Comparison::passed);
    }

    /** Outputs of a kind that were held against a reference. */
    public long compared(Kind kind) {
        return comparisons.stream().filter(c -> c.group().kind() == kind && c.compared()).count();
    }

    public List<Comparison> of(OutputGroup group) {
        return comparisons.stream().filter(c -> c.group() == group).toList();
    }
}
