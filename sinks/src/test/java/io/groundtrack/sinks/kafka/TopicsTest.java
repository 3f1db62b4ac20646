package io.groundtrack.sinks.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static EmbeddedKafka broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topicsAreMadeAsTheTableSays() throws Exception {
        Topics.createMissing(client(), "made.");
        try (var admin = Admin.create(client())) {
            var names = Arrays.stream(Topic.values()).map(t -> t.name("made.")).toList();
            var topics = admin.describeTopics(names).allTopicNames().get();
            for (var topic : Topic.values()) {
                var name = topic.name("made.");
                assertThat(topics.get(name).partitions()).as(name).hasSize(topic.partitions());
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
                var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
                topic.settings()
                        .forEach(
                                (key, value) ->
                                        assertThat(config.get(key).value())
                                                .as("%s of %s", key, name)
                                                .isEqualTo(value));
            }
        }
    }

    @Test
    void makingThemAgainChangesNothing() throws Exception {
        try (var admin = Admin.create(client())) {
            var own = new NewTopic(Topic.EMBEDDINGS.name("twice."), 7, (short) 1);
            admin.createTopics(List.of(own)).all().get();
            Topics.createMissing(client(), "twice.");
            Topics.createMissing(client(), "twice.");
            var left = admin.describeTopics(List.of(own.name())).allTopicNames().get();
            assertThat(left.get(own.name()).partitions()).hasSize(7);
        }
    }

    @Test
    void aNameThatTheBrokerRefusesIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Topics.createMissing(client(), "not a name/"))
                .withMessageContaining("does not create topic not a name/");
    }

    @Test
    void noAnswerIsSaidWithTheAddress() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        var settings = new Properties();
        settings.put("bootstrap.servers", "127.0.0.1:" + closed);
        settings.put("request.timeout.ms", "300");
        settings.put("default.api.timeout.ms", "600");
        assertThatIllegalStateException()
                .isThrownBy(() -> Topics.createMissing(settings, ""))
                .withMessage("no answer from Kafka at 127.0.0.1:%d (expected: a broker)", closed);
    }

    @Test
    void anAddressThatIsNoneIsSaidLikewise() {
        var settings = new Properties();
        settings.put("bootstrap.servers", "nowhere");
        assertThatIllegalStateException()
                .isThrownBy(() -> Topics.createMissing(settings, ""))
                .withMessageContaining("nowhere");
    }

    @Test
    void nothingIsEverDeletedByAge() {
        assertThat(Topic.values())
                .allSatisfy(t -> assertThat(t.settings()).containsEntry("retention.ms", "-1"));
    }

    private static Properties client() {
        var settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return settings;
    }
}
