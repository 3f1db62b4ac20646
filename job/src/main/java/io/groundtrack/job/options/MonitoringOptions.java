package io.groundtrack.job.options;

import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.embedding.EmbeddingOptions;
import io.groundtrack.operators.pairing.PairingOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * All options of a job, read once and validated together.
 *
 * <p>in: keys and values as text → out: typed options of each step. Errors: {@link
 * IllegalArgumentException} that names every unknown key, or the key, its value and what was
 * expected.
 */
public final class MonitoringOptions {

    /** Key groups: the highest parallelism a savepoint of the job can be restored with. */
    public static final int KEY_GROUPS = 128;

    private final Configuration values;

    private MonitoringOptions(Configuration values) {
        this.values = values;
    }

    public static MonitoringOptions of(Map<String, String> given) {
        var known = Options.all().stream().map(ConfigOption::key).collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown option "
                            + String.join(", ", unknown)
                            + " (expected: keys of docs/configuration.md)");
        }
        var options = new MonitoringOptions(Configuration.fromMap(given));
        options.validate();
        return options;
    }

    /** These options, but for {@code others}. */
    public MonitoringOptions with(Map<String, String> others) {
        var all = new HashMap<>(values.toMap());
        all.putAll(others);
        return of(all);
    }

    private void validate() {
        for (var option : Options.all()) {
            get(option);
        }
        notices();
        cutting(List.of("VV", "VH"), List.of("B02"));
        pairing();
        embedding();
        change();
        int parallelism = get(Options.JOB_PARALLELISM);
        require(
                parallelism >= 0 && parallelism <= KEY_GROUPS,
                Options.JOB_PARALLELISM,
                "0 to " + KEY_GROUPS);
        positive(Options.JOB_CHECKPOINT_INTERVAL);
        positive(Options.KAFKA_TRANSACTION_TIMEOUT);
        given(Options.KAFKA_SERVERS);
        given(Options.KAFKA_TRANSACTIONS);
        given(Options.MODEL_PATH);
        var port = get(Options.WEB_PORT);
        require(port >= 0 && port <= 65_535, Options.WEB_PORT, "a port, or 0");
    }

    /** Value of one option. */
    public <T> T get(ConfigOption<T> option) {
        try {
            return values.get(option);
        } catch (RuntimeException e) {
            var type =
                    option.defaultValue() == null
                            ? "text"
                            : option.defaultValue().getClass().getSimpleName();
            throw new IllegalArgumentException(
                    option.key()
                            + ": "
                            + values.toMap().get(option.key())
                            + " (expected: "
                            + type
                            + " such as "
                            + option.defaultValue()
                            + ")",
                    e);
        }
    }

    public NoticeOptions notices() {
        return NoticeOptions.from(values);
    }

    public CutOptions cutting(List<String> s1Bands, List<String> s2Bands) {
        return CutOptions.from(values, s2Bands, s1Bands);
    }

    /** Where assets may lie and how they are reached. */
    public AccessOptions assets() {
        return AccessOptions.from(values);
    }

    public PairingOptions pairing() {
        return PairingOptions.from(values, get(EmbeddingOptions.DEVICE).startsWith("gpu"));
    }

    public EmbeddingOptions embedding() {
        return EmbeddingOptions.from(values);
    }

    public ChangeOptions change() {
        int cells = get(Options.CHANGE_CELLS);
        require(cells == 8 || cells == 4, Options.CHANGE_CELLS, "8 or 4");
        return new ChangeOptions(
                get(Options.CHANGE_LOOKS),
                get(Options.CHANGE_BURN_IN),
                get(Options.CHANGE_CLEAR_RUN),
                get(Options.CHANGE_GAP),
                get(Options.CHANGE_CONFIRM_WINDOW),
                get(Options.CHANGE_HORIZON),
                get(Options.CELLS_MIN_CLEAR),
                cells);
    }

    /** The duration, or null where 0 stands for no limit. */
    public Duration limit(ConfigOption<Duration> option) {
        var duration = get(option);
        require(!duration.isNegative(), option, "0 (unlimited) or more");
        return duration.isZero() ? null : duration;
    }

    /** Kafka client settings. */
    public Properties kafka() {
        var kafka = new Properties();
        kafka.put("bootstrap.servers", get(Options.KAFKA_SERVERS));
        return kafka;
    }

    /** Parallelism of the embedded engine. */
    public int embeddedParallelism() {
        int set = get(Options.JOB_PARALLELISM);
        return set > 0 ? set : Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    }

    private void positive(ConfigOption<Duration> option) {
        require(!get(option).isNegative() && !get(option).isZero(), option, "more than 0");
    }

    private void given(ConfigOption<String> option) {
        require(!get(option).isBlank(), option, "not empty");
    }

    private <T> void require(boolean holds, ConfigOption<T> option, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    option.key() + ": " + get(option) + " (expected: " + expected + ")");
        }
    }
}
