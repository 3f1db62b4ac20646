package io.groundtrack.job.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.model.patches.SensorLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code model pretrain} in a JVM of its own is killed by signal 9 again and again, every second
 * time while it writes a checkpoint; in the end its weights are those of an unbroken run, to the
 * bit, and its log has every step once.
 *
 * <p>Four kills; {@code -Dtest.jvm.extra=-Dpretrain.kills=20} for twenty.
 */
class PretrainKillE2ECase {

    private static final int KILLS = Integer.getInteger("pretrain.kills", 4);

    /** More than the steps that a life may get through. */
    private static final int STEPS = 30 * KILLS;

    private static final int SIDE = 30;
    private static final String CONFIG =
            """
            {"img_size": 30, "patch_size": 15, "embed_dim": 16, "num_heads": 2,
             "specific_depth": 1, "shared_depth": 1, "decoder": "specific",
             "decoder_embed_dim": 8, "decoder_depth": 1, "decoder_num_heads": 2,
             "masking": "random", "reconstruction": "disjoint", "mask_ratio": 0.5,
             "norm_pix_loss": false,
             "soft_moe": {"placement": ["shared"], "experts": 2, "slots_per_expert": 2,
                          "expert_hidden": 16}}
            """;

    @TempDir private Path folder;

    private final Random random = new Random(17);
    private Process process;
    private int whileWriting;

    @BeforeEach
    void writePatches() throws IOException {
        var bands = Bands.bigEarthNet();
        var layout =
                new PatchLayout(
                        SIDE,
                        SensorLayout.radar(bands.s1().names()),
                        SensorLayout.optics(bands.s2().names()),
                        List.of());
        try (var writer = PatchShardWriter.create(folder.resolve("patches"), layout, 16)) {
            for (int n = 0; n < 40; n++) {
                writer.add(
                        new PatchExample(
                                "patch-" + n,
                                pixels(2, -15, 5),
                                pixels(10, 1500, 800),
                                Optional.empty(),
                                Optional.empty()),
                        attributes("patch-" + n));
            }
            writer.finish(List.of("noise"));
        }
        Files.writeString(folder.resolve("config.json"), CONFIG);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aRunKilledAgainAndAgainEndsWithTheWeightsOfAnUnbrokenOne() throws Exception {
        start("unbroken");
        finish("unbroken");
        for (int kill = 0; kill < KILLS; kill++) {
            start("broken");
            killInTheMiddle(kill % 2 == 1);
        }
        start("broken");
        finish("broken");

        assertThat(weights("broken")).hasSameBinaryContentAs(weights("unbroken"));
        assertThat(log("broken")).isEqualTo(log("unbroken")).hasSize(STEPS + 2);
        assertThat(whileWriting).as("kills while a checkpoint was written").isPositive();
    }

    /** After a new checkpoint, so that every life gets somewhere. */
    private void killInTheMiddle(boolean writing) throws Exception {
        var before = checkpoints(false);
        while (checkpoints(false).stream().allMatch(before::contains)) {
            waitOrFail(5);
        }
        if (writing) {
            while (checkpoints(true).isEmpty()) {
                assertThat(process.isAlive()).as(output()).isTrue();
            }
        } else {
            waitOrFail(random.nextInt(200));
        }
        process.destroyForcibly();
        assertThat(process.waitFor()).as(output()).isEqualTo(KillNineE2ECase.KILLED);
        whileWriting += checkpoints(true).isEmpty() ? 0 : 1;
    }

    private void waitOrFail(int millis) throws Exception {
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).as(output()).isFalse();
    }

    /** Names of the checkpoints that are whole, or of what is being written. */
    private List<String> checkpoints(boolean unfinished) throws IOException {
        var place = folder.resolve("broken/checkpoints");
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (var entries = Files.list(place)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(unfinished ? ".writing-" : "step-"))
                    .toList();
        }
    }

    private void start(String run) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.groundtrack.job.cli.Groundtrack", "model", "pretrain"));
        command.addAll(List.of("--config", folder.resolve("config.json").toString()));
        command.addAll(List.of("--patches", folder.resolve("patches").toString()));
        command.addAll(List.of("--out", folder.resolve(run).toString(), "--name", "tiny"));
        command.addAll(List.of("--steps", Integer.toString(STEPS), "--batch", "8"));
        command.addAll(List.of("--held-out", "0.3", "--held-out-patches", "8", "--ema", "0.9"));
        command.addAll(List.of("--checkpoint-every", "3", "--lr", "1e-3", "--threads", "1"));
        command.addAll(List.of("--evaluate-every", "25"));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
                        .start();
    }

    private void finish(String run) throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(run + output()).isTrue();
        assertThat(process.exitValue()).as(run + output()).isZero();
    }

    private String output() throws IOException {
        var text = Files.readString(folder.resolve("output"));
        return " said: " + text.substring(Math.max(0, text.length() - 2000));
    }

    private Path weights(String run) {
        return folder.resolve(run).resolve("tiny/model.safetensors");
    }

    /** Without the speed, the only column that a clock decides. */
    private List<String> log(String run) throws IOException {
        var lines = Files.readAllLines(folder.resolve(run).resolve("log.csv"));
        int speed = List.of(lines.get(0).split(",")).indexOf("patchesPerSecond");
        return lines.stream()
                .map(
                        line -> {
                            var cells = line.split(",", -1);
                            cells[speed] = "";
                            return String.join(",", cells);
                        })
                .toList();
    }

    private float[] pixels(int bands, double mean, double deviation) {
        var pixels = new float[bands * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return pixels;
    }

    private static PatchAttributes attributes(String id) {
        var look = new PatchAttributes.Look(id, Instant.parse("2024-06-04T10:10:31Z"), 1, 1);
        return new PatchAttributes(
                id, id, "33UUP", 0, 0, 32633, 300_000, 5_400_000, 13.5, 48.25, look, look, "noise",
                List.of());
    }
}
