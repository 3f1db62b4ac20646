package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.quality.LifecycleEvaluation;
import io.groundtrack.job.quality.LifecycleEvaluation.Count;
import io.groundtrack.job.quality.LifecycleEvaluation.Result;
import io.groundtrack.job.quality.LifecycleEvaluation.Told;
import io.groundtrack.operators.change.ScoredPlaces.State;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate lifecycle}: first, provisional, confirmed, finished, over given metrics. */
@Command(
        name = "lifecycle",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the lifecycle alone over the metrics of OPERA DIST-ALERT-S1 products and says how",
            "many pixels are in which state after each of them. Every track is a series of its own;",
            "beside it stands what comes out where all tracks count as one."
        },
        footer = {"", "Example: groundtrack evaluate lifecycle --products my-products"})
final class EvaluateLifecycleCommand implements Callable<Integer> {

    private static final List<State> SHOWN =
            List.of(State.FIRST, State.PROVISIONAL, State.CONFIRMED, State.FINISHED);
    private static final int MOST_HISTORIES = 10;

    @Option(
            names = "--products",
            required = true,
            paramLabel = "DIR",
            description = "Folder with products of one tile, in it or below it.")
    Path products;

    @Option(
            names = "--low",
            defaultValue = "2.5",
            paramLabel = "METRIC",
            description = "A look above it counts (default: ${DEFAULT-VALUE}).")
    double low;

    @Option(
            names = "--high",
            defaultValue = "4.5",
            paramLabel = "METRIC",
            description =
                    "A run whose mean is above it is in the high band (default: ${DEFAULT-VALUE}).")
    double high;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var result =
                new LifecycleEvaluation(low, high, common.options(Map.of()).change()).run(products);
        var out = spec.commandLine().getOut();
        print(result, out);
        if (common.json) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("width", result.width()).put("height", result.height());
            json.put("low", low).put("high", high);
            describe(result.apart(), json);
            describe(result.pooled(), json.putObject("pooled"));
            out.println(new ObjectMapper().writeValueAsString(json));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    static void print(Result result, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d x %d pixels; pixels by state after each look, in brackets those of the high band%n%n",
                result.width(),
                result.height());
        out.println("Every track its own series");
        print(result.apart(), out);
        out.println();
        out.println("All tracks one series");
        print(result.pooled(), out);
    }

    private static void print(Told told, PrintWriter out) {
        out.printf(
                "%-17s %-6s %7s %7s %8s %15s %15s %15s %15s%n",
                "look",
                "track",
                "valid",
                "above",
                "changed",
                "first",
                "provisional",
                "confirmed",
                "finished");
        for (var look : told.looks()) {
            out.printf(
                    Locale.ROOT,
                    "%-17s %-6s %7d %7d %8d",
                    look.time().toString().substring(0, 16) + "Z",
                    look.track(),
                    look.valid(),
                    look.above(),
                    look.changed());
            SHOWN.forEach(state -> out.printf(" %15s", text(look.count(state))));
            out.println(look.valid() == 0 ? "  no data" : "");
        }
        out.println("Confirmed pixels by the days they were first, provisional and confirmed");
        told.histories().stream()
                .limit(MOST_HISTORIES)
                .forEach(
                        h ->
                                out.printf(
                                        "%s  %s  %s %7d%n",
                                        h.first(), h.provisional(), h.confirmed(), h.pixels()));
        if (told.histories().size() > MOST_HISTORIES) {
            out.printf("and %d more%n", told.histories().size() - MOST_HISTORIES);
        }
    }

    private static String text(Count count) {
        return count.pixels() + " (" + count.high() + ")";
    }

    private static void describe(Told told, ObjectNode json) {
        var looks = json.putArray("looks");
        for (var look : told.looks()) {
            var node = looks.addObject();
            node.put("time", look.time().toString()).put("track", look.track());
            node.put("valid", look.valid()).put("above", look.above());
            node.put("changed", look.changed());
            for (var state : SHOWN) {
                var count = look.count(state);
                node.putObject(state.name().toLowerCase(Locale.ROOT))
                        .put("pixels", count.pixels())
                        .put("high", count.high());
            }
        }
        var histories = json.putArray("confirmedHistories");
        for (var history : told.histories()) {
            histories
                    .addObject()
                    .put("first", history.first().toString())
                    .put("provisional", history.provisional().toString())
                    .put("confirmed", history.confirmed().toString())
                    .put("pixels", history.pixels());
        }
    }
}
