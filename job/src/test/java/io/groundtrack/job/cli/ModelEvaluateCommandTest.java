package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelEvaluateCommandTest {

    /** Two rows tied, one of them true: AP ½; both said, one of them true: F1 ⅔. */
    private static final String FIGURES =
            """
            {"multi_label": {"truth": [[1], [0]], "score": [[0.5], [0.5]],
             "ap_micro_all": %s, "f1_micro_at_0.5": 0.6666666666666666}}
            """;

    @TempDir private Path folder;

    private record Said(int code, String out, String err) {}

    private static Said run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        var texts =
                Stream.concat(Stream.of("model", "evaluate"), Stream.of(arguments))
                        .map(Object::toString)
                        .toArray(String[]::new);
        return new Said(line.execute(texts), out.toString(), err.toString());
    }

    @Test
    void figuresThatAgreePassAndTheLastLineIsJson() throws Exception {
        var file = Files.writeString(folder.resolve("m.json"), FIGURES.formatted("0.5"));

        var said = run("--check-metrics", file, "--json");

        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("pass multi_label.ap_micro_all");
        assertThat(said.out().lines().reduce((first, last) -> last).orElseThrow())
                .isEqualTo("{\"compared\":2,\"failed\":0,\"largestDifference\":0.0}");
    }

    @Test
    void aFigureThatDiffersFailsByName() throws Exception {
        var file = Files.writeString(folder.resolve("m.json"), FIGURES.formatted("0.51"));

        var said = run("--check-metrics", file);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("FAIL multi_label.ap_micro_all");
        assertThat(said.out()).contains("2 figures compared, 1 failed");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run().err()).contains("--patches", "--check-metrics");

        var file = run("--check-metrics", folder.resolve("none.json"));
        assertThat(file.code()).isEqualTo(1);
        assertThat(file.err()).contains("none.json", "expected: a file").doesNotContain("\tat ");

        var patches = run("--patches", folder.resolve("none"));
        assertThat(patches.code()).isNotZero();
        assertThat(patches.err()).contains("none", "manifest.json: missing");
    }
}
