package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPretrainCommandTest {

    @TempDir private Path folder;

    private String said = "";

    @Test
    void whatIsTrainedHowLongOnWhatAndWhereToMustBeSaid() {
        assertThat(run()).isEqualTo(2);
        assertThat(pretrain("--preset", "csmoe-nano")).isEqualTo(2);
        assertThat(said).contains("--steps", "--epochs");
        assertThat(pretrain("--steps", "3")).isEqualTo(2);
        assertThat(said).contains("--preset", "--config");
        assertThat(pretrain("--preset", "csmoe-nano", "--config", "x", "--steps", "3"))
                .isEqualTo(2);
        assertThat(said).contains("mutually exclusive");
    }

    @Test
    void anUnknownPresetIsRefusedWithTheKnownOnes() {
        assertThat(pretrain("--preset", "csmoe-pico", "--steps", "3")).isEqualTo(2);
        assertThat(said).contains("csmoe-pico (expected: one of ", "csmae-nano");
    }

    @Test
    void aFolderWithoutPatchesIsNamed() {
        assertThat(pretrain("--preset", "csmoe-nano", "--steps", "3")).isEqualTo(2);
        assertThat(said).contains("manifest.json: missing");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void nothingToGoOnFromIsSaid() {
        for (String option : List.of("--resume", "--evaluate-only")) {
            assertThat(pretrain("--preset", "csmoe-nano", "--steps", "3", option)).isEqualTo(2);
            assertThat(said).contains("no run to go on from");
        }
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        refused("lr: -1.0 (expected: above 0)", "--lr", "-1");
        refused("warmup: 3 steps (expected: 0 to fewer than all 3)", "--warmup", "3");
        refused("weight-decay: 7.0 (expected: 0 to 1)", "--weight-decay", "7");
        refused("ema: 1.0 (expected: 0 ≤ ema < 1)", "--ema", "1");
        refused("batch: 1 (expected: 2 to 65536)", "--batch", "1");
        refused("betas: 1 numbers (expected: 2, such as 0.9,0.95)", "--betas", "0.9");
        refused("--scale-init: 0.0 (expected: above 0", "--scale-init", "0");
        refused("keep: 0 (expected: at least 1)", "--keep", "0");
    }

    @Test
    void curvesAreDrawnFromALog() throws Exception {
        Files.createDirectories(folder.resolve("run"));
        Path log = Files.writeString(folder.resolve("run/log.csv"), "step,total\n1,9\n2,8\n");
        Path svg = folder.resolve("curves.svg");
        assertThat(run("model", "curves", log.toString(), "--out", svg.toString())).isZero();
        assertThat(svg).content().startsWith("<svg").contains(">run<");
        assertThat(run("model", "curves", "x=" + folder.resolve("none"), "--out", svg.toString()))
                .isEqualTo(2);
        assertThat(said).contains("none: missing (expected: a log.csv)");
    }

    private void refused(String message, String... options) {
        var all = new ArrayList<>(List.of("--preset", "csmoe-nano", "--steps", "3"));
        all.addAll(List.of(options));
        assertThat(pretrain(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(said).contains(message);
    }

    private int pretrain(String... options) {
        var all = new ArrayList<>(List.of("model", "pretrain"));
        all.addAll(List.of("--patches", folder.resolve("patches").toString()));
        all.addAll(List.of("--out", folder.resolve("run").toString()));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(new StringWriter()));
        int code = line.execute(arguments);
        said = err.toString();
        assertThat(said).doesNotContain("\tat ");
        return code;
    }
}
