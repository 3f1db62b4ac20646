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

    @Test
    void quotedCellsHoldCommasAndLineEnds() throws IOException {
        var points =
                ReferencePoint.read(
                        Files.writeString(
                                folder.resolve("quoted.csv"),
                                "\ufeff\"note\",\"x\",\"y\",\"date\"\r\n"
                                        + "\"a, \"\"b\"\"\r\nc\",1,2,\"2017-04-11\"\r\n"
                                        + "\r\n , 3.0 , 4 ,NA"));

        assertThat(points)
                .containsExactly(
                        new ReferencePoint(1, 2, Optional.of(LocalDate.of(2017, 4, 11))),
                        new ReferencePoint(3, 4, Optional.empty()));
    }

    @Test
    void quotesThatDoNotCloseAreNamedWithTheirLine() throws IOException {
        var open = csv("x,y,date", "1,2,NA", "\"3,4,2017-04-11", "5,6,NA");
        assertThatThrownBy(() -> ReferencePoint.read(open))
                .hasMessageContaining("points.csv line 3: quotes that do not close");
    }

    @Test
    void pointsOfOneFateAreRefusedBeforeAnythingRuns() throws IOException {
        var quiet = csv("x,y,date", "1,2,NA");
        assertThatThrownBy(() -> ReferencePoint.read(quiet))
                .hasMessageContaining("0 points with a date and 1 without");
        var none = csv("x,y,date");
        assertThatThrownBy(() -> ReferencePoint.read(none))
                .hasMessageContaining("0 points with a date and 0 without");
    }

    @Test
    void bytesThatAreNoTextAreRefusedInWords() throws IOException {
        var bytes = Files.write(folder.resolve("bytes.csv"), new byte[] {(byte) 0xff, 0, 1});
        assertThatThrownBy(() -> ReferencePoint.read(bytes))
                .hasMessageContaining("bytes.csv: is no text in UTF-8");
    }
}
