package io.groundtrack.job.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.Replay;
import io.groundtrack.job.replay.SmallArchive;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code groundtrack run} in a JVM of its own is killed without warning in the middle of its work;
 * {@code run --restore} in another one goes on, and nothing is lost or doubled.
 */
class KillNineE2ECase {

    /** What a process killed by signal 9 ends with on Unix. */
    static final int KILLED = 128 + 9;

    @TempDir private Path folder;

    private EmbeddedKafka broker;
    private Properties kafka;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void startBroker() {
        broker = EmbeddedKafka.start(folder.resolve("kafka"));
        kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        Topics.createMissing(kafka, "");
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
        broker.close();
    }

    @Test
    void aKilledJobGoesOnFromItsCheckpoint() throws Exception {
        var archive = SmallArchive.withAlerts(folder.resolve("archive"));
        var checkpoints = folder.resolve("checkpoints");
        var killed = run("killed", archive, checkpoints);
        int half = archive.notices().size() / 2;
        try (var view = new LiveView(kafka, "");
                var publisher = new NoticePublisher(kafka, "")) {
            archive.notices().subList(0, half).forEach(publisher::publish);
            publisher.flush();
            Deadline.until(
                    "the first half is committed, so a checkpoint is complete",
                    view,
                    () -> {
                        var live = view.catchUp();
                        return isDead(killed)
                                || !live.embeddings().isEmpty() && Summary.openSums(live).isEmpty();
                    });
            int covered = TopicRecords.written(kafka, "").count();
            archive.notices().subList(half, archive.notices().size()).forEach(publisher::publish);
            publisher.flush();
            Deadline.until(
                    "the second half is being worked on",
                    view,
                    () -> isDead(killed) || TopicRecords.written(kafka, "").count() > covered);
        }
        killed.destroyForcibly();
        assertThat(killed.waitFor()).as(output("killed")).isEqualTo(KILLED);
        var inBetween = TopicRecords.committedSoFar(kafka, "").count();
        assertThat(completeness("in-between")).as("not done").isEqualTo(1);
        assertThat(said("in-between")).startsWith("not done: ").contains("stopped in ");

        var restored =
                run(
                        "restored",
                        archive,
                        checkpoints,
                        "--restore",
                        checkpoints.toString(),
                        "--bounded");
        assertThat(restored.waitFor(60, TimeUnit.SECONDS)).as(output("restored")).isTrue();
        assertThat(restored.exitValue()).as(output("restored")).isZero();

        var quiet =
                new Replay(archive.options(), line -> {})
                        .run(archive.notices(), ResultFiles.in(folder.resolve("quiet")))
                        .summary();
        var modelId = quiet.json().path("modelId").asText();
        var summary = Summary.of(LiveView.of(kafka, ""), modelId, Map.of());
        assertThat(counts(summary)).isEqualTo(counts(quiet));
        var committed = TopicRecords.committed(kafka, "");
        assertThat(committed.count()).as("killed before the end").isGreaterThan(inBetween);
        assertThat(committed.doubled()).isEmpty();
        assertThat(completeness("at-the-end")).as(output("at-the-end")).isZero();
        assertThat(said("at-the-end")).startsWith("done: ").doesNotContain("stopped in ");
    }

    /** What {@code groundtrack completeness --kafka} ends with. */
    private int completeness(String name) throws Exception {
        var command = groundtrack("completeness");
        command.addAll(
                List.of("--kafka", "-D", "kafka.bootstrap-servers=" + broker.bootstrapServers()));
        var process = start(name, command);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output(name)).isTrue();
        return process.exitValue();
    }

    private Process run(String name, SmallArchive archive, Path checkpoints, String... more)
            throws IOException {
        var command = groundtrack("run");
        var settings = archive.settings();
        settings.put("kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("job.checkpoint-dir", checkpoints.toString());
        settings.put("job.checkpoint-interval", "2 s");
        settings.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
        command.addAll(List.of(more));
        return start(name, command);
    }

    private static List<String> groundtrack(String command) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
        line.addAll(List.of("io.groundtrack.job.cli.Groundtrack", command));
        return line;
    }

    private Process start(String name, List<String> command) throws IOException {
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".out").toFile())
                        .start();
        started.add(process);
        return process;
    }

    private static boolean isDead(Process process) {
        if (!process.isAlive()) {
            throw new AssertionError("the job ended by itself with " + process.exitValue());
        }
        return false;
    }

    /** The last of what a process said, for the message of an assertion. */
    private String output(String name) throws IOException {
        var text = said(name);
        return name + " said: " + text.substring(Math.max(0, text.length() - 2000));
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".out"));
    }

    private static String counts(Summary summary) {
        var json = summary.json().deepCopy();
        json.remove(List.of("seconds", "embeddedWith"));
        return json.toString();
    }
}
