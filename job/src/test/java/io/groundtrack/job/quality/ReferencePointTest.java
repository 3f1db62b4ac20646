package io.groundtrack.job.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencePointTest {

    @TempDir private Path folder;

    private Path csv(String... lines) throws IOException {
        return Files.write(folder.resolve("points.csv"), List.of(lines));
    }

    @Test
    void columnsAreFoundByNameAndAnEmptyDateMeansNothingHappened() throws IOException {
        var points =
                ReferencePoint.read(
                        csv(
                                "id,\"date\",Y,x",
                                "1,2017-04-11,2147145,808395",
                                "2,NA,2147145,808395.5",
                                "",
                                "3,,1,2"));

        assertThat(points)
                .containsExactly(
                        new ReferencePoint(808395, 2147145, Optional.of(LocalDate.of(2017, 4, 11))),
                        new ReferencePoint(808395.5, 2147145, Optional.empty()),
                        new ReferencePoint(2, 1, Optional.empty()));
    }

    @Test
    void whatIsNoPointIsNamedWithItsLine() throws IOException {
        var shortLine = csv("x,y,date", "1,2,NA", "1,2");
        assertThatThrownBy(() -> ReferencePoint.read(shortLine))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("points.csv line 3: 2 cells (expected: 3)");
        var date = csv("x,y,date", "1,2,11.4.2017");
        assertThatThrownBy(() -> ReferencePoint.read(date))
                .hasMessageContaining("line 2: date 11.4.2017 (expected: yyyy-mm-dd");
        var metres = csv("x,y,date", "east,2,NA");
        assertThatThrownBy(() -> ReferencePoint.read(metres))
                .hasMessageContaining("east (expected: metres)");
        var header = csv("lon,lat,date");
        assertThatThrownBy(() -> ReferencePoint.read(header))
                .hasMessageContaining("(expected: x, y and date in it)");
        assertThatThrownBy(() -> ReferencePoint.read(folder.resolve("none.csv")))
                .hasMessageContaining("no such file");
    }
}
