package io.groundtrack.testing.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker with one node (KRaft, broker and controller in one) inside this JVM.
 *
 * <p>in: folder of its logs or none, port or none → out: {@link #bootstrapServers()} on the
 * loopback interface. Topics are never made by use. Records are kept for ever: they carry
 * acquisition times, which may be years old, and the usual retention of seven days would delete
 * them half a minute after the start.
 *
 * <p>State: a folder it was given stays as it is after {@link #close()} and can be started again; a
 * temporary one is deleted. Errors: {@link IllegalArgumentException} where the port is taken.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int NODE_ID = 1;
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;
    private final Path dir;
    private final boolean temporary;
    private boolean closed;

    private EmbeddedKafka(KafkaRaftServer server, int port, Path dir, boolean temporary) {
        this.server = server;
        this.port = port;
        this.dir = dir;
        this.temporary = temporary;
    }

    /** Broker in a temporary folder on a free port. */
    public static EmbeddedKafka start() {
        return start(null);
    }

    /** Broker that keeps its logs in {@code dir} (null: a temporary folder), on a free port. */
    public static EmbeddedKafka start(Path dir) {
        return launch(dir, freePort());
    }

    /** Broker that keeps its logs in {@code dir} (null: a temporary folder), on the given port. */
    public static EmbeddedKafka start(Path dir, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        if (!isFree(port)) {
            throw new IllegalArgumentException("port in use: " + port + " (expected: a free port)");
        }
        return launch(dir, port);
    }

    /** Address for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    /** Port that clients connect to. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        if (temporary) {
            deleteTree(dir);
        }
    }

    private static EmbeddedKafka launch(Path dirOrNull, int port) {
        try {
            var dir =
                    dirOrNull == null
                            ? Files.createTempDirectory("groundtrack-kafka")
                            : Files.createDirectories(dirOrNull);
            var logs = dir.resolve("logs").toAbsolutePath();
            format(logs);
            var config = new KafkaConfig(settings(port, freePort(), logs), false);
            var server = new KafkaRaftServer(config, Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, port, dir, dirOrNull == null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a broker in " + dirOrNull, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + dirOrNull + " for a broker", e);
        }
    }

    private static void format(Path logs) throws Exception {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        try (var silent =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logs.toString())
                    .addDirectory(logs.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        }
    }

    private static Properties settings(int port, int controllerPort, Path logs) {
        var p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE_ID));
        p.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
        p.put(
                "listeners",
                "PLAINTEXT://"
                        + LOOPBACK
                        + ":"
                        + port
                        + ",CONTROLLER://"
                        + LOOPBACK
                        + ":"
                        + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("log.dirs", logs.toString());
        p.put("log.retention.ms", "-1");
        p.put("auto.create.topics.enable", "false");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("transaction.max.timeout.ms", "3600000");
        singleReplicas(p);
        // the only voter needs no patience with its peers, and the only broker none with itself
        p.put("controller.quorum.election.timeout.ms", "100");
        p.put("controller.quorum.fetch.timeout.ms", "1000");
        p.put("broker.heartbeat.interval.ms", "100");
        p.put("controlled.shutdown.enable", "false");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        return p;
    }

    private static void singleReplicas(Properties p) {
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + LOOPBACK, e);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // as the broker binds it: a port that only waits for its last connection to time out is
            // free
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void deleteTree(Path dir) {
        try (var paths = Files.walk(dir)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + dir, e);
        }
    }
}
