package io.groundtrack.job.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.operators.pairing.PairingOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Options are read once, and what is wrong with them is said before anything starts. */
final class MonitoringOptionsTest {

    static Stream<ConfigOption<?>> all() {
        return Options.all().stream();
    }

    @Test
    void defaultsAreAsDocumented() {
        var options = MonitoringOptions.of(Map.of());
        assertThat(options.notices()).isEqualTo(NoticeOptions.defaults());
        assertThat(options.pairing()).isEqualTo(PairingOptions.defaults());
        assertThat(options.change()).isEqualTo(ChangeOptions.defaults());
        assertThat(options.embedding().batchSize()).isEqualTo(32);
        assertThat(options.embedding().maxWait()).isEqualTo(Duration.ofMillis(200));
        assertThat(options.embedding().model()).isEqualTo("csmoe-nano");
        assertThat(options.embedding().device()).isEqualTo("auto");
        assertThat(options.cutting(List.of("VV"), List.of("B02")).minClear()).isEqualTo(0.2);
        assertThat(options.limit(Options.REMEMBER_DELETES)).isEqualTo(Duration.ofDays(30));
        assertThat(options.get(Options.KAFKA_TRANSACTION_TIMEOUT))
                .isEqualTo(Duration.ofMinutes(15));
        assertThat(options.kafka()).containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void unknownKeysStopTheStartAndAreAllNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                MonitoringOptions.of(
                                        Map.of(
                                                "pairing.windw", "3 d",
                                                "pairing.window", "3 d",
                                                "a.b", "1")))
                .withMessage(
                        "unknown option a.b, pairing.windw (expected: keys of docs/configuration.md)");
    }

    @Test
    void zeroIsNoLimit() {
        var options = MonitoringOptions.of(Map.of("pairing.horizon", "0", "change.horizon", "0 d"));
        assertThat(options.pairing().horizon()).isNull();
        assertThat(options.change().isUnlimited()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyOptionSaysWhatItMeansAndHasADefault(ConfigOption<?> option) {
        assertThat(option.key()).matches("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+");
        assertThat(option.hasDefaultValue()).isTrue();
    }

    @Test
    void keysAreUnique() {
        assertThat(all().map(ConfigOption::key)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pairing.window        | soon
                    pairing.min-overlap   | half
                    embed.batch-size      | many
                    patches.extent        | planet
                    notices.max-bytes     | 4 apples
                    change.gap            | 3 fortnights
                    web.port              | http
                    cut.cache             | lots
                    """)
    void valuesThatCannotBeReadNameKeyValueAndWhatWasExpected(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitoringOptions.of(Map.of(key, value)))
                .withMessageContaining(key + ": " + value + " (expected: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s2.level                  | L3
                    s1.product                | SLC
                    notices.max-bytes         | 10 b
                    notices.remember-deletes  | -1 d
                    patches.min-clear         | 1.1
                    patches.min-clear         | NaN
                    cut.strip-rows            | -1
                    pairing.window            | 7 d
                    pairing.window            | -1 d
                    pairing.min-overlap       | 1.5
                    pairing.min-overlap       | -0.1
                    pairing.horizon           | -1 d
                    model.threads             | -1
                    embed.batch-size          | 0
                    embed.batch-size          | 4097
                    embed.max-wait            | 0 ms
                    change.looks              | 0
                    change.looks              | 65
                    change.cells              | 5
                    change.burn-in            | 6
                    change.clear-run          | 0
                    change.gap                | 0 d
                    change.confirm-window     | -1 d
                    change.horizon            | -1 d
                    cells.min-clear           | 2
                    job.parallelism           | -1
                    web.port                  | 65536
                    web.port                  | -1
                    """)
    void valuesOutOfRangeAreRefused(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitoringOptions.of(Map.of(key, value)))
                .withMessageContaining(key)
                .withMessageContaining("(expected: ");
    }
}
