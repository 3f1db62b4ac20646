package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RastersWarpCheckCommandTest {

    private static final Path SHARED =
            Path.of(System.getProperty("project.root", ".."), "../shared").normalize();
    private static final Path GOLDEN = SHARED.resolve("golden/raster/warps.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private record Said(int code, String out, String err) {
        String lastLine() {
            return out.lines().reduce((a, b) -> b).orElse("");
        }
    }

    private static Said check(Path json, String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        var arguments = new String[5 + more.length];
        arguments[0] = "rasters";
        arguments[1] = "warp-check";
        arguments[2] = json.toString();
        arguments[3] = "--root";
        arguments[4] = SHARED.resolve("data").toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return new Said(line.execute(arguments), out.toString(), err.toString());
    }

    private static void requireGolden() {
        Assumptions.assumeTrue(
                Files.exists(GOLDEN), () -> "needs real data beside the project: " + GOLDEN);
    }

    /** The first two reference warps, changed. */
    private Path changed(Consumer<ObjectNode> entry, Consumer<Map<String, Tensor>> tensors)
            throws IOException {
        requireGolden();
        var all = (ArrayNode) JSON.readTree(GOLDEN.toFile());
        var two = JSON.createArrayNode().add(all.get(0)).add(all.get(1));
        entry.accept((ObjectNode) two.get(0));
        var json = folder.resolve("mine.json");
        JSON.writeValue(json.toFile(), two);
        var kept = new LinkedHashMap<String, Tensor>();
        try (var reference = Safetensors.open(GOLDEN.resolveSibling("warps.safetensors"))) {
            for (int i = 0; i < 2; i++) {
                var name = all.get(i).path("name").textValue();
                kept.put(name + "/nearest", reference.tensor(name + "/nearest"));
                kept.put(name + "/bilinear", reference.tensor(name + "/bilinear"));
            }
        }
        tensors.accept(kept);
        Files.write(folder.resolve("mine.safetensors"), Safetensors.bytes(kept));
        return json;
    }

    @Test
    void allReferenceWarpsPassAndNoneIsRefused() {
        requireGolden();

        var said = check(GOLDEN);

        assertThat(said.lastLine()).isEqualTo("21 passed, 0 refused, 0 failed");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("nearest ").contains("bilinear ");
    }

    @Test
    void aPixelThatIsOffFails() throws IOException {
        var json =
                changed(
                        entry -> {},
                        tensors -> tensors.values().iterator().next().values()[7_000] += 1);

        var said = check(json);

        assertThat(said.lastLine()).isEqualTo("1 passed, 0 refused, 1 failed");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("1 pixels are not the reference's");
    }

    @Test
    void aPixelThatOneSideLacksFails() throws IOException {
        var json =
                changed(
                        entry -> {},
                        tensors ->
                                tensors.entrySet().stream()
                                        .filter(e -> e.getKey().endsWith("/bilinear"))
                                        .forEach(e -> e.getValue().values()[3] = Float.NaN));

        assertThat(check(json).lastLine()).isEqualTo("0 passed, 0 refused, 2 failed");
    }

    @Test
    void aWindowSomewhereElseFails() throws IOException {
        var json =
                changed(
                        entry -> entry.put("patch_ulx", entry.path("patch_ulx").asInt() + 10),
                        t -> {});

        assertThat(check(json).lastLine()).isEqualTo("1 passed, 0 refused, 1 failed");
    }

    @Test
    void aRasterThatIsNotThereIsRefusedWithItsName() throws IOException {
        var json = changed(entry -> entry.put("source", "nowhere.tif"), t -> {});

        var said = check(json, "--json");

        assertThat(said.code()).isEqualTo(1);
        var summary = JSON.readTree(said.lastLine());
        assertThat(summary.path("passed").intValue()).isEqualTo(1);
        assertThat(summary.path("refused").intValue()).isEqualTo(1);
        assertThat(summary.path("warps").get(0).path("reason").textValue()).contains("nowhere.tif");
    }

    @Test
    void aBandThatIsNotThereIsRefused() throws IOException {
        var json = changed(entry -> entry.put("band", 9), t -> {});

        assertThat(check(json).out()).contains("REFUSED").contains("band 9 (expected: 1 to 1)");
    }

    @Test
    void aListThatIsNoneSaysWhatWasExpected() throws IOException {
        var json = folder.resolve("mine.json");
        Files.writeString(json, "{}");
        assertThat(check(json).err()).contains("not a list of warps").doesNotContain("\tat ");

        Files.writeString(json, "[{\"name\": 3}]");
        assertThat(check(json).err()).contains("entry 0: name is 3 (expected: a text)");

        assertThat(check(folder.resolve("none.json")).code()).isEqualTo(1);
    }
}
