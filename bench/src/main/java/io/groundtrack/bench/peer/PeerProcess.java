package io.groundtrack.bench.peer;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.groundtrack.bench.rounds.Contestant;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that answers one request after the other, a JSON object a line, and sleeps while it is
 * not asked.
 *
 * <p>Its messages go to a file. Errors: {@link PeerException} where it refuses a request, ends, or
 * does not answer in time.
 */
public final class PeerProcess implements AutoCloseable {
    /** Compiling a large model takes minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** A request that the peer did not fulfil; the message says why. */
    public static final class PeerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PeerException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final Gson GSON = new Gson();

    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final Path log;

    /**
     * @param command starts the peer, such as {@code [python, bench/peers/pytorch_peer.py]}
     * @param log takes what it says beside its answers
     */
    public PeerProcess(List<String> command, Path log) {
        this.log = log;
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.to(new File(log.toString())))
                            .start();
        } catch (IOException e) {
            throw new PeerException("peer: cannot be started: " + e.getMessage(), e);
        }
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Something that it times, as often as asked. */
    public Contestant contestant(String name, String request, Map<String, Object> what) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] run(int calls) {
                var all = new HashMap<>(what);
                all.put("calls", calls);
                JsonArray seconds = ask(request, all).getAsJsonArray("seconds");
                var times = new double[seconds.size()];
                for (int i = 0; i < times.length; i++) {
                    times[i] = seconds.get(i).getAsDouble();
                }
                return times;
            }
        };
    }

    public long pid() {
        return process.pid();
    }

    /** What it answers to a request. */
    public JsonObject ask(String what, Map<String, Object> arguments) {
        JsonObject request = GSON.toJsonTree(arguments).getAsJsonObject();
        request.addProperty("do", what);
        String line = exchange(what, request.toString());
        JsonObject answer;
        try {
            answer = JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new PeerException(
                    "peer: " + what + ": answered '" + line + "' (expected: a JSON object)", e);
        }
        if (answer.has("error")) {
            throw new PeerException(
                    "peer: " + what + ": " + answer.get("error").getAsString(), null);
        }
        return answer;
    }

    private String exchange(String what, String request) {
        var reading = CompletableFuture.supplyAsync(() -> sendAndRead(request));
        String line;
        try {
            line = reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            String reason = e instanceof TimeoutException ? "no answer in time" : e.getMessage();
            throw new PeerException("peer: " + what + ": " + reason + " (see " + log + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerException("peer: " + what + ": interrupted", e);
        }
        if (line == null) {
            throw new PeerException(
                    "peer: " + what + ": it ended without an answer (see " + log + ")", null);
        }
        return line;
    }

    private String sendAndRead(String request) {
        try {
            requests.write(request);
            requests.newLine();
            requests.flush();
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process: first by ending its input, then by force. */
    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
