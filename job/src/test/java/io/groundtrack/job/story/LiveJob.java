package io.groundtrack.job.story;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.EngineConfiguration;
import io.groundtrack.job.embedded.NoticePublisher;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.sinks.completeness.Completeness;
import io.groundtrack.sinks.completeness.Progress;
import io.groundtrack.sinks.completeness.Question;
import io.groundtrack.sinks.completeness.Report;
import io.groundtrack.sinks.files.LiveRecords;
import io.groundtrack.sinks.files.LiveView;
import io.groundtrack.sinks.kafka.Topics;
import io.groundtrack.testing.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.flink.core.execution.JobClient;

/** A job on a Kafka of its own, that runs on while notices come and results are looked at. */
final class LiveJob implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final EmbeddedKafka broker;
    private final JobClient job;
    private final NoticePublisher publisher;
    private final LiveView view;

    private LiveJob(EmbeddedKafka broker, Properties kafka, JobClient job) {
        this.broker = broker;
        this.job = job;
        this.publisher = new NoticePublisher(kafka, "");
        this.view = new LiveView(kafka, "");
    }

    static LiveJob start(Path folder, MonitoringOptions options) throws Exception {
        var broker = EmbeddedKafka.start(folder.resolve("kafka"));
        var kafka = new Properties();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        Topics.createMissing(kafka, "");
        try (var model = EmbeddingModel.open("csmoe-nano", ModelOptions.defaults())) {
            var env = EngineConfiguration.start(options, folder.resolve("checkpoints"), 0);
            MonitoringJob.define(
                    env,
                    new KafkaInputs(kafka, "", "story", false),
                    options,
                    ModelFacts.of(model),
                    ResultTopics.of(kafka, options));
            return new LiveJob(broker, kafka, env.executeAsync("story"));
        }
    }

    /**
     * Announces, and waits until everything announced is through and {@code isSo}: topics are
     * committed one after the other.
     */
    LiveRecords announce(String what, List<byte[]> notices, Predicate<LiveRecords> isSo) {
        notices.forEach(publisher::publish);
        publisher.flush();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            view.poll(Duration.ofMillis(50));
            var live = view.catchUp();
            if (live.notices() == publisher.published() && isSo.test(live)) {
                var report = completeness(live);
                if (report.done()) {
                    return asOfNow(live);
                }
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within %d s: %s; the job is %s, %s"
                                .formatted(
                                        LONGEST.toSeconds(),
                                        what,
                                        job.getJobStatus().join(),
                                        completeness(live).stops()));
            }
        }
    }

    /** The view goes on, a story compares chapters. */
    private static LiveRecords asOfNow(LiveRecords live) {
        return new LiveRecords(
                live.notices(),
                new TreeMap<>(live.embeddings()),
                new TreeMap<>(live.classifications()),
                new TreeMap<>(live.changes()),
                new TreeMap<>(live.deadLetters()),
                new TreeMap<>(live.ledger()));
    }

    static Report completeness(LiveRecords live) {
        return Completeness.of(Progress.of(live), Question.everything());
    }

    @Override
    public void close() {
        view.close();
        publisher.close();
        job.cancel().orTimeout(30, TimeUnit.SECONDS).join();
        broker.close();
    }
}
