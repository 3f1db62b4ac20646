package io.groundtrack.job.embedded;

import io.groundtrack.job.options.MonitoringOptions;
import io.groundtrack.job.options.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Makes the engine that runs inside this JVM: a MiniCluster with web pages on the loopback
 * interface.
 */
public final class EngineConfiguration {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int RESTARTS_IN_A_ROW = 4;
    private static final Duration CALM = Duration.ofMinutes(10);
    private static final Duration ALIGNED_AT_MOST = Duration.ofMillis(200);

    private EngineConfiguration() {}

    /**
     * @param checkpoints folder of checkpoints
     * @param webPort port of the web pages, 0 = any free one
     */
    public static StreamExecutionEnvironment start(
            MonitoringOptions options, Path checkpoints, int webPort) {
        var settings = new Configuration();
        settings.set(RestOptions.ADDRESS, LOOPBACK);
        settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        settings.set(RestOptions.PORT, webPort);
        settings.set(RestOptions.BIND_PORT, Integer.toString(webPort));
        settings.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                options.get(Options.JOB_CHECKPOINT_INTERVAL));
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // a barrier overtakes the strips that wait to be cut, so that results are seen while a
        // backlog lasts
        settings.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        settings.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, ALIGNED_AT_MOST);
        settings.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        // a run of failures stops the job, failures far apart do not
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS,
                RESTARTS_IN_A_ROW);
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                CALM);
        var env = StreamExecutionEnvironment.createLocalEnvironmentWithWebUI(settings);
        env.setParallelism(options.embeddedParallelism());
        return env;
    }

    /** The port itself where it is free, else any free one. */
    public static int freePortNear(int wanted) {
        for (int port : new int[] {wanted, 0}) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: try any other
                continue;
            }
        }
        throw new IllegalStateException("no free port on " + LOOPBACK);
    }

    /** Refuses a port that is taken, in words. */
    public static int requireFree(int port) {
        if (port == 0) {
            return freePortNear(0);
        }
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "web.port: "
                            + port
                            + " is in use (expected: a free port, or -D web.port=0 for any)",
                    e);
        }
    }
}
