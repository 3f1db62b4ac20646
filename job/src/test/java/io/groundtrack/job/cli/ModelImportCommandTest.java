package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.Preset;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.WeightTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportCommandTest {
    @TempDir private Path folder;

    private record Said(int code, String out, String err) {}

    private static Said run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(out, true));
        var texts =
                Stream.concat(Stream.of("model", "import"), Stream.of(arguments))
                        .map(Object::toString)
                        .toArray(String[]::new);
        return new Said(line.execute(texts), out.toString(), err.toString());
    }

    @Test
    void weightsOfAnEncoderBecomeAFolderInTheBandsTheyWereTrainedOn() throws Exception {
        var said =
                run(
                        encoder(),
                        "--config",
                        "csmae-nano",
                        "--out",
                        folder.resolve("nano"),
                        "--bands",
                        "csmae-v1",
                        "--dtype",
                        "bf16",
                        "--json");

        assertThat(said.code()).as(said.err()).isZero();
        List<String> lines = said.out().lines().toList();
        JsonNode json = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(json.get("modelId").asText()).startsWith("nano-").hasSize("nano-".length() + 8);
        assertThat(json.get("encoderOnly").asBoolean()).isTrue();
        assertThat(json.get("dtype").asText()).isEqualTo("bf16");
        assertThat(json.get("bytes").asLong())
                .isEqualTo(Files.size(folder.resolve("nano/model.safetensors")));
        var bands = Bands.read("bands", Files.readAllBytes(folder.resolve("nano/bands.json")));
        assertThat(bands.transposed()).isTrue();
        assertThat(bands.s2().names())
                .containsExactly(
                        "B02", "B03", "B04", "B08", "B05", "B06", "B07", "B11", "B12", "B8A");
        assertThat(bands.s1().names()).containsExactly("VH", "VV");
    }

    @Test
    void aFileAtFaultFailsAndAWrongOptionIsWrongUsage() throws Exception {
        var junk = folder.resolve("a.ckpt");
        Files.write(junk, "<html>".getBytes(StandardCharsets.UTF_8));
        var out = folder.resolve("out");

        var failed = run(junk, "--config", "csmae-nano", "--out", out);
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err().strip())
                .isEqualTo(
                        "groundtrack: "
                                + junk
                                + ": no PyTorch file (expected: a zip, as torch.save writes)");
        assertThat(run(encoder(), "--config", "csmae-tiny", "--out", out).err())
                .contains("do not fit the network of config.json");
        assertThat(run(junk, "--config", "csmae-nono", "--out", out).code()).isEqualTo(2);
        assertThat(run(junk, "--config", "csmae-nano", "--out", out, "--dtype", "f8").code())
                .isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    private Path encoder() throws Exception {
        var file = folder.resolve("a.safetensors");
        var shapes =
                new TreeMap<>(WeightTable.of(Preset.NANO.csmae(), Bands.bigEarthNet()).encoder());
        shapes.keySet().removeIf(WeightTable::isPositionTable);
        try (var out = Files.newOutputStream(file)) {
            Safetensors.write(out, shapes, new DrawnWeights(1, 1));
        }
        return file;
    }
}
