package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletenessCommandTest {

    private static final String PASS =
            "{\"kind\":\"PASS\",\"subject\":\"sentinel-2a_R022_33UUP_N0087\",\"status\":\"live\","
                    + "\"tile\":\"33UUP\",\"sensor\":\"S2\",\"granules\":1,\"patches\":2,"
                    + "\"granuleIds\":[\"g\"],\"acquisitionTime\":\"2024-06-01T10:00:00Z\"}\n";
    private static final String PRODUCT =
            "{\"kind\":\"PRODUCT\",\"subject\":\"p\",\"status\":\"live\",\"detail\":\"g\","
                    + "\"live\":1,\"sensor\":\"S2\",\"passes\":[\"sentinel-2a_R022_33UUP_N0087\"],"
                    + "\"acquisitionTime\":\"2024-06-01T10:00:00Z\"}\n";

    @TempDir private Path folder;

    @Test
    void aRunThatWasKilledSaysWhereItStopped() throws IOException {
        write("run.json", "{\"step\":\"job\",\"notices\":3}");
        write("ledger.jsonl", PRODUCT + PASS + patch(0));

        var answer = run("--dir", folder.toString(), "--json");

        assertThat(answer.exit).isEqualTo(1);
        var json = new ObjectMapper().readTree(answer.out);
        assertThat(json.path("done").asBoolean(true)).isFalse();
        assertThat(json.path("stopped"))
                .extracting(stop -> stop.path("step").asText() + " " + stop.path("count").asInt())
                .containsExactly("job 1", "read-notices 2", "cut-into-patches 1");
        assertThat(json.path("patches").path("gatedWhy").path("cloud").asInt()).isEqualTo(1);
    }

    @Test
    void aRunThatEndedIsDone() throws IOException {
        write("run.json", "{\"step\":\"done\",\"notices\":1}");
        write("ledger.jsonl", PRODUCT + PASS + patch(0) + patch(1));
        write("classifications.jsonl", "");
        write("dead-letters.jsonl", "");

        var answer = run("--dir", folder.toString(), "--tile", "33UUP", "--from", "2024-06-01");

        assertThat(answer.out).startsWith("done: 1 of 1 notices accounted for");
        assertThat(answer.exit).isZero();
    }

    @Test
    void aFolderWithoutARunIsNamed() {
        var answer = run("--dir", folder.resolve("nothing").toString());

        assertThat(answer.exit).isEqualTo(1);
        assertThat(answer.err).contains("run.json: is not there");
    }

    @Test
    void usageIsChecked() {
        var here = folder.toString();
        assertThat(run().exit).isEqualTo(2);
        assertThat(run("--dir", here, "--kafka").exit).isEqualTo(2);
        assertThat(run("--dir", here, "--tile", "nowhere").err).contains("--tile nowhere");
        assertThat(run("--dir", here, "--from", "June").exit).isEqualTo(2);
        assertThat(run("--dir", here, "--grace", "-1").exit).isEqualTo(2);
    }

    private record Answer(int exit, String out, String err) {}

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String patch(int column) {
        return "{\"kind\":\"PATCH\",\"subject\":\"33UUP_r0_c"
                + column
                + "|sentinel-2a_R022_33UUP_N0087\",\"status\":\"gated\",\"tile\":\"33UUP\","
                + "\"detail\":\"cloud\",\"sensor\":\"S2\","
                + "\"acquisitionTime\":\"2024-06-01T10:00:00Z\"}\n";
    }

    private static Answer run(String... arguments) {
        var all = new String[arguments.length + 1];
        all[0] = "completeness";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                Groundtrack.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(all);
        return new Answer(exit, out.toString(), err.toString());
    }
}
