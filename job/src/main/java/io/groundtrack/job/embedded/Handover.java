package io.groundtrack.job.embedded;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import io.groundtrack.operators.embedding.SharedModel;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.files.ResultFiles;
import io.groundtrack.sinks.files.Summary;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;

/**
 * Tries handing over: the first part of the notices replayed, the rest fed to a job that goes on
 * from the savepoint of that replay, as {@code replay --savepoint --results} and {@code run
 * --restore} do it.
 *
 * <p>in: notices → out: what lives at the end, and files. The topics of the live job begin with
 * some notices of the first part, as a feed does that was not stopped for the replay. It keeps its
 * state in RocksDB. State: none but files in the folder.
 */
public final class Handover {

    private static final int FED_AGAIN = 5;

    private final MonitoringOptions replayed;
    private final MonitoringOptions live;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param replayed options of the replay
     * @param live options of the job that goes on; the same {@code kafka.topic-prefix}
     * @param folder for savepoint, checkpoints and results
     * @param progress told what happens, a line each
     */
    public Handover(
            MonitoringOptions replayed,
            MonitoringOptions live,
            Path folder,
            Consumer<String> progress) {
        this.replayed = replayed;
        this.live = live;
        this.folder = folder;
        this.progress = progress;
    }

    /** What lives at the end when the first {@code history} notices are replayed. */
    public Replay.Result run(List<byte[]> notices, int history) throws Exception {
        try (var broker = EmbeddedKafka.start(folder.resolve("kafka"))) {
            var kafka = new Properties();
            kafka.put("bootstrap.servers", broker.bootstrapServers());
            var first =
                    new Replay(replayed, progress)
                            .handingOver(folder.resolve("savepoint"))
                            .writingTo(kafka)
                            .run(
                                    notices.subList(0, history),
                                    ResultFiles.in(folder.resolve("history")));
            var fed = notices.subList(Math.max(0, history - FED_AGAIN), notices.size());
            var facts = goOn(kafka, fed);
            var records =
                    Replay.withNotices(
                            history + fed.size(),
                            LiveView.of(kafka, live.get(Options.KAFKA_PREFIX)));
            var summary = Summary.of(records, facts.modelId(), Map.<String, Double>of());
            ResultFiles.in(folder.resolve("handed-over")).write(records, summary);
            return new Replay.Result(records, summary, first.savepoint());
        } finally {
            Replay.delete(folder.resolve("kafka"));
        }
    }

    private ModelFacts goOn(Properties kafka, List<byte[]> fed) throws Exception {
        var prefix = live.get(Options.KAFKA_PREFIX);
        Topics.createMissing(kafka, prefix);
        try (var publisher = new NoticePublisher(kafka, prefix)) {
            fed.forEach(publisher::publish);
            publisher.flush();
        }
        var settings = new Configuration();
        settings.set(
                StateRecoveryOptions.SAVEPOINT_PATH,
                Checkpoints.newest(folder.resolve("savepoint")).toUri().toString());
        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        try (var model = SharedModel.acquire(live.embedding().on(Optional.empty()))) {
            var facts = ModelFacts.of(model.model());
            var env =
                    EngineConfiguration.start(
                            live,
                            folder.resolve("checkpoints"),
                            EngineConfiguration.freePortNear(live.get(Options.WEB_PORT)));
            env.configure(settings);
            MonitoringJob.define(
                    env,
                    new KafkaInputs(kafka, prefix, "handed-over", true),
                    live,
                    facts,
                    ResultTopics.of(kafka, live));
            progress.accept(fed.size() + " notices for the job that goes on");
            env.execute("groundtrack handed over");
            return facts;
        }
    }
}
