package io.groundtrack.sinks.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.LedgerVersion;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code ledger.jsonl}: one line for each notice put aside, product, pass, pair and alert, as it
 * stands, with event and processing time; and one for the patches of a pass in one row of the tile
 * that share an outcome and its reason, or that are classified.
 *
 * <p>in: {@link LiveRecords} → out: the file, whole or not at all; and back, one entry a patch, the
 * processing time being the latest of its line. Footprints are left out (they are in {@code
 * passes.jsonl}). Errors: {@link IOException} naming file and line.
 *
 * <p>Longer than most: writing and reading stand side by side, so that no field has one of them
 * only.
 */
public final class LedgerFile {

    public static final String NAME = "ledger.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALERT = "ALERT";

    /** What a ledger file holds. */
    public record Contents(
            List<LedgerEntry> entries, List<AlertLine> alerts, ClassifiedPatches classified) {

        /** Of a run that has not come to write one. */
        public static Contents empty() {
            return new Contents(new ArrayList<>(), new ArrayList<>(), ClassifiedPatches.none());
        }
    }

    /** Patches that share a line, and what it says of them. */
    private record Shared(PatchRow patches, LedgerEntry entry) {}

    private LedgerFile() {}

    /** Writes the ledger of {@code live} into {@code folder}; a reader never sees half of it. */
    public static void write(Path folder, LiveRecords live) throws IOException {
        var next = folder.resolve(NAME + ".next");
        try (var out = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
            var shared = new LinkedHashMap<List<Object>, Shared>();
            for (var entry : live.ledger().values()) {
                if (!isShared(entry, shared)) {
                    write(line(entry), out);
                }
            }
            for (var one : shared.values()) {
                var line = line(one.entry());
                one.patches().describe(line);
                write(line, out);
            }
            for (var line : ClassesLines.of(ClassifiedPatches.of(live))) {
                write(line, out);
            }
            for (var change : live.changes().values()) {
                var written = live.changeTimes().get(change.getId());
                write(line(AlertLine.of(change, written)), out);
            }
        }
        Files.move(next, folder.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(ObjectNode line, Writer out) throws IOException {
        out.write(JSON.writeValueAsString(line));
        out.write('\n');
    }

    /** Adds a patch to those that share its line; false for whatever has a line of its own. */
    private static boolean isShared(LedgerEntry entry, Map<List<Object>, Shared> shared) {
        var patch =
                entry.getKind() == LedgerKind.PATCH
                        ? PatchRow.of(entry.getSubject())
                        : Optional.<PatchRow>empty();
        if (patch.isEmpty()) {
            return false;
        }
        var alike =
                List.<Object>of(
                        patch.get().subject(),
                        entry.getStatus(),
                        entry.getDetail(),
                        String.valueOf(entry.getSensor()),
                        String.valueOf(entry.getAcquisitionTime()));
        var first = shared.get(alike);
        if (first == null) {
            shared.put(alike, new Shared(patch.get(), LedgerEntry.newBuilder(entry).build()));
            return true;
        }
        first.patches().add(patch.get());
        var told = first.entry().getWritten();
        if (told == null || entry.getWritten() != null && entry.getWritten().isAfter(told)) {
            first.entry().setWritten(entry.getWritten());
        }
        return true;
    }

    /** Reads the ledger of {@code folder}. */
    public static Contents read(Path folder) throws IOException {
        var file = folder.resolve(NAME);
        var contents = Contents.empty();
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (var text = in.readLine(); text != null; text = in.readLine()) {
                number++;
                take(text, file + " line " + number, contents);
            }
        }
        return contents;
    }

    private static void take(String text, String where, Contents into) throws IOException {
        try {
            var line = JSON.readTree(text);
            switch (line.path("kind").asText()) {
                case ALERT -> into.alerts().add(alert(line));
                case ClassesLines.KIND -> ClassesLines.take(line, into.classified());
                default -> {
                    for (var subject : PatchRow.observations(line)) {
                        into.entries().add(entry(line, subject));
                    }
                }
            }
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    where + ": not a line of a ledger (expected: as replay writes)", e);
        }
    }

    private static ObjectNode line(AlertLine alert) {
        var line = JSON.createObjectNode();
        line.put("kind", ALERT);
        line.put("subject", alert.id());
        line.put("status", alert.state());
        line.put("tile", alert.tile());
        line.put("patch", alert.patchId());
        line.put("last", alert.last().toString());
        put(line, "written", alert.written());
        var looks = line.putArray("looks");
        for (var look : alert.looks()) {
            looks.addObject()
                    .put("sensor", look.sensor().name())
                    .put("time", look.time().toString());
        }
        return line;
    }

