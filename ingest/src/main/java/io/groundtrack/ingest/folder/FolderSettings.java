package io.groundtrack.ingest.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is watched, and how.
 *
 * @param roots folders
 * @param state folder for what was sent
 * @param work folder into which zips are unpacked; without it they are refused
 * @param settle how long nothing of a product may have changed before it counts as whole
 * @param incomplete whether products are announced although image files are missing
 */
public record FolderSettings(
        List<Path> roots, Path state, Optional<Path> work, Duration settle, boolean incomplete) {

    /** Checks that state and work lie outside what is watched. */
    public FolderSettings {
        roots = roots.stream().map(r -> r.toAbsolutePath().normalize()).toList();
        state = state.toAbsolutePath().normalize();
        work = work.map(w -> w.toAbsolutePath().normalize());
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("no folder (expected: at least one)");
        }
        if (settle.isNegative()) {
            throw new IllegalArgumentException("settle " + settle + " (expected: not negative)");
        }
        for (var root : roots) {
            if (state.startsWith(root) || work.filter(w -> w.startsWith(root)).isPresent()) {
                throw new IllegalArgumentException(
                        "state and work folders lie inside "
                                + root
                                + " (expected: elsewhere, or they would be watched as well)");
            }
        }
    }
}
