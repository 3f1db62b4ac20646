package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Chile fire of 2 and 3 February 2024: ten products of three tracks, one of which shows
 * nothing.
 */
class EvaluateLifecycleCommandTest {

    private static final Path PRODUCTS =
            Path.of(System.getProperty("project.root", ".."), "../shared/data/dist-s1")
                    .toAbsolutePath()
                    .normalize();

    @TempDir private Path folder;

    private record Said(int code, String out, String err) {}

    private static Said lifecycle(Path products, String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        var all = new String[4 + more.length];
        System.arraycopy(
                new String[] {"evaluate", "lifecycle", "--products", products.toString()},
                0,
                all,
                0,
                4);
        System.arraycopy(more, 0, all, 4, more.length);
        return new Said(line.execute(all), out.toString(), err.toString());
    }

    private static JsonNode chile() throws Exception {
        assumeTrue(Files.isDirectory(PRODUCTS), "the shared folder is not here: " + PRODUCTS);
        var said = lifecycle(PRODUCTS, "--json");
        assertThat(said.code()).as(said.err()).isZero();
        return new ObjectMapper().readTree(said.out().lines().toList().get(lines(said) - 1));
    }

    private static int lines(Said said) {
        return (int) said.out().lines().count();
    }

    @Test
    void theFireIsFirstProvisionalAndConfirmedOnItsDays() throws Exception {
        var json = chile();

        var commonest = json.path("confirmedHistories").path(0);
        assertThat(commonest.path("first").asText()).isEqualTo("2024-02-04");
        assertThat(commonest.path("provisional").asText()).isEqualTo("2024-02-16");
        assertThat(commonest.path("confirmed").asText()).isEqualTo("2024-02-26");
        assertThat(commonest.path("pixels").asInt()).isGreaterThan(10_000);
        assertThat(json.path("looks").findValuesAsText("track"))
                .containsOnly("23:28", "23:36", "10:04");
    }

    @Test
    void looksWithoutDataChangeNothing() throws Exception {
        var looks = chile().path("looks");
        var empty =
                StreamSupport.stream(looks.spliterator(), false)
                        .filter(look -> look.path("valid").asInt() == 0)
                        .toList();

        assertThat(empty)
                .extracting(look -> look.path("time").asText().substring(5, 10))
                .containsExactly("01-28", "02-09", "02-21");
        assertThat(empty).allMatch(look -> look.path("changed").asInt() == 0);
    }

    @Test
    void allTracksInOneSeriesConfirmTenDaysEarlier() throws Exception {
        var commonest = chile().path("pooled").path("confirmedHistories").path(0);

        assertThat(commonest.path("first").asText()).isEqualTo("2024-02-04");
        assertThat(commonest.path("confirmed").asText()).isEqualTo("2024-02-16");
    }

    @Test
    void aFolderWithoutProductsIsNamed() {
        assertThat(lifecycle(folder).code()).isEqualTo(1);
        assertThat(lifecycle(folder).err()).contains(folder.toString(), "GEN-METRIC.tif");
        assertThat(lifecycle(folder.resolve("none")).err()).contains("no such folder");
    }

    @Test
    void productsOfTwoTilesAreRefused() throws Exception {
        for (var tile : new String[] {"T19HBD", "T19HCD"}) {
            Files.createFile(
                    folder.resolve(
                            "OPERA_L3_DIST-ALERT-S1_"
                                    + tile
                                    + "_20240204T232836Z_20251007T174450Z_S1A_30_v0.1_GEN-METRIC.tif"));
        }
        assertThat(lifecycle(folder).err()).contains("[19HBD, 19HCD] (expected: of one)");
    }
}
