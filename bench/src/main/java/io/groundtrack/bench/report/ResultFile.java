package io.groundtrack.bench.report;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Results as lines of JSON; each is on disk before the next is measured. */
public final class ResultFile {
    private static final Gson GSON = new Gson();

    private final Path file;

    public ResultFile(Path file) {
        this.file = file;
    }

    /** Begins anew. */
    public void clear() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
    }

    public void add(Result result) throws IOException {
        Files.writeString(
                file,
                GSON.toJson(result) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** All results that are whole; the last line of a run that was killed may not be. */
    public List<Result> read() throws IOException {
        var results = new ArrayList<Result>();
        if (!Files.exists(file)) {
            return results;
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            try {
                results.add(GSON.fromJson(lines.get(i), Result.class));
            } catch (JsonParseException e) {
                if (i + 1 < lines.size()) {
                    throw new IOException(
                            file + ": line " + (i + 1) + ": not a result (expected: JSON)", e);
                }
            }
        }
        return results;
    }
}
