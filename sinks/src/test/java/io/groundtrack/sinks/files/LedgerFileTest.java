package io.groundtrack.sinks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.LedgerVersion;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {

    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsReadBackButForRevisionsAndFootprints() throws IOException {
        var results = Results.ofTwoPasses();
        results.take(
                LedgerEntry.newBuilder(Results.line(LedgerKind.PRODUCT, "p", "live"))
                        .setDetail("granule")
                        .setRepeated(1)
                        .setSuperseded(2)
                        .setDeleted(3)
                        .setSensor(Sensor.S2)
                        .setPlatform("sentinel-2a")
                        .setRelativeOrbit(22)
                        .setPasses(List.of("a", "b"))
                        .setVersions(
                                List.of(
                                        new LedgerVersion(
                                                "granule",
                                                "05.10",
                                                Results.TIME,
                                                Results.TIME,
                                                "live",
                                                2,
                                                Results.TIME.plusSeconds(1))))
                        .setAnnounced(Results.TIME)
                        .setWritten(Results.TIME.plusSeconds(1))
                        .build());
        var live = results.live();

        LedgerFile.write(folder, live);
        var read = LedgerFile.read(folder);

        assertThat(read.entries())
                .containsExactlyInAnyOrderElementsOf(
                        live.ledger().values().stream().map(LedgerFileTest::asTold).toList());
        assertThat(read.alerts()).containsExactly(AlertLine.of(live.changes().get("alert"), null));
    }

    @Test
    void patchesOfARowWithTheSameFateShareALine() throws IOException {
        var results = Results.ofTwoPasses();
        results.ledger.values().removeIf(line -> line.getKind() == LedgerKind.PATCH);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 84; column++) {
                boolean isRead = row == 1 && column == 40;
                var line =
                        Results.line(
                                LedgerKind.PATCH,
                                Ids.observation(Ids.patch("33UUP", row, column), "pass-S1"),
                                isRead ? "embedded" : "rejected");
                line.setTile("33UUP");
                line.setSensor(Sensor.S1);
                line.setDetail(isRead ? "" : "ASSET_MISSING: granule g");
                line.setLive(0);
                line.setWritten(Results.TIME.plusSeconds(column));
                results.take(line);
            }
        }
        var live = results.live();

        LedgerFile.write(folder, live);

        var patches =
                Files.readAllLines(folder.resolve(LedgerFile.NAME)).stream()
                        .filter(line -> line.contains("\"PATCH\""))
                        .toList();
        assertThat(patches)
                .hasSize(3)
                .anyMatch(line -> line.contains("\"columns\":\"0-83\",\"patches\":84"))
                .anyMatch(line -> line.contains("\"columns\":\"0-39,41-83\",\"patches\":83"))
                .anyMatch(line -> line.contains("\"columns\":\"40\",\"patches\":1"));
        var read = LedgerFile.read(folder).entries();
        assertThat(read.stream().map(LedgerFileTest::whenever))
                .containsExactlyInAnyOrderElementsOf(
                        live.ledger().values().stream()
                                .map(LedgerFileTest::asTold)
                                .map(LedgerFileTest::whenever)
                                .toList());
        assertThat(read)
                .filteredOn(line -> line.getSubject().startsWith("33UUP_r0_c"))
                .extracting(LedgerEntry::getWritten)
                .as("when the last of them was told")
                .containsOnly(Results.TIME.plusSeconds(83));
    }

    @Test
    void whatIsClassifiedIsReadBack() throws IOException {
        var results = Results.ofTwoPasses();
        results.take(Results.classification(null, "pass-of-another-patch"));
        var live = results.live();

        LedgerFile.write(folder, live);

        assertThat(LedgerFile.read(folder).classified()).isEqualTo(ClassifiedPatches.of(live));
    }

    @Test
    void columnsThatNoTileHasAreNamed() throws IOException {
        for (var columns : List.of("0-999999999", "", "a", "3-", "1,,2")) {
            Files.writeString(
                    folder.resolve(LedgerFile.NAME),
                    "{\"kind\":\"PATCH\",\"subject\":\"33UUP_r0|p\",\"columns\":\""
                            + columns
                            + "\"}\n");
            assertThatThrownBy(() -> LedgerFile.read(folder))
                    .as(columns)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ledger.jsonl line 1");
        }
    }

    @Test
    void alertsCarryWhenTheyWereWritten() throws IOException {
        var made = Results.ofTwoPasses().live();
        var times = new TreeMap<>(Map.of("alert", Results.TIME.plusSeconds(5)));
        var live =
                new LiveRecords(
                        made.notices(),
                        made.embeddings(),
                        made.classifications(),
                        made.changes(),
                        made.deadLetters(),
                        made.ledger(),
                        times,
                        new TreeMap<>());

        LedgerFile.write(folder, live);

        assertThat(LedgerFile.read(folder).alerts().get(0).written())
                .isEqualTo(Results.TIME.plusSeconds(5));
    }

    @Test
    void aBrokenLineIsNamed() throws IOException {
        Files.writeString(folder.resolve(LedgerFile.NAME), "{\"kind\":\"PASS\"}\n{\"kind\":\n");
        assertThatThrownBy(() -> LedgerFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ledger.jsonl line 2");
        Files.writeString(folder.resolve(LedgerFile.NAME), "{\"kind\":\"NONSENSE\"}\n");
        assertThatThrownBy(() -> LedgerFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ledger.jsonl line 1");
    }

    private static LedgerEntry whenever(LedgerEntry entry) {
        return LedgerEntry.newBuilder(entry).setWritten(null).build();
    }

    private static LedgerEntry asTold(LedgerEntry entry) {
        var told = LedgerEntry.newBuilder(entry);
        told.setRevision(0).setEpsg(0).setFootprint(ByteBuffer.allocate(0)).setTookMs(0);
        if (entry.getKind() != LedgerKind.PRODUCT && entry.getKind() != LedgerKind.PASS) {
            told.setLive(0);
        }
        return told.build();
    }
}
