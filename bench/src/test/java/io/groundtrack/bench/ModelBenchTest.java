package io.groundtrack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is called, small enough to run wherever the tests do. */
class ModelBenchTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        all.addAll(List.of("--folders", folder.resolve("folders").toString()));
        return ModelBench.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void quickRunMeasuresEveryKindAndIsNotMeasuredTwiceWhenResumed() throws IOException {
        assertThat(run("--quick", "--json")).as(err.toString()).isZero();
        Path lines = folder.resolve("out").resolve("results.jsonl");
        assertThat(Files.readAllLines(lines)).hasSize(4);
        assertThat(folder.resolve("out").resolve("report.md"))
                .content()
                .contains("csmae-nano", "csmoe-nano-8x1", "Soft MoE ÷ fastest dense");
        String[] printed = out.toString().strip().split("\n");
        var json = JsonParser.parseString(printed[printed.length - 1]).getAsJsonObject();
        assertThat(json.getAsJsonArray("verdicts")).isNotEmpty();
        assertThat(json.getAsJsonObject("machine").get("threads of either side").getAsString())
                .isEqualTo("2");

        byte[] before = Files.readAllBytes(lines);
        assertThat(run("--quick", "--resume")).isZero();
        assertThat(Files.readAllBytes(lines)).isEqualTo(before);
    }

    @Test
    void wrongUsageIsSaidInOneLine() {
        assertThat(run("--precisions", "fp64")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--precisions: fp64 (expected: out of fp32, bf16)")
                .doesNotContain("\tat ");
    }

    @Test
    void unknownSizesAreRefusedBeforeAnythingIsMeasured() {
        assertThat(run("--models", "huge")).isEqualTo(2);
        assertThat(err.toString()).contains("model: 'csmoe-huge'");
        assertThat(folder.resolve("folders")).doesNotExist();
    }

    @Test
    void peerThatCannotBeRunIsRefused() {
        assertThat(run("--quick", "--peer", folder.resolve("python").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("(expected: a Python that can be run)");
    }
}
