package io.groundtrack.ingest.access;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How remote files are asked for.
 *
 * @param connect longest time until a connection is made
 * @param firstByte longest time from asking to the head of the answer
 * @param request longest time of one request with its body
 * @param retries attempts after the first
 * @param retryTime longest time of all attempts and the waits between them
 * @param inFlight requests at once, of the process
 * @param inFlightPerHost requests at once to one host, of the process
 * @param mergeGap ranges this close are asked for as one, bytes
 * @param prefetchBytes bytes asked for ahead of their use, of the process
 * @param wholeFileBytes largest file that is taken whole from a server without ranges
 */
public record HttpOptions(
        Duration connect,
        Duration firstByte,
        Duration request,
        int retries,
        Duration retryTime,
        int inFlight,
        int inFlightPerHost,
        int mergeGap,
        long prefetchBytes,
        int wholeFileBytes)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** {@code assets.http.connect-timeout}. */
    public static final ConfigOption<Duration> CONNECT =
            duration(
                    "assets.http.connect-timeout",
                    Duration.ofSeconds(10),
                    "Longest time until a connection to a remote archive stands.");

    /** {@code assets.http.first-byte-timeout}. */
    public static final ConfigOption<Duration> FIRST_BYTE =
            duration(
                    "assets.http.first-byte-timeout",
                    Duration.ofSeconds(30),
                    "Longest time from a request to the head of its answer.");

    /** {@code assets.http.request-timeout}. */
    public static final ConfigOption<Duration> REQUEST =
            duration(
                    "assets.http.request-timeout",
                    Duration.ofMinutes(2),
                    "Longest time of one request, its body included; one asks for 8 MiB at most.");

    /** {@code assets.http.retries}. */
    public static final ConfigOption<Integer> RETRIES =
            ConfigOptions.key("assets.http.retries")
                    .intType()
                    .defaultValue(5)
                    .withDescription(
                            "Attempts after the first, 0 to 20, on 408, 429, 5xx, timeouts and"
                                    + " broken connections; the waits between them double from"
                                    + " 0.2 s to 10 s, with jitter, or are what Retry-After asks,"
                                    + " at most 60 s.");

    /** {@code assets.http.retry-time}. */
    public static final ConfigOption<Duration> RETRY_TIME =
            duration(
                    "assets.http.retry-time",
                    Duration.ofMinutes(3),
                    "No attempt starts later than this after the first; keep it well below Flink's"
                            + " checkpoint timeout.");

    /** {@code assets.http.in-flight}. */
    public static final ConfigOption<Integer> IN_FLIGHT =
            ConfigOptions.key("assets.http.in-flight")
                    .intType()
                    .defaultValue(32)
                    .withDescription("Requests at once of a process, 1 to 1024.");

    /** {@code assets.http.in-flight-per-host}. */
    public static final ConfigOption<Integer> IN_FLIGHT_PER_HOST =
            ConfigOptions.key("assets.http.in-flight-per-host")
                    .intType()
                    .defaultValue(16)
                    .withDescription(
                            "Requests at once of a process to one host; more hide more of its"
                                    + " latency, and bring 429 sooner.");

    /** {@code assets.http.merge-gap}. */
    public static final ConfigOption<MemorySize> MERGE_GAP =
            ConfigOptions.key("assets.http.merge-gap")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(1).divide(8))
                    .withDescription(
                            "Blocks of a file that lie this close together are fetched by one"
                                    + " request; raising it wastes bytes and saves requests.");

    /** {@code assets.http.prefetch}. */
    public static final ConfigOption<MemorySize> PREFETCH =
            ConfigOptions.key("assets.http.prefetch")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription(
                            "Bytes that a process has asked for and not used yet; 0 = blocks are"
                                    + " fetched one by one.");

    /** {@code assets.http.whole-file}. */
    public static final ConfigOption<MemorySize> WHOLE_FILE =
            ConfigOptions.key("assets.http.whole-file")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(16))
                    .withDescription(
                            "Largest file that is read whole into memory from a server that knows"
                                    + " no ranges; larger ones are refused. 0 to 1024 mb.");

    /** Checks the ranges. */
    public HttpOptions {
        positive(CONNECT, connect);
        positive(FIRST_BYTE, firstByte);
        positive(REQUEST, request);
        positive(RETRY_TIME, retryTime);
        within(RETRIES, retries, 0, 20);
        within(IN_FLIGHT, inFlight, 1, 1024);
        within(IN_FLIGHT_PER_HOST, inFlightPerHost, 1, 1024);
        within(MERGE_GAP, mergeGap, 0, 8 << 20);
        within(PREFETCH, prefetchBytes, 0, Long.MAX_VALUE);
        within(WHOLE_FILE, wholeFileBytes, 0, 1 << 30);
    }

    static List<ConfigOption<?>> all() {
        return List.of(
                CONNECT,
                FIRST_BYTE,
                REQUEST,
                RETRIES,
                RETRY_TIME,
                IN_FLIGHT,
                IN_FLIGHT_PER_HOST,
                MERGE_GAP,
                PREFETCH,
                WHOLE_FILE);
    }

    static HttpOptions from(ReadableConfig config) {
        return new HttpOptions(
                config.get(CONNECT),
                config.get(FIRST_BYTE),
                config.get(REQUEST),
                config.get(RETRIES),
                config.get(RETRY_TIME),
                config.get(IN_FLIGHT),
                config.get(IN_FLIGHT_PER_HOST),
                bytes(config, MERGE_GAP),
                config.get(PREFETCH).getBytes(),
                bytes(config, WHOLE_FILE));
    }

    private static int bytes(ReadableConfig config, ConfigOption<MemorySize> option) {
        return (int) Math.min(Integer.MAX_VALUE, config.get(option).getBytes());
    }

    private static ConfigOption<Duration> duration(String key, Duration value, String meaning) {
        return ConfigOptions.key(key).durationType().defaultValue(value).withDescription(meaning);
    }

    private static void positive(ConfigOption<?> option, Duration value) {
        if (value.isNegative() || value.isZero() || value.toHours() > 24) {
            throw new IllegalArgumentException(
                    option.key() + ": " + value + " (expected: more than 0, at most a day)");
        }
    }

    private static void within(ConfigOption<?> option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    option.key() + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
