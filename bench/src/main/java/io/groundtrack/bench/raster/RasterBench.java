package io.groundtrack.bench.raster;

import io.groundtrack.bench.peer.PeerProcess;
import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.bench.rounds.Ratio;
import io.groundtrack.bench.rounds.Rounds;
import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.raster.InflaterChoice;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bench/raster}: goal P5, reading pixels beside GDAL. */
@Command(
        name = "bench/raster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads a band of 10980 x 10980 in each usual encoding, beside GDAL in turns: random"
                    + " windows on one thread without a cache, and the whole band in patches.",
            "Pin it to as many cores as it gets threads: taskset -c 0,1 bench/raster"
        })
public final class RasterBench implements Callable<Integer> {

    private static final int WINDOW = 256;
    private static final int PATCH = 120;
    private static final int HTTP_WINDOWS = 50;
    private static final String TEXTURE =
            "data/rico/integration_tests/tiffs/Major-TOM-Core/S2L2A/0U/0U_199R/"
                    + "S2A_MSIL2A_20220706T085611_N0400_R007_T33NZA_20220706T153419/B04.tif";

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "out/bench-raster",
            description = "Takes the files, to be used again: 0.8 GB (default: ${DEFAULT-VALUE}).")
    Path folder;

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "DEFLATE,ZSTD,LZW,DEFLATE_FLOAT",
            description = "Encodings (default: ${DEFAULT-VALUE}).")
    List<RasterKind> kinds;

    @Option(
            names = "--side",
            defaultValue = "10980",
            description = "Pixels (default: ${DEFAULT-VALUE}).")
    int side;

    @Option(
            names = "--windows",
            defaultValue = "200",
            description = "Random windows of 256 x 256 (default: ${DEFAULT-VALUE}).")
    int windows;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Of either side, for the whole band (default: ${DEFAULT-VALUE}).")
    int threads;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            description = "Turns of either side (default: ${DEFAULT-VALUE}).")
    int rounds;

    @Option(
            names = "--cpu",
            description =
                    "Count seconds of the processor for windows from the disk, where other work"
                            + " shares the cores.")
    boolean cpu;

    @Option(
            names = "--inflater",
            defaultValue = "AUTO",
            description = "AUTO, NATIVE or JDK (default: ${DEFAULT-VALUE}).")
    InflaterChoice inflater;

    /** What is also read over HTTP from the loopback address. */
    enum HttpCase {
        WINDOWS,
        CUT
    }

    @Option(
            names = "--http",
            split = ",",
            description = "Also over HTTP from the loopback address: WINDOWS, CUT.")
    List<HttpCase> http = List.of();

    @Option(
            names = "--ahead",
            paramLabel = "PATCHES",
            defaultValue = "8",
            description =
                    "Patches of a row told ahead over HTTP, as cut-into-patches does; 0 = none"
                            + " (default: ${DEFAULT-VALUE}).")
    int ahead;

    @Option(
            names = "--server-cores",
            paramLabel = "LIST",
            defaultValue = "",
            description =
                    "Cores of the HTTP server, as taskset takes them (default: those of the"
                            + " benchmark).")
    String serverCores;

    @Option(names = "--only-http", description = "Leave out what is read from the disk.")
    boolean onlyHttp;

    @Option(
            names = "--shared",
            paramLabel = "DIR",
            description = "Folder with real data for the texture (default: ../shared).")
    Path shared;

    @Option(
            names = "--peer",
            paramLabel = "PYTHON",
            description =
                    "A Python with bench/peers/requirements-raster.txt (default: the one of"
                            + " bench/peers/.venv-raster, if it is there).")
    Path python;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    /** Runs it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new RasterBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1 || rounds < 1 || windows < 1 || ahead < 0 || side < WINDOW) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--threads, --rounds, --windows, --ahead, --side: expected at least 1, 1, 1, 0, "
                            + WINDOW);
        }
        Files.createDirectories(folder);
        var home = Path.of(System.getProperty("groundtrack.home", "."));
        var data = shared != null ? shared : home.resolve("../shared");
        var texture = Texture.of(data.resolve(TEXTURE), 0, 1_000, 6_000);
        boolean equal = true;
        try (var peer = peer(home);
                var server = http.isEmpty() ? null : new ServerProcess(folder, serverCores)) {
            say("texture %s, %d threads of either side", texture.from(), threads);
            say("| file | what | ours | GDAL | ours ÷ GDAL (95 %%) | goal ≤ 1.0 |");
            say("|---|---|---|---|---|---|");
            for (var kind : kinds) {
                var missing = kind.make(folder, side, texture, peer);
                if (missing.isPresent()) {
                    progress(kind.label() + " is left out: " + missing.get());
                    continue;
                }
                equal &= measure(kind, peer, server);
            }
        }
        return equal ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private boolean measure(RasterKind kind, PeerProcess peer, ServerProcess server)
            throws IOException {
        var file = kind.file(folder, side);
        var path = file.toAbsolutePath().toString();
        var chosen = chosen();
        var ours = new OurReader(cache -> Rasters.open(file, cache), inflater);
        long megabytes = (long) side * side * kind.sampleBytes() / 1_000_000;
        double read = justRead(file);
        progress(
                String.format(
                        Locale.ROOT,
                        "%s: %d MB of pixels in %d MB, read without decoding in %.3f s",
                        kind.label(),
                        megabytes,
                        Files.size(file) / 1_000_000,
                        read));
        boolean equal = true;
        if (peer != null) {
            var theirs =
                    peer.ask("sums", Map.of("path", path, "windows", chosen, "size", WINDOW))
                            .get("sum")
                            .getAsString();
            var sum = Long.toUnsignedString(ours.sum(chosen, WINDOW));
            equal = sum.equals(theirs);
            if (!equal) {
                say("| %s | **pixels differ**: %s | %s | | | |", kind.label(), sum, theirs);
            }
        }
        if (!http.isEmpty()) {
            overHttp(kind, file, chosen, peer, server);
        }
        if (!onlyHttp) {
            fromDisk(kind, path, chosen, ours, peer);
        }
        return equal;
    }

    private void fromDisk(
            RasterKind kind, String path, int[][] chosen, OurReader ours, PeerProcess peer)
            throws IOException {
        compare(
                kind,
                windows
                        + " windows, no cache, 1 thread, ms "
                        + (cpu ? "of processor " : "")
                        + "a window",
                1_000.0 / windows,
                ours.windows(chosen, WINDOW, cpu),
                peer,
                "windows",
                Map.of("path", path, "windows", chosen, "size", WINDOW, "cpu", cpu));
        compare(
                kind,
                "whole in patches, " + threads + " threads, s",
                1,
                ours.cut(threads, PATCH),
                peer,
                "cut",
                Map.of("path", path, "threads", threads, "size", PATCH));
        var pass = ours.whole(threads, PATCH);
        progress(
                String.format(
                        Locale.ROOT,
                        "    blocks decoded ÷ needed: %d ÷ %d = %.3f; %.0f MB/s",
                        pass.decoded(),
                        pass.needed(),
                        (double) pass.decoded() / pass.needed(),
                        (long) side * side * kind.sampleBytes() / 1e6 / pass.seconds()));
    }

    /** Fewer windows: each waits for the network. */
    private void overHttp(
            RasterKind kind, Path file, int[][] chosen, PeerProcess peer, ServerProcess server) {
        var address = server.address(file).toString();
        var some = Arrays.copyOf(chosen, Math.min(windows, HTTP_WINDOWS));
        var remote = new AssetFiles(loopback(server.address(file)));
        var far =
                new OurReader(cache -> Rasters.open(remote.open(address), cache), inflater, ahead);
        var path = "/vsicurl/" + address;
        for (var what : http) {
            boolean single = what == HttpCase.WINDOWS;
            var ours = single ? far.windows(some, WINDOW, false) : far.cut(threads, PATCH);
            var request = single ? "windows" : "cut";
            Map<String, Object> arguments =
                    single
                            ? Map.of("path", path, "windows", some, "size", WINDOW, "cpu", false)
                            : Map.of("path", path, "threads", threads, "size", PATCH);
            compare(
                    kind,
                    single
                            ? some.length + " windows over HTTP, no cache, ms a window"
                            : "whole in patches over HTTP, " + threads + " threads, s",
                    single ? 1_000.0 / some.length : 1,
                    ours,
                    peer,
                    request,
                    arguments);
            served(ours, server);
            if (peer != null) {
                served(peer.contestant("GDAL", request, arguments), server);
            }
        }
    }

    /** What one pass asks the server for. */
    private void served(Contestant one, ServerProcess server) {
        var before = server.counts();
        one.run(1);
        var after = server.counts();
        progress(
                String.format(
                        Locale.ROOT,
                        "    %s: %d requests, %.1f MB a pass",
                        one.name(),
                        after.requests() - before.requests(),
                        (after.bytes() - before.bytes()) / 1e6));
    }

    private static AccessOptions loopback(URI address) {
        var config = new Configuration();
        config.set(AccessOptions.ALLOWED_HOSTS, List.of(address.getAuthority()));
        config.set(AccessOptions.ALLOWED_NETWORKS, List.of("127.0.0.0/8"));
        return AccessOptions.from(config);
    }

    private void compare(
            RasterKind kind,
            String what,
            double unit,
            Contestant ours,
            PeerProcess peer,
            String request,
            Map<String, Object> arguments) {
        var taking = new ArrayList<Contestant>(List.of(ours));
        if (peer != null) {
            taking.add(peer.contestant("GDAL", request, arguments));
        }
        var times = new Rounds(rounds, line -> {}).run(taking);
        times.leftOut().forEach((name, why) -> progress("    " + name + " is left out: " + why));
        Ratio ratio = times.has("ours") && times.has("GDAL") ? times.ratio("ours", "GDAL") : null;
        say(
                "| %s | %s | %s | %s | %s | %s |",
                kind.label(),
                what,
                times.has("ours") ? number(unit * times.median("ours")) : "-",
                times.has("GDAL") ? number(unit * times.median("GDAL")) : "-",
                ratio == null
                        ? "-"
                        : number(ratio.value())
                                + " ("
                                + number(ratio.low())
                                + "–"
                                + number(ratio.high())
                                + ")",
                ratio == null || !kind.hasGoal() ? "" : ratio.value() <= 1 ? "met" : "missed");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The same windows for both sides, anywhere in the image. */
    private int[][] chosen() {
        var random = new Random(42);
        var chosen = new int[windows][];
        for (int i = 0; i < windows; i++) {
            chosen[i] =
                    new int[] {
                        random.nextInt(side - WINDOW + 1), random.nextInt(side - WINDOW + 1)
                    };
        }
        return chosen;
    }

    /** What it takes to read the bytes and do nothing with them. */
    private static double justRead(Path file) throws IOException {
        var buffer = new byte[1 << 20];
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (var in = Files.newInputStream(file)) {
                while (in.read(buffer) >= 0) {
                    continue;
                }
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private PeerProcess peer(Path home) {
        var peers = home.resolve("bench").resolve("peers");
        var own = peers.resolve(".venv-raster").resolve("bin").resolve("python");
        var chosen = python != null ? python : own;
        if (!Files.isExecutable(chosen)) {
            if (python != null) {
                throw new ParameterException(
                        spec.commandLine(), "--peer: " + python + " (expected: a Python to run)");
            }
            progress(
                    "no GDAL to compare with: "
                            + own
                            + " is missing; python3 -m venv bench/peers/.venv-raster &&"
                            + " bench/peers/.venv-raster/bin/pip install -r"
                            + " bench/peers/requirements-raster.txt");
            return null;
        }
        var peer =
                new PeerProcess(
                        List.of(chosen.toString(), peers.resolve("raster_peer.py").toString()),
                        folder.resolve("peer.log"));
        progress("peer: " + peer.ask("hello", Map.of()));
        return peer;
    }

    private void say(String format, Object... values) {
        var out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private void progress(String line) {
        var err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
