package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.raster.check.CheckTable;
import io.groundtrack.ingest.raster.check.RasterCheck;
import io.groundtrack.ingest.raster.check.RasterCheck.Outcome;
import io.groundtrack.ingest.raster.check.RasterCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rasters check}: every band of a table, as another program read it, against ours. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads every band that a table lists and compares it with what the table says.",
            "Compared are size, type, EPSG code, corner, pixel size, no-data value, finite count, min, max, sum and SHA-256. Lists what is refused or different, with the reason. Exit code 1 where anything differs or is missing."
        },
        footer = {
            "",
            "The table is CSV; its first line names the columns, in any order: path, band (from 1),",
            "width, height, bands, dtype, epsg, ulx, uly, pixel_width, pixel_height, nodata, finite,",
            "min, max, sum, sha256_little_endian. Blank fields are not compared.",
            "Example: groundtrack rasters check rasters.csv --root data"
        })
final class RastersCheckCommand implements Callable<Integer> {

    private static final int PROGRESS_EVERY = 200;

    @Parameters(paramLabel = "CSV", description = "The table.")
    Path table;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Folder that the paths start from (default: the table's).")
    Path root;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(table)) {
            throw new IOException(table + ": no such file (expected: a table of bands)");
        }
        var from = root == null ? table.toAbsolutePath().getParent() : root;
        if (!Files.isDirectory(from)) {
            throw new IOException("--root " + from + ": no such folder");
        }
        var lines = CheckTable.read(table);
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var report = JsonNodeFactory.instance.objectNode();
        var listed = JsonNodeFactory.instance.arrayNode();
        RasterCheck.run(
                lines,
                from,
                outcome -> {
                    counts.merge(outcome.verdict(), 1, Integer::sum);
                    int done = counts.values().stream().mapToInt(Integer::intValue).sum();
                    if (done % PROGRESS_EVERY == 0) {
                        err.println("rasters: " + done + " of " + lines.size() + " bands");
                    }
                    if (outcome.verdict() != Verdict.EQUAL) {
                        listed.add(json(outcome));
                        if (!json) {
                            out.println(outcome);
                        }
                    }
                });
        if (json) {
            report.put("equal", count(Verdict.EQUAL)).put("refused", count(Verdict.REFUSED));
            report.put("different", count(Verdict.DIFFERENT)).set("lines", listed);
            out.println(new ObjectMapper().writeValueAsString(report));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%d equal, %d refused, %d different%n",
                    count(Verdict.EQUAL),
                    count(Verdict.REFUSED),
                    count(Verdict.DIFFERENT));
        }
        out.flush();
        return count(Verdict.DIFFERENT) == 0 ? 0 : 1;
    }

    private int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    private static ObjectNode json(Outcome outcome) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("line", outcome.line().number());
        line.put("path", outcome.line().text("path")).put("band", outcome.line().text("band"));
        line.put("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT));
        return line.put("reason", outcome.reason());
    }
}
