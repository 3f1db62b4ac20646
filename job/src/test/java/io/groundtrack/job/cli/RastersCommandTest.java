package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RastersCommandTest {

    /** SHA-256 of the bytes 01 02 03 04. */
    private static final String SHA256 =
            "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a";

    @TempDir private Path folder;

    private record Said(int code, String out, String err) {}

    private static Said rasters(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        var all = new String[arguments.length + 1];
        all[0] = "rasters";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Said(line.execute(all), out.toString(), err.toString());
    }

    /** 2 x 2 pixels 1, 2, 3, 4 of 8 bits, uncompressed; LERC by name only. */
    @BeforeEach
    void writeImages() throws IOException {
        Files.write(folder.resolve("a.tif"), tiff(1));
        Files.write(folder.resolve("lerc.tif"), tiff(34887));
    }

    private static byte[] tiff(int compression) {
        int[][] tags = {
            {256, 2}, {257, 2}, {258, 8}, {259, compression}, {262, 1}, {273, 8}, {279, 4}
        };
        var bytes = ByteBuffer.allocate(12 + 2 + 12 * tags.length + 4);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {'I', 'I', 42, 0}).putInt(12).put(new byte[] {1, 2, 3, 4});
        bytes.putShort((short) tags.length);
        for (var tag : tags) {
            bytes.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        return bytes.array();
    }

    private String table(String... lines) throws IOException {
        var text = "path,band,width,max,sha256_little_endian\n" + String.join("\n", lines) + "\n";
        return Files.writeString(folder.resolve("table.csv"), text).toString();
    }

    @Test
    void aTableWithoutDifferenceEndsInItsCountsAndZero() throws IOException {
        var said = rasters("check", table("a.tif,1,2,4," + SHA256, "lerc.tif,1,,,"));

        assertThat(said.code()).isZero();
        assertThat(said.out())
                .startsWith("refused lerc.tif band 1: compression LERC")
                .endsWith("\n1 equal, 1 refused, 0 different\n");
    }

    @Test
    void aDifferenceOrAMissingFileEndsInOne() throws IOException {
        var different = rasters("check", table("a.tif,1,2,5,"), "--root", folder.toString());
        var missing = rasters("check", table("b.tif,1,,,"));

        assertThat(different.code()).isEqualTo(1);
        assertThat(different.out())
                .isEqualTo(
                        "different a.tif band 1: max 4 (expected: 5)\n0 equal, 0 refused, 1 different\n");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.out()).contains("no such file").endsWith("0 refused, 1 different\n");
    }

    @Test
    void asJsonTheLastLineIsOneObject() throws IOException {
        var said = rasters("check", table("a.tif,1,2,4," + SHA256, "b.tif,1,,,"), "--json");
        var json = new ObjectMapper().readTree(said.out());

        assertThat(said.code()).isEqualTo(1);
        assertThat(json.path("equal").asInt()).isEqualTo(1);
        assertThat(json.path("different").asInt()).isEqualTo(1);
        assertThat(json.at("/lines/0/path").asText()).isEqualTo("b.tif");
        assertThat(json.at("/lines/0/verdict").asText()).isEqualTo("different");
        assertThat(json.at("/lines/0/reason").asText()).startsWith("no such file");
    }

    @Test
    void infoSaysWhatAFileIsAndOnRequestWhatItHolds() throws IOException {
        var file = folder.resolve("a.tif").toString();
        var text = rasters("info", file, "--read");
        var json = new ObjectMapper().readTree(rasters("info", file, "--read", "--json").out());

        assertThat(text.code()).isZero();
        assertThat(text.out())
                .startsWith(file + "\n")
                .contains("2 x 2, 1 band of U8", "place     not stated", "overviews none")
                .contains("band 1    finite 4, min 1, max 4, sum 10, sha256 " + SHA256);
        assertThat(json.path("compression").asText()).isEqualTo("NONE");
        assertThat(json.path("overviews").isArray()).isTrue();
        assertThat(json.at("/pixels/0/sum").asDouble()).isEqualTo(10);
        assertThat(rasters("info", file).out()).doesNotContain("sha256");
    }

    @Test
    void whatCannotBeDoneIsSaidWithItsExitCode() {
        var lerc = rasters("info", folder.resolve("lerc.tif").toString());

        assertThat(lerc.code()).isEqualTo(1);
        assertThat(lerc.err())
                .contains("compression LERC", "expected: none")
                .doesNotContain("\tat");
        assertThat(rasters("info", folder.resolve("b.tif").toString()).code()).isEqualTo(1);
        assertThat(rasters("check", folder.resolve("b.csv").toString()).err())
                .contains("no such file");
        assertThat(rasters("check").code()).isEqualTo(2);
        assertThat(rasters().code()).isEqualTo(2);
        assertThat(rasters("check", "--help").out()).contains("sha256_little_endian");
    }
}
