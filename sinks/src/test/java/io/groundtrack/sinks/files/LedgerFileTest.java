package io.groundtrack.sinks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                                                2)))
                        .setAnnounced(Results.TIME)
                        .setWritten(Results.TIME.plusSeconds(1))
                        .build());
        var live = results.live();

        LedgerFile.write(folder, live);
        var read = LedgerFile.read(folder);

        assertThat(read.entries())
                .isEqualTo(live.ledger().values().stream().map(LedgerFileTest::asTold).toList());
        assertThat(read.alerts()).containsExactly(AlertLine.of(live.changes().get("alert"), null));
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
                        times);

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

    private static LedgerEntry asTold(LedgerEntry entry) {
        var told = LedgerEntry.newBuilder(entry);
        told.setRevision(0).setEpsg(0).setFootprint(ByteBuffer.allocate(0)).setTookMs(0);
        if (entry.getKind() != LedgerKind.PRODUCT && entry.getKind() != LedgerKind.PASS) {
            told.setLive(0);
        }
        return told.build();
    }
}
