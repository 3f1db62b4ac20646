package io.groundtrack.testing.landscape.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.testing.landscape.Landscape;
import io.groundtrack.testing.landscape.LandscapeOptions;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Plane;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandscapeArchiveTest {

    private static final Area AREA = new Area(TileFrame.T33UUP, 30, 40, 3, 3);
    private static final LandscapeOptions OPTIONS =
            new LandscapeOptions(8, AREA, LocalDate.of(2024, 4, 1), 4, 10, 2, 4, 2, 1);

    @TempDir private static Path dir;

    private static Landscape landscape;
    private static LandscapeArchive.Written written;
    private static List<JsonNode> notices;

    @BeforeAll
    static void writeIt() throws IOException {
        landscape = Landscape.of(OPTIONS);
        written = LandscapeArchive.write(dir, landscape, 2, progress -> {});
        notices = new ArrayList<>();
        for (var line : Files.readAllLines(written.notices())) {
            notices.add(new ObjectMapper().readTree(line));
        }
    }

    @Test
    void equalLandscapesMakeEqualBytes(@TempDir Path other) throws IOException {
        LandscapeArchive.write(other, Landscape.of(OPTIONS), 3, progress -> {});

        assertThat(content(other)).isEqualTo(content(dir));
    }

    @Test
    void countsSlicesVersionsAndRepeatedNotices() {
        // 8 radar looks, two of them in two slices; 10 optical looks, one of them in two versions
        assertThat(written.products()).isEqualTo(10 + 11);
        assertThat(written.lines()).isEqualTo(21 + 2);
        assertThat(notices).hasSize(23);
        assertThat(notices.stream().distinct()).hasSize(21);
    }

    @Test
    void filesHoldTheRenderedPixels() throws IOException {
        for (var spec : landscape.scenes()) {
            var scene = landscape.render(spec);
            for (var plane : scene.planes()) {
                assertHolds(plane, spec.absoluteOrbit());
            }
            if (scene.scl() != null) {
                assertHolds(scene.scl(), spec.absoluteOrbit());
            }
        }
    }

    @Test
    void filesSayWhereTheyLie() throws IOException {
        var item = itemsOf(landscape.scenes().get(0).absoluteOrbit()).get(0);
        var asset = item.get("assets").elements().next();
        var tiff = TinyTiff.read(dir.resolve(asset.get("href").asText()));

        assertThat(tiff.tag(33_922)).containsExactly(0, 0, 0, 348_000, 5_364_000, 0);
        assertThat(tiff.tag(33_550)[0]).isEqualTo(asset.get("proj:transform").get(0).asDouble());
        assertThat(tiff.tag(34_735)).endsWith(3072, 0, 1, 32_633, 3076, 0, 1, 9001);
        assertThat(tiff.tag(324)[0]).isLessThan(2_000);
    }

    @Test
    void noticesAreStacItemsInCloudEvents() {
        for (var notice : notices) {
            assertThat(notice.get("specversion").asText()).isEqualTo("1.0");
            assertThat(notice.get("type").asText()).endsWith("item.create");
            var item = notice.get("data");
            assertThat(item.get("stac_version").asText()).isEqualTo("1.1.0");
            assertThat(item.get("id")).isEqualTo(notice.get("subject"));
            assertThat(item.get("geometry").get("coordinates").get(0)).hasSize(5);
            var properties = item.get("properties");
            var sensed = properties.get("datetime").asText();
            assertThat(notice.get("time").asText()).isGreaterThan(sensed);
            if (properties.get("constellation").asText().equals("sentinel-2")) {
                assertThat(properties.get("grid:code").asText()).isEqualTo("MGRS-33UUP");
                assertThat(properties.get("s2:datatake_id").asText())
                        .startsWith("GS2A_" + sensed.replaceAll("[-:Z]", ""));
                assertThat(item.get("assets")).hasSize(11);
                var blue = item.get("assets").get("B02");
                assertThat(blue.get("raster:offset").asDouble()).isEqualTo(-0.1);
            } else {
                assertThat(properties.get("sar:product_type").asText()).isEqualTo("RTC");
                assertThat(properties.get("start_datetime").asText()).isEqualTo(sensed);
                assertThat(item.get("assets").get("VH").get("unit").asText()).isEqualTo("linear");
            }
            for (var asset : item.get("assets")) {
                assertThat(dir.resolve(asset.get("href").asText())).exists();
            }
        }
    }

    @Test
    void reprocessedProductsKeepTheirDatatakeAndRaiseTheirBaseline() {
        var versions =
                notices.stream()
                        .map(notice -> notice.get("data").get("properties"))
                        .filter(p -> p.path("s2:processing_baseline").asText().equals("05.11"))
                        .toList();

        assertThat(versions).hasSize(1);
        assertThat(itemsOf(versions.get(0).get("sat:absolute_orbit").asInt())).hasSize(2);
    }

    @Test
    void deletedProductsAreTakenBackAndSplitTilesComeAsTwoGranules(@TempDir Path other)
            throws IOException {
        var options =
                new LandscapeOptions(8, AREA, LocalDate.of(2024, 4, 1), 0, 8, 0, 0, 1, 1, 1, 1);
        var made = LandscapeArchive.write(other, Landscape.of(options), 2, progress -> {});
        var byType = new TreeMap<String, List<String>>();
        var parts = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(made.notices())) {
            var notice = new ObjectMapper().readTree(line);
            var type = notice.get("type").asText().replaceAll(".*\\.", "");
            byType.computeIfAbsent(type, t -> new ArrayList<>())
                    .add(notice.get("subject").asText());
            parts.add(notice.get("data"));
        }

        // eight looks, one again with a newer baseline, one repeated, one in two parts
        assertThat(made.products()).isEqualTo(8 + 1 + 1);
        assertThat(byType.get("create")).hasSize(10 + 1);
        assertThat(byType.get("delete")).hasSize(1);
        assertThat(byType.get("create")).contains(byType.get("delete").get(0));
        var halves =
                parts.stream()
                        .filter(p -> p.at("/assets/B02/proj:shape/0").asInt() < AREA.height())
                        .toList();
        assertThat(halves).hasSize(2);
        assertThat(halves)
                .extracting(p -> p.at("/properties/s2:datatake_id").asText())
                .containsOnly(halves.get(0).at("/properties/s2:datatake_id").asText());
        assertThat(halves)
                .extracting(p -> p.at("/properties/s2:datastrip_id").asText())
                .doesNotHaveDuplicates();
        assertThat(halves.stream().mapToInt(p -> p.at("/assets/B02/proj:shape/0").asInt()).sum())
                .as("rows of both, the seam twice")
                .isEqualTo(AREA.height() + 24);
    }

    @Test
    void truthNamesEventsCellsAndClasses() throws IOException {
        var json = new ObjectMapper();
        var truth = json.readTree(dir.resolve("truth.json").toFile());
        var outlines = json.readTree(dir.resolve("truth.geojson").toFile());

        assertThat(truth.get("events")).hasSize(landscape.truths().size());
        assertThat(truth.get("patches")).hasSize(9);
        assertThat(truth.get("patches").get(0).get("patchId").asText()).isEqualTo("33UUP_r30_c40");
        assertThat(outlines.get("features")).hasSize(landscape.truths().size());
    }

    private static List<JsonNode> itemsOf(int absoluteOrbit) {
        return notices.stream()
                .map(notice -> notice.get("data"))
                .filter(
                        item ->
                                item.get("properties").get("sat:absolute_orbit").asInt()
                                        == absoluteOrbit)
                .distinct()
                .toList();
    }

    /** Every row is in some product; where a product was reprocessed the newest counts. */
    private static void assertHolds(Plane plane, int absoluteOrbit) throws IOException {
        var rows = new boolean[plane.height()];
        var items = itemsOf(absoluteOrbit);
        boolean reprocessed = items.size() > 1 && plane.linear() == null;
        for (var item : reprocessed ? items.subList(1, 2) : items) {
            var asset = item.get("assets").get(plane.name());
            var tiff = TinyTiff.read(dir.resolve(asset.get("href").asText()));
            var pixels = tiff.pixels();
            int first = (int) (AREA.top() - tiff.tag(33_922)[4]) / plane.metres();
            for (int i = 0; i < pixels.length; i++) {
                int at = first * plane.width() + i;
                int expected =
                        plane.linear() == null
                                ? plane.stored()[at] & 0xFFFF
                                : Float.floatToRawIntBits(plane.linear()[at]);
                if (pixels[i] != expected) {
                    assertThat(pixels[i]).as(asset.get("href").asText()).isEqualTo(expected);
                }
                rows[at / plane.width()] = true;
            }
        }
        assertThat(rows).doesNotContain(false);
    }

    private static TreeMap<String, Integer> content(Path folder) throws IOException {
        var content = new TreeMap<String, Integer>();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                content.put(
                        folder.relativize(path).toString(),
                        Arrays.hashCode(Files.readAllBytes(path)));
            }
        }
        return content;
    }
}
