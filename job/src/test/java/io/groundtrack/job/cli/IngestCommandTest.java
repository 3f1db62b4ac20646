package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.Origin;
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

/** The doors as commands, against catalogues on the loopback. */
class IngestCommandTest {

    private static final String NAME =
            "S2A_MSIL2A_20240129T062121_N0510_R034_T44VMN_20240129T093752";
    private static final String RING = "[[[79.2,60.4],[80.0,60.4],[80.0,61.2],[79.2,60.4]]]";

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

    private static List<Understood> understood(Path file) throws IOException {
        var reader = new NoticeReader(NoticeOptions.defaults());
        try (var lines = Files.lines(file)) {
            return lines.map(
                            l ->
                                    reader.read(
                                            l.getBytes(StandardCharsets.UTF_8),
                                            new Origin("f", 0, 0L)))
                    .toList();
        }
    }

    @Test
    void theItemsOfAStacApiBecomeLinesThatCanBeReplayedAndComeOnce() throws Exception {
        var item =
                "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\""
                        + NAME
                        + "\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                        + RING
                        + "},\"properties\":{\"datetime\":\"2024-01-29T06:21:21Z\",\"updated\":\"2024-01-29T12:00:00Z\"},"
                        + "\"assets\":{\"B02\":{\"href\":\"https://example.org/B02.tif\"}}}";
        var other =
                "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"LC08\",\"properties\":{\"constellation\":\"landsat\",\"updated\":\"2024-01-29T12:00:01Z\"}}";
        var url =
                serve(
                        path ->
                                path.equals("/v1/search")
                                        ? "{\"features\":[" + item + "," + other + "],\"links\":[]}"
                                        : "{\"conformsTo\":[\"https://api.stacspec.org/v1.0.0/item-search#sort\"]}");
        var notices = folder.resolve("notices.jsonl");
        Object[] arguments = {
            "ingest",
            "stac",
            "--url",
            url + "/v1",
            "--collection",
            "sentinel-2-l2a",
            "--state",
            folder.resolve("state.json"),
            "--since",
            "2024-01-01",
            "--once",
            "--out",
            notices,
            "--json"
        };
        var first = run(arguments);
        var second = run(arguments);

        assertThat(first.code()).as(first.err()).isZero();
        var json = new ObjectMapper().readTree(first.out().lines().toList().get(0));
        assertThat(json.path("created").asInt()).isEqualTo(1);
        assertThat(json.path("otherMissions").asInt()).isEqualTo(1);
        assertThat(json.path("command").asText()).isEqualTo("ingest stac");
        assertThat(second.code()).isZero();
        assertThat(new ObjectMapper().readTree(second.out()).path("created").asInt()).isZero();
        assertThat(understood(notices)).singleElement().isInstanceOf(Understood.Taken.class);
        assertThat(asked).contains("/v1", "/v1/search");
    }

