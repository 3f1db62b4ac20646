package io.groundtrack.job.topology;

import io.groundtrack.job.KafkaInputs;
import io.groundtrack.job.ModelFacts;
import io.groundtrack.job.MonitoringJob;
import io.groundtrack.job.embedded.ResultTopics;
import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.operators.change.Thresholds;
import io.groundtrack.operators.classification.PatchClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The graph of the job as production defines it, on Kafka, with defaults; nothing is started. */
final class Graph {

    private static final String SHIPPED = "/io/groundtrack/model/csmoe-nano/thresholds.json";

    private Graph() {}

    static StreamGraph ofTheJob() {
        var options = MonitoringOptions.of(Map.of());
        var env = StreamExecutionEnvironment.createLocalEnvironment(2);
        MonitoringJob.define(
                env,
                new KafkaInputs(options.kafka(), "", "topology", false),
                options,
                model(),
                ResultTopics.of(options.kafka(), options));
        return env.getStreamGraph(false);
    }

    private static ModelFacts model() {
        return new ModelFacts(
                "model-of-the-test",
                List.of("VV", "VH"),
                List.of("B02", "B03", "B04", "B08"),
                NoHead::new,
                thresholds());
    }

    private static Thresholds thresholds() {
        try (var json = Graph.class.getResourceAsStream(SHIPPED)) {
            return Thresholds.parse(
                    new String(json.readAllBytes(), StandardCharsets.UTF_8), SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException(SHIPPED, e);
        }
    }

    /** A head that is never asked. */
    private static final class NoHead implements PatchClasses.Head {
        @Override
        public float[] scores(float[] s1, float[] s2) {
            throw new IllegalStateException("the graph is not run");
        }

        @Override
        public List<String> classes() {
            return List.of();
        }
    }
}
