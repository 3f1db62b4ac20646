package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * {@code run.json}: how far a run into files has come, so that one that was stopped says where.
 *
 * @param step what it was doing; {@code done} at its end
 * @param notices how many were announced; 0 before they are
 */
public record RunState(String step, long notices) {

    private static final String NAME = "run.json";
    private static final String DONE = "done";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The state of a run that came to its end. */
    public static RunState done(long notices) {
        return new RunState(DONE, notices);
    }

    /** True when the run came to its end and wrote all its files. */
    public boolean ended() {
        return step.equals(DONE);
    }

    /** Puts this state into {@code folder}, in place of what was said before. */
    public void write(Path folder) throws IOException {
        var next = folder.resolve(NAME + ".next");
        Files.writeString(
                next, JSON.createObjectNode().put("step", step).put("notices", notices) + "\n");
        Files.move(next, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts anew in {@code folder}: a ledger of an earlier run says nothing about this one. */
    public static void begin(Path folder) throws IOException {
        new RunState("start", 0).write(folder);
        Files.deleteIfExists(folder.resolve(LedgerFile.NAME));
    }

    /** Reads the state of the run in {@code folder}. */
    public static RunState read(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    file + ": is not there (expected: the folder that a replay wrote, --out)");
        }
        try {
            var json = JSON.readTree(file.toFile());
            return new RunState(json.path("step").asText("unknown"), json.path("notices").asLong());
        } catch (IOException e) {
            throw new IOException(file + ": not JSON (expected: as replay writes it)", e);
        }
    }
}
