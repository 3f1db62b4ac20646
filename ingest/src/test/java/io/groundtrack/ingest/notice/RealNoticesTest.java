package io.groundtrack.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Packed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The notices made from real archives, as they lie in the shared folder. */
class RealNoticesTest {

    private static final NoticeOptions TILE = NoticeOptions.defaults();
    private static final NoticeOptions GRANULE =
            new NoticeOptions(
                    TILE.s2Levels(), TILE.s1Products(), PatchExtent.GRANULE, TILE.maxBytes());

    @Test
    void operaBurstsMake231GranulesOf210Products() throws IOException {
        var taken = taken(read("opera-rtc.jsonl", TILE));

        assertThat(taken).hasSize(210);
        assertThat(keys(taken)).hasSize(210);
        assertThat(taken.stream().mapToInt(n -> n.getTiles().size()).sum()).isEqualTo(231);
        assertThat(taken).allMatch(n -> n.getProductKind().equals("S1-RTC"));
    }

    @Test
    void aSceneUnderTwoNamesIsOneProductAndSlicesArePasses() throws IOException {
        var taken = taken(read("myanmar.jsonl", TILE));

        assertThat(taken).hasSize(98);
        assertThat(keys(taken)).hasSize(97);
        assertThat(passes(taken)).hasSize(85);
        assertThat(taken).allMatch(n -> n.getAssets().get(0).getUnit().equals("dB"));
    }

    @Test
    void theMajorTomCellLiesOnTheTileItNames() throws IOException {
        var taken = taken(read("majortom.jsonl", TILE));

        assertThat(taken).hasSize(1);
        var share = taken.get(0).getTiles().get(0);
        assertThat(share.getTile()).isEqualTo("33NZA");
        assertThat(taken.get(0).getTiles()).hasSize(1);
        // 10,680 m are 8.9 patches: 9 to 10 rows and columns
        assertThat(Packed.bits(share.getPatches()).cardinality()).isBetween(81, 100);
        assertThat(taken.get(0).getAssets().get(0).getOffset()).isEqualTo(-0.1);
    }

    @Test
    void theTwoLevel1cNoticesAreIgnored() throws IOException {
        var all = read("ssl4eo.jsonl", TILE);

        assertThat(all).filteredOn(u -> u instanceof Understood.Ignored).hasSize(2);
        assertThat(taken(all)).hasSize(4);
    }

    @Test
    void everyBigEarthNetPatchTouchesExactlyItself() throws IOException {
        for (var notice : taken(read("bigearthnet.jsonl", GRANULE))) {
            var part = notice.getPart().split("_");
            var bit = Integer.parseInt(part[1]) * 91 + Integer.parseInt(part[0]);

            assertThat(notice.getTiles()).hasSize(1);
            assertThat(Packed.bits(notice.getTiles().get(0).getPatches()).stream())
                    .as(notice.getGranuleId())
                    .containsExactly(bit);
        }
    }

    @Test
    void radarAndOpticalPatchesOfOnePlaceShareTheGrid() throws IOException {
        var taken = taken(read("bigearthnet.jsonl", GRANULE));
        var sameParts =
                taken.stream()
                        .filter(n -> n.getPart().equals("87_48"))
                        .map(n -> n.getTiles().get(0))
                        .toList();

        assertThat(sameParts).hasSize(2);
        assertThat(sameParts.get(0).getPatches()).isEqualTo(sameParts.get(1).getPatches());
        assertThat(sameParts).allMatch(s -> s.getUlx() == 300_000 && s.getUly() == 5_400_000);
    }

    @Test
    void anEarthSearchItemIsTakenWithAllBandsFromItsCogs() throws IOException {
        var item =
                shared(
                        "rio-tiler-pds/tests/fixtures/sentinel-cogs/sentinel-s2-l2a-cogs/29/R/KH/2020"
                                + "/2/S2A_29RKH_20200219_0_L2A/S2A_29RKH_20200219_0_L2A.json");
        var notice = announced(item);

        assertThat(notice.getProductKey())
                .isEqualTo("S2_20200219T112111_R037_29RKH_S20200219T113105_L2A");
        assertThat(notice.getAssets()).hasSize(13);
        assertThat(notice.getAssets()).allMatch(a -> a.getHref().endsWith(".tif"));
        assertThat(Packed.bits(notice.getTiles().get(0).getPatches()).cardinality())
                .isEqualTo(84 * 84);
    }

    /**
     * A file that stactools made of the SAFE and one it made of the same granule's other delivery.
     */
    @Test
    void twoDeliveriesOfOneGranuleAreOneProduct() throws IOException {
        var folder = "stac-s2/tests/data-files/S2A_MSIL2A_20230625T234621_N0509_R073_T01WCP_";
        var first = announced(shared(folder + "20230626T022157.SAFE/expected_output.json"));
        var second = announced(shared(folder + "20230626T022158.SAFE/expected_output.json"));

        assertThat(first.getProductKey()).isEqualTo(second.getProductKey());
        assertThat(first.getTiles().get(0).getPassId())
                .isEqualTo(second.getTiles().get(0).getPassId());
    }

    private static GranuleNotice announced(Path item) throws IOException {
        var event =
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"urn:test\",\"type\":\"item.create\","
                        + "\"time\":\"2024-01-01T00:00:00Z\",\"data\":"
                        + Files.readString(item)
                        + "}";
        var understood =
                new NoticeReader(TILE)
                        .read(event.getBytes(StandardCharsets.UTF_8), NoticeJson.ORIGIN);
        return ((Understood.Taken) understood).notice();
    }

    private static Path shared(String file) {
        var path =
                Path.of(System.getProperty("project.root", ".."), "../shared/data", file)
                        .normalize();
        Assumptions.assumeTrue(Files.exists(path), "needs the shared folder beside the project");
        return path;
    }

    private static List<Understood> read(String file, NoticeOptions options) throws IOException {
        var notices = shared("notices/" + file);
        var reader = new NoticeReader(options);
        var all = new ArrayList<Understood>();
        try (var lines = new NoticeLines(notices, options.maxBytes())) {
            for (var offset = 0L; lines.hasNext(); offset++) {
                all.add(reader.read(lines.next(), new Origin(file, 0, offset)));
            }
        }
        assertThat(all).allSatisfy(u -> assertThat(u).isNotInstanceOf(Understood.Rejected.class));
        return all;
    }

    private static List<GranuleNotice> taken(List<Understood> all) {
        return all.stream()
                .filter(Understood.Taken.class::isInstance)
                .map(u -> ((Understood.Taken) u).notice())
                .toList();
    }

    private static HashSet<String> keys(List<GranuleNotice> notices) {
        var keys = new HashSet<String>();
        notices.forEach(n -> keys.add(n.getProductKey()));
        return keys;
    }

    private static HashSet<String> passes(List<GranuleNotice> notices) {
        var passes = new HashSet<String>();
        notices.forEach(n -> n.getTiles().forEach(t -> passes.add(t.getPassId())));
        return passes;
    }
}