    private static AlertLine alert(JsonNode line) {
        var looks = new ArrayList<AlertLine.Look>();
        for (var look : line.path("looks")) {
            looks.add(
                    new AlertLine.Look(
                            Sensor.valueOf(look.path("sensor").asText()), time(look, "time")));
        }
        return new AlertLine(
                line.path("subject").asText(),
                line.path("patch").asText(),
                line.path("tile").asText(),
                line.path("status").asText(),
                time(line, "last"),
                time(line, "written"),
                looks);
    }

    private static ObjectNode line(LedgerEntry entry) {
        var line = JSON.createObjectNode();
        line.put("kind", entry.getKind().name());
        line.put("subject", entry.getSubject());
        line.put("status", entry.getStatus());
        put(line, "tile", entry.getTile());
        put(line, "detail", entry.getDetail());
        if (entry.getSensor() != null) {
            line.put("sensor", entry.getSensor().name());
        }
        put(line, "platform", entry.getPlatform());
        if (entry.getRelativeOrbit() != 0) {
            line.put("relativeOrbit", entry.getRelativeOrbit());
        }
        switch (entry.getKind()) {
            case PRODUCT -> {
                line.put("live", entry.getLive());
                line.put("repeated", entry.getRepeated());
                line.put("superseded", entry.getSuperseded());
                line.put("deleted", entry.getDeleted());
                entry.getPasses().forEach(line.putArray("passes")::add);
                var versions = line.putArray("versions");
                entry.getVersions().forEach(version -> describe(version, versions.addObject()));
            }
            case PASS -> {
                line.put("granules", entry.getLive());
                line.put("patches", entry.getPatches());
                entry.getGranules().forEach(line.putArray("granuleIds")::add);
            }
            case PAIR -> line.put("patches", entry.getPatches());
            case NOTICE, PATCH -> {}
        }
        put(line, "acquisitionTime", entry.getAcquisitionTime());
        put(line, "announced", entry.getAnnounced());
        put(line, "written", entry.getWritten());
        return line;
    }

    private static void describe(LedgerVersion version, ObjectNode into) {
        into.put("granule", version.getGranuleId());
        into.put("baseline", version.getBaseline());
        into.put("generated", version.getGenerationTime().toString());
        into.put("announced", version.getAnnounced().toString());
        if (version.getResolved().isAfter(Instant.EPOCH)) {
            into.put("resolved", version.getResolved().toString());
        }
        into.put("status", version.getStatus());
        into.put("count", version.getCount());
    }

    private static LedgerEntry entry(JsonNode line, String subject) {
        var kind = LedgerKind.valueOf(line.path("kind").asText());
        var sensor = line.path("sensor").asText("");
        var versions = new ArrayList<LedgerVersion>();
        for (var version : line.path("versions")) {
            versions.add(
                    new LedgerVersion(
                            version.path("granule").asText(),
                            version.path("baseline").asText(),
                            time(version, "generated"),
                            time(version, "announced"),
                            version.path("status").asText(),
                            version.path("count").asInt(),
                            Optional.ofNullable(time(version, "resolved")).orElse(Instant.EPOCH)));
        }
        return LedgerEntry.newBuilder()
                .setKey(Ids.ledger(kind, subject))
                .setKind(kind)
                .setSubject(subject)
                .setStatus(line.path("status").asText())
                .setTile(line.path("tile").asText(""))
                .setDetail(line.path("detail").asText(""))
                .setSensor(sensor.isEmpty() ? null : Sensor.valueOf(sensor))
                .setPlatform(line.path("platform").asText(""))
                .setRelativeOrbit(line.path("relativeOrbit").asInt())
                .setLive(line.path(kind == LedgerKind.PASS ? "granules" : "live").asInt())
                .setRepeated(line.path("repeated").asInt())
                .setSuperseded(line.path("superseded").asInt())
                .setDeleted(line.path("deleted").asInt())
                .setPatches(kind == LedgerKind.PATCH ? 0 : line.path("patches").asInt())
                .setPasses(texts(line.path("passes")))
                .setGranules(texts(line.path("granuleIds")))
                .setVersions(versions)
                .setAcquisitionTime(time(line, "acquisitionTime"))
                .setAnnounced(time(line, "announced"))
                .setWritten(time(line, "written"))
                .build();
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        Consumer<JsonNode> add = node -> texts.add(node.asText());
        array.forEach(add);
        return texts;
    }

    private static void put(ObjectNode line, String name, String text) {
        if (!text.isEmpty()) {
            line.put(name, text);
        }
    }

    private static void put(ObjectNode line, String name, Instant time) {
        if (time != null) {
            line.put(name, time.toString());
        }
    }

    private static Instant time(JsonNode line, String name) {
        var text = line.path(name).asText("");
        return text.isEmpty() ? null : Instant.parse(text);
    }
}