    @Test
    void productsAndDeletedProductsOfTheDataSpaceBecomeUpdatesAndDeletes() throws Exception {
        var product =
                "{\"value\":[{\"Id\":\"8d654e59\",\"Name\":\""
                        + NAME
                        + ".SAFE\",\"S3Path\":\"/eodata/Sentinel-2/MSI/L2A/2024/01/29/"
                        + NAME
                        + ".SAFE\",\"ContentDate\":{\"Start\":\"2024-01-29T06:21:21.024Z\"},"
                        + "\"GeoFootprint\":{\"type\":\"Polygon\",\"coordinates\":"
                        + RING
                        + "},\"%s\":\"2024-01-29T10:59:08.201Z\",\"Attributes\":["
                        + "{\"Name\":\"datastripId\",\"Value\":\"S2A_OPER_MSI_L2A_DS_2APS_20240129T093752_S20240129T062119_N05.10\"},"
                        + "{\"Name\":\"productType\",\"Value\":\"S2MSI2A\"},{\"Name\":\"orbitNumber\",\"Value\":44940}]}]}";
        var url =
                serve(
                        path ->
                                product.formatted(
                                        path.endsWith("DeletedProducts")
                                                ? "DeletionDate"
                                                : "ModificationDate"));
        var notices = folder.resolve("notices.jsonl");
        var said =
                run(
                        "ingest",
                        "cdse",
                        "poll",
                        "--url",
                        url + "/odata/v1",
                        "--product-type",
                        "S2MSI2A",
                        "--bbox",
                        "79,60,81,62",
                        "--state",
                        folder.resolve("cdse.json"),
                        "--since",
                        "2024-01-01T00:00:00Z",
                        "--once",
                        "--out",
                        notices,
                        "--assets",
                        "/mnt/eodata");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("0 created, 1 updated, 1 deleted");
        var taken = understood(notices).stream().map(u -> ((Understood.Taken) u).notice()).toList();
        assertThat(taken)
                .extracting(n -> n.getOperation())
                .containsExactly(Operation.UPDATE, Operation.DELETE);
        assertThat(taken.get(0).getProductKey()).isEqualTo(taken.get(1).getProductKey());
        assertThat(taken.get(0).getAssets().get(0).getHref()).startsWith("/mnt/eodata/Sentinel-2/");
        assertThat(folder.resolve("cdse.json.deleted")).exists();
    }

    @Test
    void wrongUsageIsSaidInOneLineAndNoSecretIsShown() throws Exception {
        var state = folder.resolve("state.json");
        var out = folder.resolve("n.jsonl");
        var secret = Files.writeString(folder.resolve("secret"), "s3cret\u0001\n");
        var base =
                List.of(
                        "ingest",
                        "stac",
                        "--url",
                        "https://user:s3cret@example.org",
                        "--collection",
                        "x",
                        "--state",
                        state,
                        "--out",
                        out,
                        "--once");

        assertThat(run("ingest").code()).isEqualTo(2);
        assertThat(run("ingest", "cdse").code()).isEqualTo(2);
        assertThat(run("ingest", "sns").code()).isEqualTo(2);
        var user = run(base.toArray());
        assertThat(user.code()).isEqualTo(2);
        assertThat(user.err()).contains("without user").doesNotContain("s3cret");
        var push =
                run(
                        "ingest",
                        "cdse",
                        "push",
                        "--user",
                        "u",
                        "--password-file",
                        secret,
                        "--out",
                        out);
        assertThat(push.code()).isEqualTo(1);
        assertThat(push.err()).contains("holds no secret").doesNotContain("s3cret");
        for (var bad :
                new String[][] {
                    {"--bbox", "1,2,3"},
                    {"--every", "soon"},
                    {"--since", "yesterday"},
                    {"--limit", "0"},
                    {"--filter", "sql"}
                }) {
            var said =
                    run(
                            "ingest",
                            "stac",
                            "--url",
                            "http://127.0.0.1:1",
                            "--collection",
                            "x",
                            "--state",
                            state,
                            "--out",
                            out,
                            "--once",
                            "--pages",
                            "links",
                            bad[0],
                            bad[1]);
            assertThat(said.code()).as(bad[0]).isEqualTo(2);
            assertThat(said.err()).contains(bad[0]);
        }
        assertThat(
                        run(
                                        "ingest",
                                        "sns",
                                        "--topic",
                                        "arn:aws:sns:eu-west-1:214830741341:NewSentinel2Product",
                                        "--listen",
                                        "here",
                                        "--out",
                                        out)
                                .code())
                .isEqualTo(2);
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

    @Test
    void everyDoorSaysHowItIsOpened() {
        for (var door : new String[][] {{"cdse", "push"}, {"cdse", "poll"}, {"sns"}, {"stac"}}) {
            var words =
                    Stream.concat(
                            Stream.concat(Stream.of("ingest"), Stream.of(door)),
                            Stream.of("--help"));
            var said = run(words.toArray());

            assertThat(said.code()).isZero();
            assertThat(said.out())
                    .contains("Example", "groundtrack ingest " + String.join(" ", door));
        }
    }
}
