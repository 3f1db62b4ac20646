package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every band of the reference tables: GDAL's pixels, or a clear refusal. Never others. */
class ReferenceRastersTest {

    private static final Map<String, String> TYPES =
            Map.of(
                    "uint8", "U8", "int8", "I8", "uint16", "U16", "int16", "I16", "uint32", "U32",
                    "int32", "I32", "float32", "F32", "float64", "F64");

    private final BlockCache cache = new BlockCache(16 << 20);

    @Test
    void realFilesHaveGdalsPixelsPlacesAndNodata() throws IOException {
        var table = SharedFolder.require("golden/raster/rasters.csv");
        var root = SharedFolder.require("data");
        var bands = ReferenceBand.all(table);

        var refused = check(bands, root);

        var tiffs = bands.stream().filter(band -> band.kind().equals("tiff")).toList();
        assertThat(refused).doesNotContainAnyElementsOf(paths(tiffs));
        assertThat(refused).hasSameElementsAs(paths(without(bands, tiffs)));
    }

    @Test
    void variantsOfOneImageHaveGdalsPixelsOrAreRefused() throws IOException {
        var table = SharedFolder.require("golden/raster/tiff-variants.csv");
        var root = SharedFolder.require("golden/raster/tiff-variants");

        var refused = check(ReferenceBand.all(table), root);

        assertThat(refused).containsOnly("reversible.jp2", "u16_lerc_zstd.tif", "u8_jpeg.tif");
    }

    /** SHA-256 of the three overviews of the COGs, as GDAL 3.10.3 reads them. */
    private static final List<String> OVERVIEWS =
            List.of(
                    "660 x 600 3159fe52cfee2a08b081d4f77d3f6ac4ea9313ffdc70f91c42f4dcbd97696626",
                    "330 x 300 d9f371c6668fbd7623b72758ff2b67b6ba8e15a351ab90112e9a912e750e88e0",
                    "165 x 150 cfd2b640c69f771fd10b80388bceeb4409960cbdf19a976ef90ccbbf6d2e3de4");

    @ParameterizedTest
    @ValueSource(strings = {"cog_deflate.tif", "cog_zstd.tif"})
    void overviewsHaveGdalsPixels(String name) throws IOException {
        var file = SharedFolder.require("golden/raster/tiff-variants/" + name);
        try (var raster = GeoTiff.open(file, cache)) {
            var found = new ArrayList<String>();
            for (int i = 0; i < raster.overviews().size(); i++) {
                var overview = raster.overview(i);
                found.add(raster.overviews().get(i) + " " + ReferenceBand.sha256(overview, 0));
                assertThat(overview.georeference().orElseThrow())
                        .isEqualTo(Georeference.northUp(32633, 404400, 5342400, 20 << i, 20 << i));
            }
            assertThat(found).isEqualTo(OVERVIEWS);
        }
    }

