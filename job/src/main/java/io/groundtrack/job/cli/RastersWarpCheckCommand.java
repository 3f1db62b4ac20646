package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.rasters.WarpCheck;
import io.groundtrack.job.rasters.WarpResult;
import io.groundtrack.job.rasters.WarpResult.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rasters warp-check}: rasters on the grid against what GDAL makes of them. */
@Command(
        name = "warp-check",
        mixinStandardHelpOptions = true,
        description = {
            "Warps the rasters of a list onto the grid and compares each pixel with reference numbers.",
            "Nearest and bilinear. Exit code 1 where a warp differs or is refused."
        },
        footer = {
            "",
            "JSON lists the warps: name, source, band (from 1), target_epsg, patch_ulx, patch_uly.",
            "NAME.safetensors beside NAME.json holds NAME/nearest and NAME/bilinear, float32 (rows,",
            "columns), NaN without data.",
            "Tolerances: bilinear 1e-3 of the value range; nearest exact but on cell borders; data in",
            "the same pixels. Counted are warps: one passes where all its resamplings do."
        })
final class RastersWarpCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "JSON", description = "List of warps.")
    Path json;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            required = true,
            description = "Folder that the names of the rasters start from.")
    Path root;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var results =
                WarpCheck.check(
                        json,
                        root,
                        result -> {
                            if (!common.json) {
                                out.println(line(result));
                                out.flush();
                            }
                        });
        var summary = summary(results);
        if (common.json) {
            out.println(new ObjectMapper().writeValueAsString(summary));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%d passed, %d refused, %d failed%n",
                    summary.path("passed").intValue(),
                    summary.path("refused").intValue(),
                    summary.path("failed").intValue());
        }
        out.flush();
        return results.stream().allMatch(r -> r.outcome() == Outcome.PASSED) ? 0 : 1;
    }

    private static String line(WarpResult result) {
        if (result.resampling().isEmpty()) {
            return String.format("%-7s %-28s %s", "REFUSED", result.name(), result.reason());
        }
        return String.format(
                Locale.ROOT,
                "%-7s %-28s %-8s largest difference %.3g, mean %.3g, allowed %.3g; %d pixels, %d ties%s",
                result.outcome() == Outcome.PASSED ? "pass" : "FAILED",
                result.name(),
                result.resampling().get().name().toLowerCase(Locale.ROOT),
                result.largest(),
                result.mean(),
                result.allowed(),
                result.pixels(),
                result.ties(),
                result.reason().isEmpty() ? "" : ": " + result.reason());
    }

    /** Counts of warps, and what was found of each resampling. */
    private static ObjectNode summary(List<WarpResult> results) {
        var json = JsonNodeFactory.instance.objectNode();
        var failed = names(results, Outcome.FAILED);
        var refused = names(results, Outcome.REFUSED);
        long all = results.stream().map(WarpResult::name).distinct().count();
        json.put("passed", (int) all - failed.size() - refused.size());
        json.put("refused", refused.size());
        json.put("failed", failed.size());
        var warps = json.putArray("warps");
        for (var result : results) {
            var node = warps.addObject();
            node.put("name", result.name());
            node.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
            result.resampling()
                    .ifPresent(
                            r -> {
                                node.put("resampling", r.name().toLowerCase(Locale.ROOT));
                                node.put("largest", result.largest());
                                node.put("mean", result.mean());
                                node.put("allowed", result.allowed());
                                node.put("pixels", result.pixels());
                                node.put("ties", result.ties());
                                node.put("wrong", result.wrong());
                            });
            if (!result.reason().isEmpty()) {
                node.put("reason", result.reason());
            }
        }
        return json;
    }

    private static List<String> names(List<WarpResult> results, Outcome outcome) {
        return results.stream()
                .filter(r -> r.outcome() == outcome)
                .map(WarpResult::name)
                .distinct()
                .toList();
    }
}
