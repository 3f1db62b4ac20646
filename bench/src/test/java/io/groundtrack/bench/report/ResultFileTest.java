package io.groundtrack.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.bench.report.Result.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {

    @TempDir private Path folder;

    private static Result result() {
        return new Result(
                Kind.DENSE_AND_MOE,
                "csmoe-tiny",
                "fp32",
                8,
                2,
                Map.of(Result.OURS, new double[] {0.5, 0.25}),
                Map.of(Result.OURS, 1e9),
                Map.of("PyTorch", "no peer"),
                Map.of("dense sub-batch", 4.0),
                0.01,
                "2026-01-01T00:00:00Z");
    }

    @Test
    void whatWasAddedIsReadAgain() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        file.add(result());
        assertThat(file.read()).singleElement().usingRecursiveComparison().isEqualTo(result());
    }

    @Test
    void resultsAreAddedBehindThoseOfTheRunBefore() throws IOException {
        new ResultFile(folder.resolve("results.jsonl")).add(result());
        var file = new ResultFile(folder.resolve("results.jsonl"));
        file.add(result());
        assertThat(file.read()).hasSize(2);
        file.clear();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void foreignLinesAreRefused() throws IOException {
        Path lines = folder.resolve("results.jsonl");
        Files.writeString(lines, "[1, 2]\n{}\n");
        assertThatThrownBy(() -> new ResultFile(lines).read())
                .hasMessageContaining("results.jsonl: line 1: not a result");
    }
}
