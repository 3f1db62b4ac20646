package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.raster.check.RasterDescription;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rasters info}: what a raster file is, and with {@code --read} what it holds. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = {
            "Prints size, type, codec, blocks, place, no-data value and overviews of a raster file.",
            "Fails with the reason where the file is not read."
        },
        footer = {"", "Example: groundtrack rasters info B04.tif --read"})
final class RastersInfoCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A local raster file.")
    Path file;

    @Option(
            names = "--read",
            description = "Read every band: finite samples, min, max, sum and SHA-256.")
    boolean read;

    @Option(names = "--json", description = "One JSON object as the last line of stdout.")
    boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var description = RasterDescription.of(file, read);
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(description.json()));
        } else {
            description.lines().forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
