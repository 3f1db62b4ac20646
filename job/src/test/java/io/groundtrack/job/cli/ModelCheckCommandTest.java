package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckCommandTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("project.root", ".."), "../shared/golden/model").normalize();

    @TempDir private Path folder;

    private record Said(int code, String out) {
        String lineWith(String text) {
            return out.lines().filter(line -> line.contains(text)).findFirst().orElse("");
        }
    }

    private static Said check(Object... arguments) {
        var out = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(new StringWriter()));
        var texts =
                Stream.concat(
                                Stream.of("model", "check"),
                                Stream.of(arguments).map(Object::toString))
                        .toArray(String[]::new);
        return new Said(line.execute(texts), out.toString());
    }

    @Test
    void aFolderOfReferenceNumbersPasses() {
        var said = check(reference("csmae-sesd"), reference("soft-moe-layer"));

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("weights.safetensors: pass, compared 12 tensors, 136 gradients, 7 losses")
                .contains("weights.ckpt: pass, compared 12 tensors, 136 gradients, 7 losses")
                .contains("pass     tokens_s1 ")
                .contains("pass     expected.loss_after_one_adamw_step ")
                .contains("2 of 2 folders pass")
                .doesNotContain("grad/backbone.cls_token_s2 ");
    }

    @Test
    void allListsEveryGradientByName() {
        var said = check("--all", reference("csmae-cecd"));

        assertThat(said.out().lines().filter(line -> line.contains(" grad/"))).hasSize(79);
    }

    @Test
    void anOutputThatDiffersFailsByNameAndOtherFoldersAreStillChecked() throws IOException {
        var changed = folder.resolve("changed");
        copy(reference("csmae-cecd"), changed);
        var config = changed.resolve("config.json");
        var text = Files.readString(config);
        assertThat(text).contains("\"mim\": 1.6660");
        Files.writeString(config, text.replace("\"mim\": 1.6660", "\"mim\": 1.6661"));

        var said = check(changed, folder.resolve("nowhere"), reference("soft-moe-layer"));

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.lineWith("expected.mim")).contains("FAIL").contains("differs by 1.00e-04");
        assertThat(said.lineWith("expected.loss ")).contains("pass");
        assertThat(said.lineWith("nowhere")).contains("CANNOT BE USED").contains("not a folder");
        assertThat(said.out()).contains("1 of 3 folders pass");
    }

    @Test
    void jsonIsOneObjectWithEveryOutput() throws IOException {
        var said = check("--json", reference("soft-moe-layer"), folder.resolve("nowhere"));

        assertThat(said.code()).isEqualTo(1);
        var json = new ObjectMapper().readTree(said.out());
        assertThat(json.path("passed").asBoolean(true)).isFalse();
        var file = json.path("folders").path(0).path("files").path(0);
        assertThat(file.path("passed").asBoolean()).isTrue();
        assertThat(file.path("compared").path("gradients").asInt()).isEqualTo(7);
        assertThat(file.path("outputs").findValuesAsText("name"))
                .contains("combine", "grad/phi", "grad/input");
        assertThat(json.path("folders").path(1).path("problem").asText()).contains("nowhere");
    }

    @Test
    void noFolderAtAllIsWrongUsage() {
        assertThat(check().code()).isEqualTo(2);
    }

    private static Path reference(String name) {
        var path = REFERENCE.resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(path), "reference numbers are not at " + path);
        return path;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (var name : List.of("config.json", "weights.safetensors", "numbers.safetensors")) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }
}
