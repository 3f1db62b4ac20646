package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.groundtrack.ingest.cog.CogConversion;
import io.groundtrack.ingest.cog.CogProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rasters to-cog}: one raster file of any format that is read, as a COG. */
@Command(
        name = "to-cog",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a raster file as a Cloud Optimized GeoTIFF.",
            "It has the same pixels, type, no-data value and place, and is read back before it gets its name."
        },
        footer = {"", "Example: groundtrack rasters to-cog B04.jp2 --out B04.tif"})
final class RastersToCogCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A local raster file.")
    Path file;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The COG.")
    Path out;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            defaultValue = "ZSTD",
            description =
                    "ZSTD, fast to read, or DEFLATE, read everywhere (default: ${DEFAULT-VALUE}).")
    CogProfile.Codec codec;

    @Option(
            names = "--overviews",
            paramLabel = "NAME",
            defaultValue = "AVERAGE",
            description =
                    "AVERAGE for measurements, NEAREST for classes, or NONE (default: ${DEFAULT-VALUE}).")
    CogProfile.Overviews overviews;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (Files.exists(out) && Files.isSameFile(file, out)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--out " + out + " is the file itself");
        }
        long start = System.nanoTime();
        CogConversion.convert(file, out, CogProfile.of(codec, overviews));
        double seconds = (System.nanoTime() - start) / 1e9;
        long from = Files.size(file);
        long to = Files.size(out);
        var console = spec.commandLine().getOut();
        if (json) {
            var report = JsonNodeFactory.instance.objectNode();
            report.put("file", file.toString()).put("out", out.toString());
            report.put("fileBytes", from).put("outBytes", to);
            report.put("seconds", Math.round(seconds * 1000) / 1000.0);
            console.println(new ObjectMapper().writeValueAsString(report));
        } else {
            console.printf(
                    Locale.ROOT,
                    "%s: %.1f MB from %.1f MB, %.2f s%n",
                    out,
                    to / 1e6,
                    from / 1e6,
                    seconds);
        }
        console.flush();
        return 0;
    }
}
