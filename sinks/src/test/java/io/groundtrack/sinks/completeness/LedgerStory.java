package io.groundtrack.sinks.completeness;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.files.AlertLine;
import io.groundtrack.sinks.files.ClassifiedPatches;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A made ledger: passes of one granule each over tile 33UUP, told as far as the test wants. */
final class LedgerStory {

    static final Instant START = Instant.parse("2024-01-01T10:00:00Z");
    static final String TILE = "33UUP";

    final List<LedgerEntry> lines = new ArrayList<>();
    final List<AlertLine> alerts = new ArrayList<>();
    final Set<String> classified = new HashSet<>();
    final Set<String> tooLate = new HashSet<>();
    long notices;
    String runStep = "";

    static String pass(Sensor sensor, long cycle) {
        return Ids.pass(sensor == Sensor.S1 ? "sentinel-1a" : "sentinel-2a", 22, TILE, cycle);
    }

    static String granule(Sensor sensor, long cycle) {
        return sensor + "-granule-" + cycle;
    }

    static Instant sensed(Sensor sensor, long cycle) {
        return START.plus(Duration.ofDays((sensor == Sensor.S1 ? 12 : 10) * cycle));
    }

    /** A granule announced and resolved. */
    LedgerStory resolved(Sensor sensor, long cycle) {
        notices++;
        lines.add(
                line(LedgerKind.PRODUCT, "product-" + granule(sensor, cycle), "live")
                        .setDetail(granule(sensor, cycle))
                        .setLive(1)
                        .setSensor(sensor)
                        .setPasses(List.of(pass(sensor, cycle)))
                        .setAcquisitionTime(sensed(sensor, cycle))
                        .setAnnounced(sensed(sensor, cycle).plusSeconds(3600))
                        .setWritten(sensed(sensor, cycle).plusSeconds(3700))
                        .build());
        return this;
    }

    /** Its pass as the tile step told it. */
    LedgerStory paired(Sensor sensor, long cycle, int patches) {
        lines.add(
                line(LedgerKind.PASS, pass(sensor, cycle), "live")
                        .setTile(TILE)
                        .setLive(1)
                        .setPatches(patches)
                        .setSensor(sensor)
                        .setGranules(List.of(granule(sensor, cycle)))
                        .setAcquisitionTime(sensed(sensor, cycle))
                        .build());
        return this;
    }

    /** What became of one patch of it; embedded ones are classified too. */
    LedgerStory patch(Sensor sensor, long cycle, int number, String status, String why) {
        var observation = Ids.observation(Ids.patch(TILE, 0, number), pass(sensor, cycle));
        if (status.equals("embedded")) {
            classified.add(observation);
        }
        lines.add(
                line(LedgerKind.PATCH, observation, status)
                        .setTile(TILE)
                        .setDetail(why)
                        .setSensor(sensor)
                        .setAcquisitionTime(sensed(sensor, cycle))
                        .setWritten(sensed(sensor, cycle).plusSeconds(3760))
                        .build());
        return this;
    }

    /** A pass of three patches that went all the way. */
    LedgerStory whole(Sensor sensor, long cycle) {
        return resolved(sensor, cycle)
                .paired(sensor, cycle, 3)
                .patch(sensor, cycle, 0, "embedded", "")
                .patch(sensor, cycle, 1, "gated", "clear fraction 0.1000 is below x 0.2")
                .patch(sensor, cycle, 2, "rejected", "BAND_MISSING: granule g, no B04");
    }

    /** The tile says that a granule came after its horizon. */
    LedgerStory late(Sensor sensor, long cycle) {
        var product = "product-" + granule(sensor, cycle);
        lines.add(
                line(LedgerKind.PRODUCT, product + "/" + TILE, "late")
                        .setTile(TILE)
                        .setDetail(granule(sensor, cycle))
                        .setSensor(sensor)
                        .setAcquisitionTime(sensed(sensor, cycle))
                        .build());
        return this;
    }

    LedgerStory pair(long s2Cycle, long s1Cycle) {
        lines.add(
                line(LedgerKind.PAIR, pass(Sensor.S2, s2Cycle), "live")
                        .setTile(TILE)
                        .setDetail(pass(Sensor.S1, s1Cycle))
                        .build());
        return this;
    }

    static LedgerEntry.Builder line(LedgerKind kind, String subject, String status) {
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(kind, subject))
                .setKind(kind)
                .setSubject(subject)
                .setStatus(status);
    }

    Progress progress() {
        return new Progress(
                notices,
                runStep,
                lines,
                alerts,
                new ClassifiedPatches(classified, tooLate, Map.of()));
    }

    Report report() {
        return Completeness.of(progress(), Question.everything());
    }
}
