package io.groundtrack.bench.report;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
        List<Result> all = read();
        all.add(result);
        String text = all.stream().map(GSON::toJson).collect(Collectors.joining("\n", "", "\n"));
        // whole or not at all, so that a run that is killed can be resumed
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

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
                throw new IOException(
                        file + ": line " + (i + 1) + ": not a result (expected: JSON)", e);
            }
        }
        return results;
    }
}
