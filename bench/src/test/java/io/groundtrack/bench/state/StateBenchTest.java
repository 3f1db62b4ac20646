package io.groundtrack.bench.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StateBenchTest {

    @Test
    void everyTableIsPrintedAndWritten(@TempDir Path folder) throws Exception {
        var file = folder.resolve("state.md");
        int exit =
                new CommandLine(new StateBench())
                        .execute(
                                "--patches=3",
                                "--looks=20",
                                "--history=50",
                                "--granules=400",
                                "--arrivals=20",
                                "--out=" + file);
        assertThat(exit).isZero();
        assertThat(Files.readAllLines(file).stream().filter(l -> l.startsWith("| ")).count())
                .as("heads, 6 speeds, 2 lengths of 4 kinds, pairing on 2 backends")
                .isEqualTo(3 + 6 + 8 + 2);
    }
}
