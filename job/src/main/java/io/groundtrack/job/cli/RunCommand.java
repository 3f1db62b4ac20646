package io.groundtrack.job.cli;

import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.Checkpoints;
import io.groundtrack.job.embedded.EngineConfiguration;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.sinks.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: the job against a Kafka of your own, in this process or on a cluster. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job against the Kafka of kafka.bootstrap-servers until it is stopped.",
            "Missing topics are created. Without --cluster the engine runs in this process."
        },
        footer = {
            "",
            "Example: groundtrack run -D kafka.bootstrap-servers=localhost:9092 -D job.checkpoint-dir=/var/lib/groundtrack",
            "         groundtrack run --restore out/savepoint -D kafka.bootstrap-servers=localhost:9092"
        })
final class RunCommand implements Callable<Integer> {

    @Option(
            names = "--restore",
            paramLabel = "DIR",
            description = "Go on from the newest complete checkpoint or savepoint in DIR.")
    Path restore;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description =
                    "Put before the names of the notice topics where it is not kafka.topic-prefix: for a second job beside the one that runs, with topics of its own for its results.")
    String prefix;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeArgument.class,
            description =
                    "Read notices published then or later, not all on the topics; a date or an instant, UTC. A job restored from its own checkpoint goes on where it was.")
    Instant from;

    @Option(names = "--bounded", description = "Stop where the notice topics end now.")
    boolean bounded;

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description =
                    "Submit to the Flink session cluster with this REST address; it has our jars in lib/.")
    String cluster;

    @Mixin CommonArguments common = new CommonArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var options = common.options(Map.of());
        var err = spec.commandLine().getErr();
        // what needs no broker is refused before anything is made on one
        if (cluster == null) {
            // else it is the TaskManagers that read them
            AssetFiles.requireUsable(options.assets());
        }
        var state = restore == null ? null : Checkpoints.newest(restore);
        ModelFacts facts;
        try (var model =
                EmbeddingModel.open(options.get(Options.MODEL_PATH), ModelOptions.defaults())) {
            facts = ModelFacts.of(model);
        }
        var env = cluster == null ? embedded(options) : remote();
        if (state != null) {
            var recovery = new Configuration();
            recovery.set(StateRecoveryOptions.SAVEPOINT_PATH, state.toUri().toString());
            env.configure(recovery);
            err.println("run: restored from " + state);
        }
        var kafka = options.kafka();
        var noticePrefix = prefix == null ? options.get(Options.KAFKA_PREFIX) : prefix;
        Topics.createMissing(kafka, options.get(Options.KAFKA_PREFIX));
        Topics.createMissing(kafka, noticePrefix);
        MonitoringJob.define(
                env,
                new KafkaInputs(kafka, noticePrefix, "groundtrack", bounded, from),
                options,
                facts,
                ResultTopics.of(kafka, options));
        err.println(
                "run: model "
                        + facts.modelId()
                        + ", Kafka "
                        + kafka.getProperty("bootstrap.servers"));
        if (cluster != null) {
            var job = env.executeAsync("groundtrack");
            spec.commandLine().getOut().println(job.getJobID());
            return 0;
        }
        env.execute("groundtrack");
        return 0;
    }

    private StreamExecutionEnvironment embedded(MonitoringOptions options) throws IOException {
        int port = EngineConfiguration.requireFree(options.get(Options.WEB_PORT));
        var checkpoints = checkpointsIn(options.get(Options.JOB_CHECKPOINT_DIR));
        spec.commandLine()
                .getErr()
                .println(
                        "run: web pages at http://localhost:"
                                + port
                                + ", checkpoints in "
                                + checkpoints);
        return EngineConfiguration.start(options, checkpoints.toAbsolutePath(), port);
    }

    private static Path checkpointsIn(String folder) throws IOException {
        if (folder.isEmpty()) {
            return Files.createTempDirectory("groundtrack-checkpoints");
        }
        try {
            return Files.createDirectories(Path.of(folder));
        } catch (IOException e) {
            throw new IOException(
                    Options.JOB_CHECKPOINT_DIR.key()
                            + ": "
                            + folder
                            + " cannot be made (expected: a folder this user may write to)",
                    e);
        }
    }

    private StreamExecutionEnvironment remote() {
        var parts = cluster.split(":");
        if (parts.length != 2 || !parts[1].matches("\\d{1,5}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--cluster " + cluster + " (expected: HOST:PORT)");
        }
        // parallelism and checkpoints are part of the graph that is sent: the cluster does not add
        // its own
        var engine = GlobalConfiguration.loadConfiguration();
        if (engine.get(CheckpointingOptions.CHECKPOINTING_INTERVAL) == null) {
            throw new IllegalArgumentException(
                    CheckpointingOptions.CHECKPOINTING_INTERVAL.key()
                            + ": not set (expected: a duration in the config.yaml of"
                            + " FLINK_CONF_DIR; without checkpoints no result is ever committed)");
        }
        return StreamExecutionEnvironment.createRemoteEnvironment(
                parts[0], Integer.parseInt(parts[1]), engine);
    }
}
