package io.groundtrack.job.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.EngineConfiguration;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Reject;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topic;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can be wrong with a notice or its files, mixed with sound ones in one run: each
 * bad one ends in one dead letter that says what, where and why, and the sound ones flow on.
 */
class BadInputITCase {

    private static final int PATCHES = 4;

    /** Twice the same, a delete and what it removes, a version and the one that replaces it. */
    private static final List<String> ABOUT_A_PRODUCT = List.of("twice", "deleted", "updated");

    @TempDir private static Path folder;

    private static SmallArchive archive;
    private static List<BadNotices.Bad> bad;
    private static LiveRecords live;
    private static Summary summary;

    /** Where each bad notice was written, by the name of its case. */
    private static final Map<String, String> WRITTEN = new LinkedHashMap<>();

    @BeforeAll
    static void runAll() throws Exception {
        archive = SmallArchive.ofFewPasses(folder.resolve("archive"));
        var radar =
                archive.notices().stream()
                        .filter(notice -> text(notice).contains("sentinel-1a"))
                        .findFirst()
                        .orElseThrow();
        bad = new BadNotices(archive.folder(), radar).all();
        // wide enough for the bad ones; anything that moved the clock of the tile would be wider
        var options =
                archive.options(
                        "pairing.horizon", "900 d",
                        "change.horizon", "900 d",
                        "job.parallelism", "2");
        var kafka = new Properties();
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"));
                var model = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            kafka.put("bootstrap.servers", broker.bootstrapServers());
            Topics.createMissing(kafka, "");
            publish(kafka, radar);
            var env = EngineConfiguration.start(options, folder.resolve("checkpoints"), 0);
            var facts = ModelFacts.of(model);
            MonitoringJob.define(
                    env,
                    new KafkaInputs(kafka, "", "bad-input", true),
                    options,
                    facts,
                    ResultTopics.of(kafka, options));
            env.execute("bad input");
            live = LiveView.of(kafka, "");
            summary = Summary.of(live, facts.modelId(), Map.of());
        }
    }

    /** The bad ones first, so that whatever they upset, the sound ones would suffer from. */
    private static void publish(Properties kafka, byte[] radar) throws Exception {
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("max.in.flight.requests.per.connection", "1");
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (var one : bad) {
                var sent = producer.send(record(Topic.SENTINEL1_NOTICES, one.notice())).get();
                WRITTEN.put(
                        one.name(), sent.topic() + "/" + sent.partition() + "/" + sent.offset());
            }
            var tombstone = producer.send(record(Topic.SENTINEL2_NOTICES, null)).get();
            WRITTEN.put(
                    "tombstone",
                    tombstone.topic() + "/" + tombstone.partition() + "/" + tombstone.offset());
            for (var notice : versions(radar)) {
                producer.send(record(Topic.SENTINEL1_NOTICES, notice)).get();
            }
            for (var notice : archive.notices()) {
                producer.send(record(Topic.SENTINEL2_NOTICES, notice)).get();
            }
        }
    }

    /** All to one partition, so that the versions of a product come in order. */
    private static ProducerRecord<byte[], byte[]> record(Topic topic, byte[] notice) {
        return new ProducerRecord<>(topic.name(""), 0, null, notice);
    }

    private static List<byte[]> versions(byte[] radar) throws IOException {
        var json = new ObjectMapper();
        var notices = new ArrayList<byte[]>();
        for (var name : ABOUT_A_PRODUCT) {
            var event = (ObjectNode) json.readTree(radar);
            var item = (ObjectNode) event.path("data");
            item.put("id", name);
            var start = "2023-0" + (1 + ABOUT_A_PRODUCT.indexOf(name)) + "-01T00:00:00Z";
            ((ObjectNode) item.path("properties"))
                    .put("start_datetime", start)
                    .put("datetime", start)
                    .put("sat:relative_orbit", 100 + ABOUT_A_PRODUCT.indexOf(name));
            notices.add(json.writeValueAsBytes(event));
            if (!name.equals("twice")) {
                event.put("type", name.equals("deleted") ? "item.delete" : "item.update");
                event.put("time", "2025-01-01T00:00:00Z");
                if (name.equals("updated")) {
                    ((ObjectNode) item.path("properties")).put("updated", "2025-01-01T00:00:00Z");
                }
            }
            notices.add(json.writeValueAsBytes(event));
        }
        return notices;
    }

    @Test
    void eachBadNoticeIsOneDeadLetterThatSaysWhatWhereAndWhy() {
        var rejects = new ArrayList<>(live.deadLetters().values());
        for (var one : bad) {
            var ofIt = takeRejectsAt(rejects, WRITTEN.get(one.name()));
            if (one.reason() == null) {
                assertThat(ofIt).as(one.name()).isEmpty();
                continue;
            }
            assertThat(ofIt).as(one.name()).hasSize(1);
            var reject = ofIt.get(0);
            assertThat(reject.getReason()).as(reject.getMessage()).isEqualTo(one.reason());
            assertThat(reject.getStep()).as(one.name()).isEqualTo(one.step());
            assertThat(reject.getMessage()).as(one.name()).isNotBlank().doesNotContain("\n");
            if (one.step().equals("read-notices")) {
                assertThat(Packed.bytes(reject.getOriginal())).isEqualTo(one.notice());
            } else {
                assertThat(reject.getSubject()).isEqualTo(one.name());
                assertThat(reject.getMessage()).contains("granule " + one.name());
            }
        }
        assertThat(takeRejectsAt(rejects, WRITTEN.get("tombstone"))).hasSize(1);
        assertThat(rejects.stream().map(Reject::getMessage)).as("all others").isEmpty();
    }

    private static List<Reject> takeRejectsAt(List<Reject> rejects, String origin) {
        var ofIt = rejects.stream().filter(r -> Ids.origin(r.getOrigin()).equals(origin)).toList();
        rejects.removeAll(ofIt);
        return ofIt;
    }

    @Test
    void theSumsClose() {
        assertThat(summary.openSums()).isEmpty();
        var json = summary.json();
        assertThat(json.path("notices").asInt())
                .isEqualTo(bad.size() + 1 + 2 * ABOUT_A_PRODUCT.size() + archive.notices().size());
        assertThat(json.path("ignored").asInt()).as("landsat").isEqualTo(1);
        assertThat(json.path("repeated").asInt()).isEqualTo(1);
        assertThat(json.path("superseded").asInt()).isEqualTo(1);
        assertThat(json.path("deleted").asInt()).as("a delete and what it removes").isEqualTo(2);
        assertThat(json.path("patches").path("rejected").asInt()).isPositive();
    }

    @Test
    void soundGranulesAreEmbeddedWholly() {
        var passes = passes(2024);
        assertThat(passes).hasSize(archive.notices().size());
        for (var pass : passes) {
            assertThat(pass.getPatches()).isEqualTo(PATCHES);
            var statuses = statusesOf(pass);
            assertThat(statuses).as(pass.getSubject()).doesNotContainKey("rejected");
            if (pass.getSubject().startsWith("sentinel-1")) {
                assertThat(statuses).as(pass.getSubject()).containsEntry("embedded", 4L);
            }
        }
        assertThat(summary.json().path("pairedPatches").asInt()).isPositive();
    }

    @Test
    void aFootprintThatCrossesItselfIsMended() {
        var pass = passes(2023).stream().filter(p -> statusesOf(p).containsKey("embedded"));
        assertThat(pass.map(LedgerEntry::getPatches).toList())
                .as("patches of: crossing footprint, twice, updated")
                .containsExactlyInAnyOrder(PATCHES, PATCHES, PATCHES);
    }

    @Test
    void aFootprintOverTheAntimeridianTouchesTilesOfBothSides() {
        var zones =
                live.lines(LedgerKind.PASS, "live")
                        .map(LedgerEntry::getTile)
                        .map(tile -> tile.substring(0, 2))
                        .collect(Collectors.toSet());
        assertThat(zones).containsExactlyInAnyOrder("33", "60", "01");
    }

    private static List<LedgerEntry> passes(int year) {
        return live.lines(LedgerKind.PASS, "live")
                .filter(p -> p.getAcquisitionTime().toString().startsWith(year + "-"))
                .filter(p -> p.getTile().equals("33UUP"))
                .toList();
    }

    private static Map<String, Long> statusesOf(LedgerEntry pass) {
        return live.ledger().values().stream()
                .filter(line -> line.getKind() == LedgerKind.PATCH)
                .filter(line -> line.getSubject().endsWith("|" + pass.getSubject()))
                .collect(Collectors.groupingBy(LedgerEntry::getStatus, Collectors.counting()));
    }

    private static String text(byte[] notice) {
        return new String(notice, StandardCharsets.UTF_8);
    }
}
