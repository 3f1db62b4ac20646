package io.groundtrack.bench.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The benchmark on small files and without GDAL: does it run at all? */
class RasterBenchTest {

    @TempDir private Path folder;

    private String run(int expected, String... arguments) {
        var out = new StringWriter();
        var command =
                new CommandLine(new RasterBench())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(out));
        assertThat(command.execute(arguments)).as(out.toString()).isEqualTo(expected);
        return out.toString();
    }

    @Test
    void everyEncodingIsReadFromTheDiskAndOverHttpAndBlocksAreDecodedOnce() {
        var said =
                run(
                        0,
                        "--folder",
                        folder.toString(),
                        "--shared",
                        folder.resolve("absent").toString(),
                        "--side",
                        "1100",
                        "--windows",
                        "3",
                        "--rounds",
                        "1",
                        "--http",
                        "WINDOWS,CUT");

        assertThat(said)
                .contains("texture synthetic")
                .contains("no GDAL to compare with")
                .contains("LZW predictor 2 is left out")
                .contains("| u16 DEFLATE predictor 2 | 3 windows over HTTP, no cache")
                .contains("| f32 DEFLATE predictor 3 | whole in patches over HTTP, 2 threads")
                .doesNotContain("ours is left out");
        assertThat(said.split("decoded ÷ needed: 9 ÷ 9 = 1.000", -1)).hasSize(4);
    }

    @Test
    void whatItCannotDoIsSaid() {
        assertThat(run(2, "--threads", "0")).contains("--threads").contains("expected at least 1");
        assertThat(run(2, "--peer", folder.resolve("python").toString()))
                .contains("expected: a Python to run");
    }
}
