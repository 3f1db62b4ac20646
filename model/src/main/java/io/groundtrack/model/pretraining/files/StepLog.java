package io.groundtrack.model.pretraining.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The log of a run: one line of a CSV file a step, the first column {@code step}, ascending.
 *
 * <p>Each line is one write, so a killed process leaves at most one half of a line. A run that goes
 * on drops what lies behind its checkpoint and writes it again.
 *
 * <p>Errors: a file with other columns is refused.
 */
public final class StepLog implements AutoCloseable {
    private static final String STEP = "step";

    private final List<String> columns;
    private final FileChannel file;

    private StepLog(List<String> columns, FileChannel file) {
        this.columns = columns;
        this.file = file;
    }

    /**
     * @param columns after the first one, which is the step
     * @param upTo rows of later steps are dropped
     */
    public static StepLog open(Path path, List<String> columns, long upTo) {
        try {
            var all = new ArrayList<String>();
            all.add(STEP);
            all.addAll(columns);
            keepRows(path, String.join(",", all), upTo);
            return new StepLog(
                    List.copyOf(columns), FileChannel.open(path, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written: " + e, e);
        }
    }

    private static void keepRows(Path path, String header, long upTo) throws IOException {
        var kept = new StringBuilder(header).append('\n');
        if (Files.exists(path)) {
            String text = Files.readString(path);
            // what follows the last line end is half of a line
            String[] lines = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
            if (!lines[0].isEmpty() && !lines[0].equals(header)) {
                throw new IllegalArgumentException(
                        path + ": columns " + lines[0] + " (expected: " + header + ")");
            }
            for (int i = 1; i < lines.length && stepOf(path, lines[i]) <= upTo; i++) {
                kept.append(lines[i]).append('\n');
            }
        }
        RunFolder.write(path, kept.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static long stepOf(Path path, String line) {
        try {
            return Long.parseLong(line.substring(0, line.indexOf(',')));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    path + ": line '" + line + "' (expected: a step first)", e);
        }
    }

    /** Columns that {@code values} does not name stay empty. */
    public void row(long step, Map<String, ? extends Number> values) {
        if (!columns.containsAll(values.keySet())) {
            throw new IllegalArgumentException(
                    "columns " + unknown(values.keySet()) + " (expected: of " + columns + ")");
        }
        var line = new StringJoiner(",", "", "\n").add(Long.toString(step));
        for (String column : columns) {
            Number value = values.get(column);
            line.add(value == null ? "" : text(value));
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.toString());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("log: " + e, e);
        }
    }

    private List<String> unknown(Set<String> names) {
        return names.stream().filter(name -> !columns.contains(name)).sorted().toList();
    }

    /** Losses come from the engine as float: its shortest form tells them apart. */
    private static String text(Number value) {
        if (value instanceof Double d) {
            return Float.toString(d.floatValue());
        }
        return value.toString();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("log: " + e, e);
        }
    }
}
