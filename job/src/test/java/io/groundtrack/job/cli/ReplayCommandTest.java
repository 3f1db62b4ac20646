package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--embeddings in --shuffle 1 | --shuffle: goes with --notices",
                "--kafka localhost:1 --shuffle 1 | --shuffle: goes with --notices",
                "--notices n.jsonl --prefix a. | --prefix, --from, --to: go with --kafka",
                "--embeddings in --from 2024-01-01 | --prefix, --from, --to: go with --kafka",
                "--kafka localhost:1 --to soon | expected: 2024-06-01 or 2024-06-01T10:00:00Z",
                "--embeddings in --tiles 33UUP | --tiles, --area: choose notices",
                "--embeddings in --savepoint s | --savepoint: embeddings do not teach",
                "--kafka localhost:1 --tiles 33UUO | notices.tiles: 33UUO",
                "--kafka localhost:1 --notices n.jsonl | --notices",
            })
    void whatDoesNotGoTogetherIsRefusedInWords(String arguments, String message) {
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setErr(new PrintWriter(err, true));
        line.setOut(new PrintWriter(new StringWriter()));
        var all =
                Stream.concat(
                        Stream.of("replay", "--out", folder.toString()),
                        Stream.of(arguments.split(" ")));

        assertThat(line.execute(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void anAreaTakesTheTilesThatItTouches() throws Exception {
        var square =
                "{\"type\":\"Polygon\",\"coordinates\":[[[13.1,48.1],[13.2,48.1],[13.2,48.2],[13.1,48.2],[13.1,48.1]]]}";
        var alone = Files.writeString(folder.resolve("alone.geojson"), square);
        var collection =
                Files.writeString(
                        folder.resolve("collection.geojson"),
                        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"geometry\":"
                                + square
                                + "}]}");

        assertThat(AreaFile.tiles(alone)).containsExactly("33UUP");
        assertThat(AreaFile.tiles(collection)).containsExactly("33UUP");
    }

    @Test
    void aFileWithoutAnAreaIsRefusedByName() throws Exception {
        var point =
                Files.writeString(
                        folder.resolve("point.geojson"),
                        "{\"type\":\"Point\",\"coordinates\":[13.3,48.7]}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AreaFile.tiles(point))
                .withMessageContaining("--area " + point)
                .withMessageContaining("expected: a Polygon or MultiPolygon");
    }
}
