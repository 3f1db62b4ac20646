package io.groundtrack.sinks.files;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;

import io.groundtrack.schemas.Band;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** A small run whose sums close: two notices, two passes of one patch, one pair, one alert. */
final class Results {

    static final Instant TIME = Instant.parse("2024-06-01T10:10:31Z");
    static final String SQUARE = "POLYGON ((10 50, 10.01 50, 10.01 50.01, 10 50.01, 10 50))";

    long notices = 2;
    final SortedMap<String, PatchEmbedding> embeddings = new TreeMap<>();
    final SortedMap<String, Classification> classifications = new TreeMap<>();
    final SortedMap<String, Change> changes = new TreeMap<>();
    final SortedMap<String, Reject> deadLetters = new TreeMap<>();
    final SortedMap<String, LedgerEntry> ledger = new TreeMap<>();

    private Results() {}

    static Results ofTwoPasses() {
        var results = new Results();
        for (var sensor : Sensor.values()) {
            var pass = "pass-" + sensor;
            var builder = sensor == Sensor.S1 ? anObservation().s1() : anObservation().s2();
            var seen = builder.pass(pass).acquired(TIME).vector(1, 2).build();
            results.take(seen);
            results.take(line(LedgerKind.PRODUCT, "product-" + sensor, "live"));
            var passLine = line(LedgerKind.PASS, pass, "live");
            passLine.setPatches(1);
            passLine.setSensor(sensor);
            results.take(passLine);
            var observation = Ids.observation(seen.getPatchId(), pass);
            results.take(line(LedgerKind.PATCH, observation, "embedded"));
        }
        var pair = line(LedgerKind.PAIR, "pass-S2", "live");
        pair.setDetail("pass-S1");
        results.take(pair);
        results.take(classification("pass-S1", "pass-S2"));
        results.take(alert("alert", ChangeState.CONFIRMED, SQUARE));
        return results;
    }

    LiveRecords live() {
        return new LiveRecords(notices, embeddings, classifications, changes, deadLetters, ledger);
    }

    void take(PatchEmbedding embedding) {
        embeddings.put(Ids.observation(embedding.getPatchId(), embedding.getPassId()), embedding);
    }

    void take(LedgerEntry line) {
        ledger.put(line.getKey(), line);
    }

    void take(Classification classification) {
        classifications.put(classification.getId(), classification);
    }

    void take(Change change) {
        changes.put(change.getId(), change);
    }

    static LedgerEntry line(LedgerKind kind, String subject, String status) {
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(kind, subject))
                .setKind(kind)
                .setSubject(subject)
                .setStatus(status)
                .setLive(status.equals("live") ? 1 : 0)
                .setAcquisitionTime(TIME)
                .build();
    }

    static Classification classification(String s1Pass, String s2Pass) {
        var id = Ids.classification("patch", s2Pass == null ? s1Pass : s2Pass);
        return Classification.newBuilder()
                .setId(id)
                .setPatchId("patch")
                .setS1Pass(s1Pass)
                .setS2Pass(s2Pass)
                .setAcquisitionTime(TIME)
                .setLabels(List.of("Pastures"))
                .setScores(Packed.floats(new float[] {0.25f, 0.75f}))
                .build();
    }

    static Change alert(String id, ChangeState state, String wkt) {
        try {
            var ground = new WKBWriter(2).write(new WKTReader().read(wkt));
            return Change.newBuilder()
                    .setId(id)
                    .setPatchId("patch")
                    .setTile("33UUP")
                    .setState(state)
                    .setBand(Band.HIGH)
                    .setFirst(TIME)
                    .setLast(TIME.plusSeconds(86_400))
                    .setScore(3.5)
                    .setCells(List.of(1, 2))
                    .setGeometry(ByteBuffer.wrap(ground))
                    .setAreaHectares(4.5)
                    .build();
        } catch (ParseException e) {
            throw new IllegalArgumentException(wkt, e);
        }
    }
}
