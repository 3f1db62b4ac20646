package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in arguments and files of secrets is said before anybody is asked. */
class IngestArgumentsTest {

    @TempDir private Path folder;
    private HttpServer server;
    private final List<String> asked = new ArrayList<>();

    private record Said(int code, String out, String err) {}

    private static Said run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err, true));
        var code = line.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private String serve(Function<String, String> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    var bytes =
                            answers.apply(exchange.getRequestURI().getPath())
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    /** No broker listens at its port: who asks one ends with 1, half a minute later. */
    private static final String NO_KAFKA = "kafka.bootstrap-servers=127.0.0.1:1";

    @Test
    void wrongArgumentsAreSaidBeforeKafkaIsAsked() throws Exception {
        var state = folder.resolve("state.json").toString();
        var password = Files.writeString(folder.resolve("password"), "s3cret").toString();
        var push = List.of("ingest", "cdse", "push", "--user", "u", "--password-file", password);
        var poll = List.of("ingest", "cdse", "poll", "--state", state);
        var sns =
                List.of(
                        "ingest",
                        "sns",
                        "--topic",
                        "arn:aws:sns:eu-west-1:214830741341:NewSentinel2Product");
        var stac =
                List.of(
                        "ingest",
                        "stac",
                        "--url",
                        "http://127.0.0.1:1",
                        "--collection",
                        "x",
                        "--state",
                        state);
        var watch = List.of("ingest", "folder", folder.toString(), "--watch");
        var wrong = new LinkedHashMap<List<String>, List<List<String>>>();
        for (var door : List.of(push, sns)) {
            wrong.put(
                    door,
                    List.of(
                            List.of("--listen", "here"),
                            List.of("--listen", "127.0.0.1:70000"),
                            List.of("--listen", "no-such-host.invalid:80"),
                            List.of("--path", "notify"),
                            List.of("--max-body", "12")));
        }
        for (var walk : List.of(poll, stac)) {
            wrong.put(
                    walk,
                    List.of(
                            List.of("--every", "soon"),
                            List.of("--every", "0 s"),
                            List.of("--overlap", "-1 h"),
                            List.of("--since", "yesterday"),
                            List.of("--bbox", "1,2,3"),
                            List.of("--limit", "0"),
                            List.of("--url", "ftp://example.org")));
        }
        wrong.put(watch, List.of(List.of("--every", "0 s"), List.of("--settle", "long")));

        for (var command : wrong.entrySet()) {
            for (var argument : command.getValue()) {
                var words = new ArrayList<>(command.getKey());
                if (argument.get(0).equals("--url") && command.getKey() == stac) {
                    words.removeAll(List.of("--url", "http://127.0.0.1:1"));
                }
                words.addAll(argument);
                words.addAll(List.of("-D", NO_KAFKA));
                var said = run(words.toArray());

                assertThat(said.code()).as("%s: %s", words, said.err()).isEqualTo(2);
                assertThat(said.err())
                        .contains(argument.get(0).substring(2), "expected: ")
                        .doesNotContain("Kafka at");
            }
        }
        var resolve = new ArrayList<>(push);
        resolve.addAll(List.of("--resolve-stac", "example.org", "-D", NO_KAFKA));
        assertThat(run(resolve.toArray()).code()).isEqualTo(2);
    }

    @Test
    void aFileOfASecretThatIsNotThereEndsTheCommandAtOnce() throws Exception {
        var none = folder.resolve("none");
        var state = folder.resolve("state.json").toString();
        var url = serve(path -> "{}");
        var stac =
                run(
                        "ingest",
                        "stac",
                        "--url",
                        url,
                        "--collection",
                        "x",
                        "--state",
                        state,
                        "--token-file",
                        none,
                        "-D",
                        NO_KAFKA);
        var poll =
                run(
                        "ingest",
                        "cdse",
                        "poll",
                        "--url",
                        url,
                        "--state",
                        state,
                        "--token-file",
                        folder,
                        "-D",
                        NO_KAFKA);
        var push =
                run(
                        "ingest",
                        "cdse",
                        "push",
                        "--user",
                        "u",
                        "--password-file",
                        none,
                        "-D",
                        NO_KAFKA);
        var cog =
                run(
                        "ingest",
                        "stac",
                        "--url",
                        url,
                        "--collection",
                        "x",
                        "--state",
                        state,
                        "--to-cog",
                        folder,
                        "-D",
                        "assets.credentials=" + none,
                        "-D",
                        NO_KAFKA);

        assertThat(stac.code()).isEqualTo(1);
        assertThat(stac.err())
                .contains("--token-file " + none + ": does not exist (expected: a file");
        assertThat(poll.code()).isEqualTo(1);
        assertThat(poll.err()).contains("--token-file " + folder + ": is a folder (expected: ");
        assertThat(push.code()).isEqualTo(1);
        assertThat(push.err()).contains("--password-file " + none + ": does not exist (expected: ");
        assertThat(cog.code()).isEqualTo(2);
        assertThat(cog.err())
                .contains("assets.credentials: " + none + " does not exist (expected: ");
        assertThat(asked).isEmpty();
    }

    @Test
    void secretsOfAssetsAreLookedAtBeforeAJobIsStarted() throws Exception {
        var none = folder.resolve("none");
        var notices = Files.writeString(folder.resolve("n.jsonl"), "{}\n");
        for (var command :
                List.of(
                        List.of("run"),
                        List.of(
                                "replay",
                                "--notices",
                                notices.toString(),
                                "--out",
                                folder.resolve("out").toString()))) {
            var words = new ArrayList<>(command);
            words.addAll(List.of("-D", NO_KAFKA, "-D", "assets.credentials=" + none));
            var said = run(words.toArray());

            assertThat(said.code()).as(said.err()).isEqualTo(2);
            assertThat(said.err())
                    .contains("assets.credentials: " + none + " does not exist (expected: ");
        }
    }

    @Test
    void aCatalogueThatCannotBeReachedIsNamed() {
        var said =
                run(
                        "ingest",
                        "stac",
                        "--url",
                        "https://no-such-host.invalid/v1",
                        "--collection",
                        "x",
                        "--state",
                        folder.resolve("state.json"),
                        "--out",
                        folder.resolve("n.jsonl"),
                        "--pages",
                        "links",
                        "--once");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains("https://no-such-host.invalid/v1/search: its host is unknown (expected: ")
                .doesNotContain("Exception");
    }
}
