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
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topic;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A topic in which hundreds of hostile notices stand between the sound ones: bytes at random, texts
 * and numbers out of all bounds, hrefs that lead elsewhere, rasters with bytes changed. The sound
 * ones come through as if alone, each of the others leaves its dead letter with where it was read,
 * and the counts close.
 */
class HostileInputITCase {

    private static final int BROKEN_NOTICES = 150;
    private static final int BROKEN_RASTERS = 40;
    private static final int PATCHES = 4;
    private static final String SECRET = "nobody-may-read-this";

    private static final List<String> HREFS =
            List.of(
                    "file:///etc/passwd",
                    "../../../../../../etc/passwd",
                    "/proc/self/environ",
                    "http://169.254.169.254/latest",
                    "http://127.0.0.1:1/a.tif",
                    "ftp://a.org/a.tif",
                    "https://user:" + SECRET + "@example.org/a.tif",
                    "s3://bucket/a.tif",
                    "jar:file:///a.zip!/a.tif",
                    "x".repeat(4_000),
                    "..%2f..%2fsecret.tif");

    @TempDir private static Path folder;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, byte[]> HOSTILE_AT = new LinkedHashMap<>();

    private static SmallArchive archive;
    private static byte[] radar;
    private static LiveRecords live;
    private static Summary summary;
    private static int products;

