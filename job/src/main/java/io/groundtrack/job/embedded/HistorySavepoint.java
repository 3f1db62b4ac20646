package io.groundtrack.job.embedded;

import io.groundtrack.job.OperatorUids;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/**
 * Makes a savepoint of a replay one that any job may start from: the history stays, what belongs to
 * the broker of the replay goes.
 *
 * <p>in: a savepoint → out: the same one, without the positions of its sources and the transactions
 * of its sinks. Both name things of one broker: on another, positions would skip notices in
 * silence, and transactions would be committed that nobody knows there. A step without state in a
 * savepoint starts as it would without one, so nothing has to be allowed at the restore. State
 * files are not touched.
 *
 * <p>Errors: {@link IOException} where the savepoint cannot be read or written, {@link
 * IllegalStateException} where a step that remembers is not in it. Source: ADR 0007.
 */
final class HistorySavepoint {

    private static final String METADATA = "_metadata";

    private HistorySavepoint() {}

    /** Leaves the steps that remember in the savepoint; what these are called. */
    static List<String> reduce(Path savepoint) throws IOException {
        var file = savepoint.resolve(METADATA);
        var whole = read(file, savepoint);
        var missing = new HashSet<>(OperatorUids.history());
        var kept = new ArrayList<OperatorState>();
        for (var operator : whole.getOperatorStates()) {
            if (missing.remove(operator.getOperatorUid().orElse(""))) {
                kept.add(operator);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "savepoint %s: nothing of %s (expected: the steps of the job on notices)"
                            .formatted(savepoint, missing));
        }
        write(
                new CheckpointMetadata(
                        whole.getCheckpointId(),
                        kept,
                        whole.getMasterStates(),
                        whole.getCheckpointProperties()),
                file);
        return kept.stream().map(operator -> operator.getOperatorUid().orElseThrow()).toList();
    }

    private static CheckpointMetadata read(Path file, Path savepoint) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return Checkpoints.loadCheckpointMetadata(
                    in, HistorySavepoint.class.getClassLoader(), savepoint.toUri().toString());
        }
    }

    private static void write(CheckpointMetadata metadata, Path file) throws IOException {
        var next = file.resolveSibling(METADATA + ".next");
        try (var out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next)))) {
            Checkpoints.storeCheckpointMetadata(metadata, out);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
