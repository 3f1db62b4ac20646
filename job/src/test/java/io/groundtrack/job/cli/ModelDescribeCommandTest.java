package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDescribeCommandTest {

    @TempDir private Path folder;

    private record Said(int code, String out, String err) {}

    private static Said describe(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        var all = new String[arguments.length + 2];
        all[0] = "model";
        all[1] = "describe";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Said(line.execute(all), out.toString(), err.toString());
    }

    @Test
    void aPresetIsDescribedForPeopleAndAsJson() throws IOException {
        var text = describe("csmoe-base");
        assertThat(text.code()).isZero();
        assertThat(text.out()).startsWith("csmoe-base\n").contains("885.54 M", "both 5.838");

        var json = new ObjectMapper().readTree(describe("csmoe-base", "--json").out());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "config",
                        "variant",
                        "parameters",
                        "macs",
                        "flopsPerMac",
                        "ratioToDense",
                        "memoryBytes");
        assertThat(json.at("/parameters/encoder").asLong()).isEqualTo(885_540_886);
        assertThat(json.at("/config/embed_dim").asInt()).isEqualTo(768);
    }

    @Test
    void whatCannotBeDescribedIsNamed() {
        assertThat(describe("csmoe-hug").err()).contains("csmoe-hug", "expected: a folder, or one");
        assertThat(describe(folder.toString()).err()).contains("config.json: missing");
        assertThat(describe(folder.toString()).code()).isNotZero();
        assertThat(describe("csmoe-nano", "--batch", "0").code()).isEqualTo(2);
        assertThat(describe().code()).isEqualTo(2);
    }
}
