package io.groundtrack.bench;

import com.google.gson.GsonBuilder;
import io.groundtrack.bench.models.BenchFolders;
import io.groundtrack.bench.models.BenchModels;
import io.groundtrack.bench.peer.PyTorchPeer;
import io.groundtrack.bench.report.Goals;
import io.groundtrack.bench.report.Result;
import io.groundtrack.bench.report.ResultFile;
import io.groundtrack.bench.report.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bench/model}: our encoders against the machine's matrix product and against PyTorch. */
@Command(
        name = "bench/model",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Our encoders beside the matrix product of the same engine and beside PyTorch with the"
                    + " same weights, in turns; prints speeds, ratios and which goals they meet.",
            "Pin it to as many cores as it gets threads: taskset -c 0,1 bench/model --goals"
        })
public final class ModelBench implements Callable<Integer> {

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "tiny,small,base",
            description = "Sizes, each dense and with Soft MoE (default: ${DEFAULT-VALUE}).")
    List<String> models;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,8,32,128",
            description = "Pairs of a call (default: ${DEFAULT-VALUE}).")
    List<Integer> batches;

    @Option(
            names = "--precisions",
            split = ",",
            defaultValue = "fp32,bf16",
            description = "Out of fp32, bf16 (default: ${DEFAULT-VALUE}).")
    List<String> precisions;

    @Option(
            names = "--repetitions",
            defaultValue = "15",
            description = "Rounds; goals need 15 (default: ${DEFAULT-VALUE}).")
    int repetitions;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Of either side (default: ${DEFAULT-VALUE}).")
    int threads;

    @Option(
            names = "--peer",
            paramLabel = "PYTHON",
            description =
                    "A Python with bench/peers/requirements.txt (default: the one of"
                            + " bench/peers/.venv, if it is there).")
    Path python;

    @Option(
            names = "--goals",
            description =
                    "Only what P2, P3 and P4 name: base, batches 32 and 128; --models, --batches and"
                            + " --precisions do not count.")
    boolean goals;

    @Option(
            names = "--quick",
            description = "Only nano, batch 2, fp32, one round: does it run at all?")
    boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/bench-model",
            description =
                    "Takes results.jsonl (a line as soon as it is measured) and report.md (default:"
                            + " ${DEFAULT-VALUE}).")
    Path out;

    @Option(
            names = "--resume",
            description = "Keep what results.jsonl has, and measure what it lacks.")
    boolean resume;

    @Option(
            names = "--folders",
            paramLabel = "DIR",
            defaultValue = "out/bench-folders",
            description =
                    "Takes the checkpoint folders that both sides read, to be used again (default:"
                            + " ${DEFAULT-VALUE}; 7.8 GB with base).")
    Path folders;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ModelBench())
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> {
                            command.getErr().println("bench/model: " + failure.getMessage());
                            if (parsed.hasMatchedOption("--verbose")) {
                                failure.printStackTrace(command.getErr());
                            }
                            return failure instanceof IllegalArgumentException
                                    ? ExitCode.USAGE
                                    : ExitCode.SOFTWARE;
                        });
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = plan();
        var results = new ResultFile(out.resolve("results.jsonl"));
        if (!resume) {
            results.clear();
        }
        var done = new HashSet<String>();
        results.read().forEach(result -> done.add(result.key()));
        try (PyTorchPeer peer = peer().orElse(null)) {
            Optional<PyTorchPeer> asked = Optional.ofNullable(peer);
            Map<String, String> facts =
                    Machine.facts(threads, asked.map(p -> p.hello(threads)).orElse(Map.of()));
            String run = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            var runner =
                    new PartRunner(new BenchFolders(folders), asked, plan, run, this::progress);
            var todo = new ArrayList<>(plan.parts());
            todo.removeIf(part -> done.contains(part.key()));
            var clock = new Clock(todo);
            for (Plan.Part part : todo) {
                progress(part.model() + " " + part.precision() + ", batch " + part.batch());
                results.add(runner.measure(part));
                write(facts, results);
                clock.passed(part).ifPresent(left -> progress("about " + left + " min left"));
            }
            print(facts, results);
            return complete(asked, results.read()) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Plan plan() {
        if (quick) {
            return Plan.all(List.of("nano"), List.of(2), List.of("fp32"), 1, threads);
        }
        if (repetitions < 1) {
            throw wrong("--repetitions", repetitions, "1 or more");
        }
        if (threads < 1) {
            throw wrong("--threads", threads, "1 or more");
        }
        if (goals) {
            return Plan.goals(repetitions, threads);
        }
        for (String precision : precisions) {
            if (!List.of("fp32", "bf16").contains(precision)) {
                throw wrong("--precisions", precision, "out of fp32, bf16");
            }
        }
        for (int batch : batches) {
            if (batch < 1 || batch > 1024) {
                throw wrong("--batches", batch, "1 to 1024");
            }
        }
        models.forEach(size -> BenchModels.config("csmoe-" + size));
        return Plan.all(models, batches, precisions, repetitions, threads);
    }

    private ParameterException wrong(String option, Object value, String expected) {
        return new ParameterException(
                spec.commandLine(), option + ": " + value + " (expected: " + expected + ")");
    }

    /** A peer that is there has to take part in all that it is wanted for. */
    private static boolean complete(Optional<PyTorchPeer> peer, List<Result> results) {
        return peer.isEmpty() || results.stream().allMatch(result -> result.leftOut().isEmpty());
    }

    private Optional<PyTorchPeer> peer() {
        Path home = Path.of(System.getProperty("groundtrack.home", "."));
        Path peers = home.resolve("bench").resolve("peers");
        Path own = peers.resolve(".venv").resolve("bin").resolve("python");
        Path chosen = python != null ? python : own;
        if (!Files.isExecutable(chosen)) {
            if (python != null) {
                throw wrong("--peer", python, "a Python that can be run");
            }
            progress(
                    "no PyTorch to compare with: "
                            + own
                            + " is missing; python3 -m venv bench/peers/.venv &&"
                            + " bench/peers/.venv/bin/pip install -r bench/peers/requirements.txt");
            return Optional.empty();
        }
        return Optional.of(
                new PyTorchPeer(
                        List.of(chosen.toString(), peers.resolve("pytorch_peer.py").toString()),
                        out.resolve("peer.log")));
    }

    private void write(Map<String, String> facts, ResultFile results) throws IOException {
        Files.writeString(
                out.resolve("report.md"),
                Tables.markdown(facts, results.read()),
                StandardCharsets.UTF_8);
    }

    private void print(Map<String, String> facts, ResultFile results) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        List<Result> all = results.read();
        to.println(Tables.markdown(facts, all));
        if (json) {
            to.println(
                    new GsonBuilder()
                            .disableHtmlEscaping()
                            .create()
                            .toJson(Map.of("machine", facts, "verdicts", Goals.judge(all))));
        }
        to.flush();
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(String.format(Locale.ROOT, "%tT %s", System.currentTimeMillis(), line));
        err.flush();
    }
}
