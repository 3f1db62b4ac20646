package io.groundtrack.model.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {
    @TempDir private Path folder;

    @Test
    void theDrawingIsXmlWithALineForEveryFilledColumn() throws Exception {
        var log = RunLog.read("a <run>", log("step,total,scale blocks.0\n0,,\n1,9,1\n2,8,1.5\n"));
        String svg = Curves.svg(List.of(log));
        var document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(svg).contains("a &lt;run>");
    }

    @Test
    void emptyCellsAreNoPoints() throws IOException {
        var log = RunLog.read("a", log("step,total\n0,\n1,9\n2,NaN\n3,7\n"));
        assertThat(log.points("total")).extracting(point -> point[0]).containsExactly(1.0, 3.0);
        assertThat(log.points("nothing")).isEmpty();
    }

    @Test
    void aCellThatIsNoNumberIsNamed() throws IOException {
        Path file = log("step,total\n1,9\n2,x\n");
        assertThatThrownBy(() -> RunLog.read("a", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 3, column total: 'x' (expected: a number)");
    }

    @Test
    void smoothingKeepsTheMean() {
        var line = new Series("a", "red", false, List.of(point(1, 0), point(2, 3), point(3, 6)));
        assertThat(line.smoothed(1).points())
                .extracting(point -> point[1])
                .containsExactly(1.5, 3.0, 4.5);
    }

    private static double[] point(double x, double y) {
        return new double[] {x, y};
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("log.csv"), text);
    }
}
