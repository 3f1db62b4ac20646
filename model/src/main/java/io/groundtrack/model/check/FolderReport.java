package io.groundtrack.model.check;

import java.util.List;
import java.util.Optional;

/**
 * What one folder gave.
 *
 * @param files one for each file of weights; empty where the folder could not be used
 * @param problem why it could not be used
 */
public record FolderReport(String folder, List<WeightsReport> files, Optional<String> problem) {

    public boolean passed() {
        return problem.isEmpty()
                && !files.isEmpty()
                && files.stream().allMatch(WeightsReport::passed);
    }
}
