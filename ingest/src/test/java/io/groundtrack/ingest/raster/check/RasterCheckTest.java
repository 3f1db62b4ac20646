package io.groundtrack.ingest.raster.check;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.ingest.raster.SharedFolder;
import io.groundtrack.ingest.raster.check.RasterCheck.Outcome;
import io.groundtrack.ingest.raster.check.RasterCheck.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of bands against files made here, and against the real ones where they are. */
class RasterCheckTest {

    private static final String HEADER =
            "path,width,height,bands,band,dtype,epsg,ulx,uly,pixel_width,pixel_height,nodata,"
                    + "finite,min,max,sum,sha256_little_endian";

    @TempDir private Path folder;
    private String sound;

    /** Pixels 0 … 11 of a 4 x 3 image, the sixth of which is NaN. */
    @BeforeEach
    void writeImage() {
        aTiff(4, 3)
                .type(SampleType.F32)
                .band(i -> i == 5 ? Double.NaN : i - 2.5)
                .at(32633, 404400, 5342400, 10)
                .nodata("nan")
                .write(folder.resolve("a.tif"));
        var bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 12; i++) {
            bytes.putFloat(i == 5 ? Float.NaN : i - 2.5f);
        }
        sound =
                "a.tif,4,3,1,1,float32,32633,404400.0,5342400.0,10.0,-10.0,nan,11,-2.5,8.5,33.5,"
                        + sha256(bytes.array());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Outcome> check(String header, String... lines) throws IOException {
        var table = folder.resolve("table.csv");
        Files.writeString(table, header + "\n" + String.join("\n", lines) + "\n");
        var outcomes = new ArrayList<Outcome>();
        RasterCheck.run(CheckTable.read(table), folder, outcomes::add);
        return outcomes;
    }

    private Outcome checkOne(String line) throws IOException {
        var outcomes = check(HEADER, line);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    @Test
    void aBandThatIsAllTheLineStatesIsEqual() throws IOException {
        assertThat(checkOne(sound).reason()).isEmpty();
        assertThat(checkOne(sound).verdict()).isEqualTo(Verdict.EQUAL);
    }

    @ParameterizedTest
    @CsvSource({
        "',4,3,1', ',5,3,1', width 4 (expected: 5)",
        "',4,3,1', ',4,2,1', height 3 (expected: 2)",
        "',4,3,1,1', ',4,3,2,1', bands 1 (expected: 2)",
        "',1,1,float32', ',1,2,float32', band 2 of 1",
        "float32, float64, dtype F32 (expected: float64)",
        "float32, complex64, dtype F32 (expected: complex64)",
        "32633, 32634, epsg 32633 (expected: 32634)",
        "404400.0, 404400.1, ulx 404400 (expected: 404400.1)",
        "5342400.0, 5342390.0, uly 5342400 (expected: 5342390.0)",
        "',10.0,', ',10.001,', pixel_width 10 (expected: 10.001)",
        "-10.0, 10.0, pixel_height -10 (expected: 10.0)",
        "nan, 0.0, nodata NaN (expected: 0.0)",
        "',11,-2.5', ',12,-2.5', finite 11 (expected: 12)",
        "',-2.5,8.5', ',-2.25,8.5', min -2.5 (expected: -2.25)",
        "8.5, 8.5000001, max 8.5 (expected: 8.5000001)",
        "33.5, 33.50001, sum 33.5 (expected: 33.50001)",
        "33.5, abc, sum is 'abc' in the table (expected: a number)",
    })
    void whatIsNotAsStatedIsNamed(String stated, String other, String reason) throws IOException {
        assertThat(sound).contains(stated);

        var outcome = checkOne(sound.replace(stated, other));

        assertThat(outcome.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(outcome.reason()).isEqualTo(reason);
    }

    @Test
    void onePixelMakesAnotherSum() throws IOException {
        var outcome = checkOne(sound.substring(0, sound.length() - 2) + "00");

        assertThat(outcome.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(outcome.reason()).startsWith("sha256 ");
    }

    @Test
    void columnsAreFoundByNameAndBlankOnesAreNotCompared() throws IOException {
        assertThat(check("max,note,band,path", "8.5,\"x, \"\"y\"\"\",1,a.tif"))
                .allSatisfy(outcome -> assertThat(outcome.verdict()).isEqualTo(Verdict.EQUAL));
        assertThat(check("\ufeffband,path,max", "1,\"a.tif\",", "1,a.tif,8"))
                .extracting(Outcome::verdict)
                .containsExactly(Verdict.EQUAL, Verdict.DIFFERENT);
        assertThatThrownBy(() -> check("file,band", "a.tif,1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: path, band");
    }

    @Test
    void aFileThatIsNotReadIsRefusedAMissingOneIsDifferent() throws IOException {
        aTiff(4, 3).band(i -> i).tag(259, 34887).write(folder.resolve("lerc.tif"));
        Files.writeString(folder.resolve("page.tif"), "<html>404 not found</html>");
        Files.createDirectory(folder.resolve("folder.tif"));

        var outcomes =
                check(
                        "path,band",
                        "lerc.tif,1",
                        "page.tif,1",
                        "missing.tif,1",
                        "folder.tif,1",
                        "../outside.tif,1",
                        "a.tif,one",
                        "a.tif",
                        ",1",
                        "a.tif,1");

        assertThat(outcomes)
                .extracting(Outcome::verdict)
                .containsExactly(
                        Verdict.REFUSED,
                        Verdict.REFUSED,
                        Verdict.DIFFERENT,
                        Verdict.DIFFERENT,
                        Verdict.DIFFERENT,
                        Verdict.DIFFERENT,
                        Verdict.DIFFERENT,
                        Verdict.DIFFERENT,
                        Verdict.EQUAL);
        assertThat(outcomes.get(0).reason()).startsWith("compression LERC");
        assertThat(outcomes.get(2).reason()).startsWith("no such file");
        assertThat(outcomes.get(4).reason()).contains("leaves the folder");
        assertThat(outcomes.get(6).reason())
                .isEqualTo("line 8: band is '' (expected: a number from 1)");
    }

    @Test
    void aPlaceThatIsNotReadIsARefusalUnlessSomethingDiffers() throws IOException {
        aTiff(4, 3).band(i -> i).write(folder.resolve("nowhere.tif"));

        var outcomes =
                check("path,band,epsg,max", "nowhere.tif,1,32633,11", "nowhere.tif,1,32633,12");

        assertThat(outcomes.get(0).verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(outcomes.get(0).reason())
                .isEqualTo("no place that is read (expected: epsg 32633)");
        assertThat(outcomes.get(1).verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    @Test
    void realTablesHaveNoDifference() throws IOException {
        var table = SharedFolder.require("golden/raster/tiff-variants.csv");
        var root = SharedFolder.require("golden/raster/tiff-variants");
        var outcomes = new ArrayList<Outcome>();

        RasterCheck.run(CheckTable.read(table), root, outcomes::add);

        assertThat(outcomes).hasSize(78);
        assertThat(outcomes).noneMatch(outcome -> outcome.verdict() == Verdict.DIFFERENT);
        assertThat(outcomes.stream().filter(outcome -> outcome.verdict() == Verdict.EQUAL))
                .hasSizeGreaterThanOrEqualTo(74);
    }
}
