package io.groundtrack.job.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;

/**
 * What a cluster's {@code config.yaml} has to say for the job to be right, read as Flink reads it.
 */
final class ClusterSettingsTest {

    private final Configuration settings =
            GlobalConfiguration.loadConfiguration(
                    Path.of(System.getProperty("project.root", ".."), "job/src/dist/conf")
                            .toString());

    @Test
    void djlIsLoadedOnceInAProcess() {
        assertThat(settings.get(CoreOptions.ALWAYS_PARENT_FIRST_LOADER_PATTERNS_ADDITIONAL))
                .containsExactly("ai.djl.");
    }

    /** Set before anything of the process may load the JDK's client. */
    @Test
    void everyJvmMayNameTheHostOfACheckedAddress() throws IOException {
        var root = Path.of(System.getProperty("project.root", ".."));

        assertThat(Files.readAllLines(root.resolve("job/src/dist/conf/java.options")))
                .contains("-Djdk.httpclient.allowRestrictedHeaders=host");
        for (var script : List.of("groundtrack.sh", "jobmanager.sh", "taskmanager.sh")) {
            assertThat(root.resolve("job/src/dist/conf").resolve(script))
                    .content()
                    .contains("@$home/conf/java.options");
        }
    }

    @Test
    void checkpointsAreTakenAndOutliveTheirJob() {
        assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isPositive();
        assertThat(settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).startsWith("file:");
        assertThat(settings.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    @Test
    void aTransactionOutlivesTheLongestCheckpoint() {
        var transaction = MonitoringOptions.of(Map.of()).get(Options.KAFKA_TRANSACTION_TIMEOUT);
        assertThat(settings.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT))
                .isLessThan(transaction.dividedBy(2));
    }
}
