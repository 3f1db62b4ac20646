package io.groundtrack.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.EngineConfiguration;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.kafka.Topic;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where products lie, through {@code ingest} and Kafka, to embeddings. */
class IngestToJobITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;
    private EmbeddedKafka broker;
    private SmallArchive archive;

    @BeforeEach
    void start() throws IOException {
        archive = SmallArchive.ofFewPasses(folder.resolve("archive"));
        broker = EmbeddedKafka.start(folder.resolve("kafka"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** The Item of the first product of a sensor. */
    private ObjectNode item(String platform) throws IOException {
        for (var notice : archive.notices()) {
            var item = (ObjectNode) JSON.readTree(notice).path("data");
            if (item.path("properties").path("platform").asText().startsWith(platform)) {
                return item;
            }
        }
        throw new AssertionError("no product of " + platform);
    }

    /** A folder with an Item beside its assets. */
    private Path place(ObjectNode item, Path watched) throws IOException {
        var product = Files.createDirectories(watched.resolve(item.path("id").asText()));
        for (var asset : item.path("assets")) {
            var file = archive.folder().resolve(asset.path("href").asText());
            Files.copy(file, product.resolve(file.getFileName()));
            ((ObjectNode) asset).put("href", file.getFileName().toString());
        }
        Files.write(product.resolve("item.json"), JSON.writeValueAsBytes(item));
        return product;
    }

    private String run(Object... arguments) {
        var all =
                Stream.concat(
                        Stream.of(arguments),
                        Stream.of("-D", "kafka.bootstrap-servers=" + broker.bootstrapServers()));
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Groundtrack.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(all.map(Object::toString).toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return out.toString().strip();
    }

    private Properties kafka() {
        var kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        return kafka;
    }

    private LiveRecords embedded(Path assets) throws Exception {
        var options = archive.options("assets.base", assets.toString(), "job.parallelism", "2");
        try (var model = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            var env = EngineConfiguration.start(options, folder.resolve("checkpoints"), 0);
            MonitoringJob.define(
                    env,
                    new KafkaInputs(kafka(), "", "ingested", true),
                    options,
                    ModelFacts.of(model),
                    ResultTopics.of(kafka(), options));
            env.execute("ingested");
        }
        return LiveView.of(kafka(), "");
    }

    /** All notices of both topics, as the job understands them. */
    private List<Understood> notices() {
        var reader = new NoticeReader(NoticeOptions.defaults());
        var bytes = new ByteArrayDeserializer();
        var understood = new ArrayList<Understood>();
        try (var consumer = new KafkaConsumer<>(kafka(), bytes, bytes)) {
            var partitions =
                    Stream.of(Topic.SENTINEL1_NOTICES, Topic.SENTINEL2_NOTICES)
                            .flatMap(topic -> consumer.partitionsFor(topic.name("")).stream())
                            .map(p -> new TopicPartition(p.topic(), p.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    var origin = new Origin(record.topic(), record.partition(), record.offset());
                    understood.add(reader.read(record.value(), origin));
                }
            }
        }
        return understood;
    }

    private List<Operation> operations(Sensor sensor) {
        return notices().stream()
                .map(understood -> ((Understood.Taken) understood).notice())
                .filter(notice -> notice.getSensor() == sensor)
                .map(notice -> notice.getOperation())
                .toList();
    }

    @Test
    void whatLiesInAFolderIsAnnouncedOnceEmbeddedAndTakenBackWhenItIsGone() throws Exception {
        var watched = folder.resolve("watched");
        place(item("sentinel-1"), watched);
        var optical = place(item("sentinel-2"), watched);
        Object[] look = {
            "ingest", "folder", watched, "--state", folder.resolve("sent"), "--settle", "0s"
        };

        assertThat(run(look)).startsWith("created 2, updated 0, deleted 0, unchanged 0, refused 0");
        var live = embedded(watched);
        assertThat(live.deadLetters()).isEmpty();
        assertThat(live.notices()).isEqualTo(2);
        assertThat(live.embeddings().values())
                .extracting(embedding -> embedding.getSensor())
                .contains(Sensor.S1, Sensor.S2);

        assertThat(run(look)).startsWith("created 0, updated 0, deleted 0, unchanged 2, refused 0");
        assertThat(notices()).hasSize(2);

        try (var files = Files.list(optical)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        assertThat(run(look)).startsWith("created 0, updated 0, deleted 1, unchanged 1, refused 0");
        assertThat(operations(Sensor.S1)).containsExactly(Operation.CREATE);
        assertThat(operations(Sensor.S2)).containsExactly(Operation.CREATE, Operation.DELETE);
    }

    @Test
    void theItemsOfACatalogueAreAnnouncedOnceAndEmbedded() throws Exception {
        var items = JSON.createArrayNode();
        for (var platform : List.of("sentinel-1", "sentinel-2")) {
            var item = item(platform);
            for (var asset : item.path("assets")) {
                var file = archive.folder().resolve(asset.path("href").asText());
                ((ObjectNode) asset).put("href", file.toUri().toString());
            }
            item.withObject("/properties").put("updated", "2024-01-29T12:00:00Z");
            items.add(item);
        }
        var found = JSON.createObjectNode();
        found.set("features", items);
        found.putArray("links");
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    var answer =
                            exchange.getRequestURI().getPath().endsWith("/search")
                                    ? found.toString()
                                    : "{\"conformsTo\":[]}";
                    var bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            Object[] poll = {
                "ingest",
                "stac",
                "--url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/v1",
                "--collection",
                "made",
                "--state",
                folder.resolve("cursor.json"),
                "--since",
                "2024-01-29T00:00:00Z",
                "--once"
            };
            run(poll);
            // updated after it was made: to the job that is the same
            assertThat(operations(Sensor.S1)).containsExactly(Operation.UPDATE);
            assertThat(operations(Sensor.S2)).containsExactly(Operation.UPDATE);
            run(poll);
            assertThat(notices()).hasSize(2);
        } finally {
            server.stop(0);
        }
        var live = embedded(archive.folder());
        assertThat(live.deadLetters()).isEmpty();
        assertThat(live.embeddings().values())
                .extracting(embedding -> embedding.getSensor())
                .contains(Sensor.S1, Sensor.S2);
    }
}