    /** Bytes that the thread takes while it opens a file, lists its overviews and reads band 0. */
    private long taken(Path file) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // one thread decodes, or not all would be counted
        var alone = new BlockCache(0, new Decoding(1, InflaterChoice.AUTO));
        long before = threads.getCurrentThreadAllocatedBytes();
        try (var raster = GeoTiff.open(file, alone)) {
            raster.overviews();
            ReferenceBand.sha256(raster, 0);
        } catch (RasterException e) {
            assertThat(e).hasMessageStartingWith(file + ": ");
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void brokenFilesTakeNoMoreMemoryThanAGoodOne() throws IOException {
        var folder = SharedFolder.require("golden/raster/tiff-variants/broken");
        var whole = SharedFolder.require("golden/raster/tiff-variants/u16_deflate_p2_tiled.tif");
        taken(whole);
        long good = taken(whole);
        for (var file : files(folder)) {
            // an announced tile of 512 MB is this one's size; all it stores is 0.8 MB
            long bound = file.endsWith("deflate_bomb_512mb.tif") ? 4 * good : 2 * good;
            assertThat(taken(file)).as(file.toString()).isLessThan(bound);
        }
    }

    @Test
    void brokenFilesFailClearlyOrKeepGdalsPixelsWithinTimeAndMemory() throws IOException {
        var folder = SharedFolder.require("golden/raster/tiff-variants/broken");
        var whole = SharedFolder.require("golden/raster/tiff-variants/u16_deflate_p2_tiled.tif");
        String sound;
        try (var raster = GeoTiff.open(whole, cache)) {
            sound = ReferenceBand.sha256(raster, 0);
        }
        var read = new ArrayList<String>();
        for (var file : files(folder)) {
            Assertions.assertTimeout(
                    Duration.ofSeconds(2),
                    () -> {
                        try (var raster = GeoTiff.open(file, cache)) {
                            assertThat((long) raster.width() * raster.height()).isLessThan(1 << 24);
                            var sha256 = ReferenceBand.sha256(raster, 0);
                            if (!file.getFileName().toString().startsWith("deflate_bomb")) {
                                assertThat(sha256).as(file.toString()).isEqualTo(sound);
                            }
                            read.add(file.getFileName().toString());
                        } catch (RasterException e) {
                            assertThat(e).hasMessageStartingWith(file + ": ");
                            assertThat(e.getMessage()).contains("expected").hasSizeLessThan(400);
                        }
                    });
        }
        // the chain of directories is not followed, no more offsets are read than there are blocks,
        // and a bomb is unpacked up to its block's size only
        assertThat(read)
                .containsOnly(
                        "ifd_loops_to_itself.tif",
                        "offsets_count_huge.tif",
                        "deflate_bomb_512mb.tif");
    }

    @Test
    void errorPageNamedTifSaysWhatItBeginsWith() {
        var page = SharedFolder.require("golden/raster/tiff-variants/broken/text.tif");

        assertThatThrownBy(() -> GeoTiff.open(page, cache))
                .isInstanceOfSatisfying(
                        RasterException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.NOT_A_TIFF))
                .hasMessageContaining("expected: a TIFF");
    }

    /** Compares all bands; returns the files that were refused. */
    private List<String> check(List<ReferenceBand> bands, Path root) {
        var refused = new ArrayList<String>();
        var softly = new SoftAssertions();
        for (var expected : bands) {
            try (var raster = GeoTiff.open(root.resolve(expected.path()), cache)) {
                compare(expected, raster, softly);
            } catch (RasterException e) {
                refused.add(expected.path());
            } catch (IOException e) {
                softly.fail(expected.path(), e);
            }
        }
        softly.assertAll();
        return refused;
    }

    private static void compare(ReferenceBand expected, GeoTiff raster, SoftAssertions softly)
            throws IOException {
        var what = expected.path() + " band " + expected.band();
        softly.assertThat(raster.width()).as(what).isEqualTo(expected.width());
        softly.assertThat(raster.height()).as(what).isEqualTo(expected.height());
        softly.assertThat(raster.bands()).as(what).isEqualTo(expected.bands());
        softly.assertThat(raster.type().name()).as(what).isEqualTo(TYPES.get(expected.type()));
        softly.assertThat(ReferenceBand.sha256(raster, expected.band() - 1))
                .as(what)
                .isEqualTo(expected.sha256());
        if (!expected.nodata().isEmpty()) {
            softly.assertThat(raster.nodata().orElseThrow())
                    .as(what)
                    .isEqualTo(Double.valueOf(NodataValue.parse(expected.nodata())));
        }
        if (expected.epsg() != 0) {
            var place = raster.georeference().orElseThrow();
            softly.assertThat(place.epsg()).as(what).isEqualTo(expected.epsg());
            softly.assertThat(place.x0()).as(what).isEqualTo(expected.ulx(), within(1e-9));
            softly.assertThat(place.y0()).as(what).isEqualTo(expected.uly(), within(1e-9));
            softly.assertThat(place.dxColumn())
                    .as(what)
                    .isEqualTo(expected.pixelWidth(), within(1e-12));
            softly.assertThat(place.dyRow())
                    .as(what)
                    .isEqualTo(expected.pixelHeight(), within(1e-12));
        }
    }

    private static List<ReferenceBand> without(List<ReferenceBand> all, List<ReferenceBand> some) {
        return all.stream().filter(band -> !some.contains(band)).toList();
    }

    private static List<String> paths(List<ReferenceBand> bands) {
        return bands.stream().map(ReferenceBand::path).distinct().collect(Collectors.toList());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