    @BeforeAll
    static void runAll() throws Exception {
        archive = SmallArchive.ofFewPasses(folder.resolve("archive"));
        radar =
                archive.notices().stream()
                        .filter(n -> new String(n, StandardCharsets.UTF_8).contains("sentinel-1a"))
                        .findFirst()
                        .orElseThrow();
        var options =
                archive.options(
                        "pairing.horizon", "9000 d",
                        "change.horizon", "9000 d",
                        "job.parallelism", "2");
        var kafka = new Properties();
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"));
                var model = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            kafka.put("bootstrap.servers", broker.bootstrapServers());
            Topics.createMissing(kafka, "");
            publish(kafka);
            var env = EngineConfiguration.start(options, folder.resolve("checkpoints"), 0);
            var facts = ModelFacts.of(model);
            MonitoringJob.define(
                    env,
                    new KafkaInputs(kafka, "", "hostile", true),
                    options,
                    facts,
                    ResultTopics.of(kafka, options));
            env.execute("hostile input");
            live = LiveView.of(kafka, "");
            summary = Summary.of(live, facts.modelId(), Map.of());
        }
    }

    /** One hostile notice after another, and the sound ones spread among them, in their order. */
    private static void publish(Properties kafka) throws Exception {
        var hostile = new ArrayList<byte[]>();
        var random = new Random(77);
        for (int i = 0; i < BROKEN_NOTICES; i++) {
            hostile.add(brokenNotice(random));
        }
        for (var href : HREFS) {
            hostile.add(pointingAt(href, hostile.size()));
        }
        for (int i = 0; i < BROKEN_RASTERS; i++) {
            hostile.add(withBrokenRaster(random, hostile.size()));
        }
        Collections.shuffle(hostile, random);
        var settings = new Properties();
        settings.putAll(kafka);
        settings.put("max.in.flight.requests.per.connection", "1");
        var bytes = new ByteArraySerializer();
        var sound = new ArrayList<>(archive.notices());
        int every = Math.max(1, hostile.size() / sound.size());
        try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (int i = 0; i < hostile.size(); i++) {
                var notice = hostile.get(i);
                var sent = producer.send(record(notice)).get();
                HOSTILE_AT.put(sent.topic() + "/" + sent.partition() + "/" + sent.offset(), notice);
                if (i % every == 0 && !sound.isEmpty()) {
                    producer.send(record(sound.remove(0))).get();
                }
            }
            for (var notice : sound) {
                producer.send(record(notice)).get();
            }
        }
        products = hostile.size() + archive.notices().size();
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] notice) {
        return new ProducerRecord<>(Topic.SENTINEL1_NOTICES.name(""), 0, null, notice);
    }

    /** Text that is no notice any more: cut, or with some of its brackets and quotes changed. */
    private static byte[] brokenNotice(Random random) {
        var bytes = radar.clone();
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        // the envelope is at the front: whatever else happens, this is no CloudEvent any more
        bytes[random.nextInt(8)] = (byte) random.nextInt(32);
        for (int hits = random.nextInt(40); hits > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    /** The sound notice as one about another product, another pass, years before the sound ones. */
    private static ObjectNode fresh(int number) throws IOException {
        var event = (ObjectNode) JSON.readTree(radar);
        var item = (ObjectNode) event.path("data");
        item.put("id", "hostile-" + number);
        var properties = (ObjectNode) item.path("properties");
        var start =
                Instant.parse(properties.path("start_datetime").asText())
                        .minus(300L + 5L * number, ChronoUnit.DAYS);
        properties.put("start_datetime", start.toString()).put("datetime", start.toString());
        properties.put("sat:relative_orbit", 1 + number % 170);
        return event;
    }

    private static ObjectNode asset(ObjectNode event) {
        return (ObjectNode) event.path("data").path("assets").path("VV");
    }

    private static byte[] pointingAt(String href, int number) throws IOException {
        var event = fresh(number);
        asset(event).put("href", href);
        return JSON.writeValueAsBytes(event);
    }

    private static byte[] withBrokenRaster(Random random, int number) throws IOException {
        var event = fresh(number);
        var bytes =
                Files.readAllBytes(archive.folder().resolve(asset(event).path("href").asText()));
        // header and directory: nothing of it may be read as if it were sound
        Arrays.fill(bytes, 0, 8, (byte) random.nextInt());
        for (int hits = 1 + random.nextInt(200); hits > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        var file = "hostile-" + number + ".tif";
        Files.write(archive.folder().resolve(file), bytes);
        asset(event).put("href", file);
        return JSON.writeValueAsBytes(event);
    }

    @Test
    void everyHostileNoticeIsADeadLetterWithWhereItWasRead() {
        var origins =
                live.deadLetters().values().stream()
                        .map(reject -> Ids.origin(reject.getOrigin()))
                        .toList();
        assertThat(new HashSet<>(origins)).isEqualTo(HOSTILE_AT.keySet());
        var byReason =
                live.deadLetters().values().stream()
                        .collect(Collectors.groupingBy(Reject::getReason, Collectors.counting()));
        assertThat(byReason)
                .containsEntry(RejectReason.ASSET_MISSING, (long) HREFS.size())
                .containsEntry(RejectReason.ASSET_UNREADABLE, (long) BROKEN_RASTERS);
    }

    @Test
    void whatIsSaidOfThemIsFitForALogAndTellsNoSecret() {
        for (var reject : live.deadLetters().values()) {
            assertThat(reject.getMessage())
                    .isNotBlank()
                    .hasSizeLessThan(1_500)
                    .doesNotContain(SECRET)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        }
        for (var line : live.ledger().values()) {
            assertThat(String.valueOf(line.getDetail()))
                    .hasSizeLessThan(2_000)
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void theSumsClose() {
        assertThat(summary.openSums()).isEmpty();
        var json = summary.json();
        assertThat(json.path("notices").asInt()).isEqualTo(products);
        assertThat(json.path("rejected").asInt()).isEqualTo(BROKEN_NOTICES);
    }

    @Test
    void soundGranulesComeThroughWhole() {
        var passes =
                live.lines(LedgerKind.PASS, "live")
                        .filter(p -> p.getAcquisitionTime().toString().startsWith("2024-"))
                        .toList();
        assertThat(passes).hasSize(archive.notices().size());
        for (var pass : passes) {
            assertThat(pass.getPatches()).isEqualTo(PATCHES);
            assertThat(statusesOf(pass)).as(pass.getSubject()).doesNotContainKey("rejected");
        }
        assertThat(summary.json().path("pairedPatches").asInt()).isPositive();
    }

    private static Map<String, Long> statusesOf(LedgerEntry pass) {
        return live.ledger().values().stream()
                .filter(line -> line.getKind() == LedgerKind.PATCH)
                .filter(line -> line.getSubject().endsWith("|" + pass.getSubject()))
                .collect(Collectors.groupingBy(LedgerEntry::getStatus, Collectors.counting()));
    }
}
