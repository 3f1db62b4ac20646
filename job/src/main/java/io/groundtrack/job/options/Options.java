package io.groundtrack.job.options;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.operators.embedding.EmbeddingOptions;
import io.groundtrack.operators.pairing.PairingOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;

/**
 * The table of options: key, type, default, meaning; most stand with their steps. {@code
 * docs/configuration.md} is made from it.
 *
 * <p>Flink's own settings stay in Flink's configuration file; nothing here restates them, but for
 * what the embedded engine needs ({@code job.*}).
 */
public final class Options {

    public static final ConfigOption<Duration> REMEMBER_DELETES =
            key("notices.remember-deletes")
                    .durationType()
                    .defaultValue(Duration.ofDays(30))
                    .withDescription(
                            "Processing time for which a product, and with it a delete that came before its create, is remembered after its last notice; 0 = for ever (as in `replay`).");

    public static final ConfigOption<Duration> PAIRING_HORIZON = PairingOptions.HORIZON;

    public static final ConfigOption<String> MODEL_PATH = EmbeddingOptions.MODEL;

    public static final ConfigOption<Integer> MODEL_THREADS = EmbeddingOptions.THREADS;

    public static final ConfigOption<Integer> EMBED_BATCH = EmbeddingOptions.BATCH_SIZE;

    public static final ConfigOption<Integer> CHANGE_LOOKS =
            key("change.looks")
                    .intType()
                    .defaultValue(6)
                    .withDescription(
                            "Last looks that are averaged before they are compared with the history (m); fewer is faster, more is steadier. The model must have thresholds for it.");

    public static final ConfigOption<Integer> CHANGE_CELLS =
            key("change.cells")
                    .intType()
                    .defaultValue(8)
                    .withDescription(
                            "Cells a side of a patch: 8 (150 m) or 4 (300 m, two by two merged; a quarter of the state). The model must have thresholds for it: `model calibrate -D change.cells=4`.");

    public static final ConfigOption<Integer> CHANGE_BURN_IN =
            key("change.burn-in")
                    .intType()
                    .defaultValue(15)
                    .withDescription("Valid looks of a cell in a series before it is scored.");

    public static final ConfigOption<Integer> CHANGE_CLEAR_RUN =
            key("change.clear-run")
                    .intType()
                    .defaultValue(3)
                    .withDescription("Looks without change in a row that finish a confirmed run.");

    public static final ConfigOption<Duration> CHANGE_GAP =
            key("change.gap")
                    .durationType()
                    .defaultValue(Duration.ofDays(180))
                    .withDescription(
                            "Time without a valid look that finishes a run, in acquisition time of the patch.");

    public static final ConfigOption<Duration> CHANGE_CONFIRM_WINDOW =
            key("change.confirm-window")
                    .durationType()
                    .defaultValue(Duration.ofDays(60))
                    .withDescription(
                            "Two series that become provisional within it confirm each other.");

    public static final ConfigOption<Duration> CHANGE_HORIZON =
            key("change.horizon")
                    .durationType()
                    .defaultValue(Duration.ofDays(60))
                    .withDescription(
                            "How far behind the newest observation of its patch an observation may be; later ones are rejected as TOO_LATE. 0 = unlimited (as in `replay`). Raises state.");

    public static final ConfigOption<Double> CELLS_MIN_CLEAR =
            key("cells.min-clear")
                    .doubleType()
                    .defaultValue(0.8)
                    .withDescription(
                            "Least clear share of a 150 m cell, 0…1; below it this look does not count for the cell.");

    public static final ConfigOption<String> KAFKA_SERVERS =
            key("kafka.bootstrap-servers")
                    .stringType()
                    .defaultValue("localhost:9092")
                    .withDescription("Where Kafka is; `demo` and `replay` start their own.");

    public static final ConfigOption<String> KAFKA_PREFIX =
            key("kafka.topic-prefix")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Put before each topic name, so that two jobs can share a broker.");

    public static final ConfigOption<String> KAFKA_TRANSACTIONS =
            key("kafka.transactional-id-prefix")
                    .stringType()
                    .defaultValue("groundtrack-")
                    .withDescription("Names the transactions of this job; unique on the broker.");

    public static final ConfigOption<Duration> KAFKA_TRANSACTION_TIMEOUT =
            key("kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(15))
                    .withDescription(
                            "How long a transaction may stay open: more than the longest checkpoint plus restart, or results are lost; at most the broker's `transaction.max.timeout.ms`.");

    public static final ConfigOption<Integer> JOB_PARALLELISM =
            key("job.parallelism")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Parallelism of the job in the embedded engine, at most 128; 0 = the cores of the machine, at most 4. On a cluster, Flink's own settings decide.");

    public static final ConfigOption<Duration> JOB_CHECKPOINT_INTERVAL =
            key("job.checkpoint-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            "Time between checkpoints in the embedded engine; results are seen when the checkpoint that covers them is complete.");

    public static final ConfigOption<String> JOB_CHECKPOINT_DIR =
            key("job.checkpoint-dir")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Folder of checkpoints in the embedded engine; empty = a temporary one, deleted at the end.");

    public static final ConfigOption<Integer> WEB_PORT =
            key("web.port")
                    .intType()
                    .defaultValue(8081)
                    .withDescription(
                            "Port of Flink's web pages in the embedded engine, loopback only; 0 = any free one. `demo` takes the next free one where it is in use.");

    private Options() {}

    /** All options, in the order of the documentation. */
    public static List<ConfigOption<?>> all() {
        return Stream.concat(others().stream(), AccessOptions.all().stream()).toList();
    }

    private static List<ConfigOption<?>> others() {
        return List.of(
                NoticeOptions.S2_LEVEL,
                NoticeOptions.S1_PRODUCT,
                NoticeOptions.MAX_BYTES,
                NoticeOptions.TILES,
                REMEMBER_DELETES,
                NoticeOptions.PATCHES_EXTENT,
                CutOptions.MIN_CLEAR,
                CutOptions.CACHE,
                CutOptions.THREADS,
                CutOptions.INFLATER,
                PairingOptions.STRIP_ROWS,
                PairingOptions.WINDOW,
                PairingOptions.MIN_OVERLAP,
                PairingOptions.PREFER_ORBITS,
                PairingOptions.WAIT,
                PAIRING_HORIZON,
                MODEL_PATH,
                MODEL_THREADS,
                EmbeddingOptions.DEVICE,
                EmbeddingOptions.PRECISION,
                CutOptions.MISSING_BANDS,
                CutOptions.CLEAR_CLASSES,
                EMBED_BATCH,
                EmbeddingOptions.MAX_WAIT,
                CHANGE_LOOKS,
                CHANGE_CELLS,
                CHANGE_BURN_IN,
                CHANGE_CLEAR_RUN,
                CHANGE_GAP,
                CHANGE_CONFIRM_WINDOW,
                CHANGE_HORIZON,
                CELLS_MIN_CLEAR,
                KAFKA_SERVERS,
                KAFKA_PREFIX,
                KAFKA_TRANSACTIONS,
                KAFKA_TRANSACTION_TIMEOUT,
                JOB_PARALLELISM,
                JOB_CHECKPOINT_INTERVAL,
                JOB_CHECKPOINT_DIR,
                WEB_PORT);
    }
}
