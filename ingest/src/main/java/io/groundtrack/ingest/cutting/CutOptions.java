package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.raster.Decoding;
import io.groundtrack.ingest.raster.InflaterChoice;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Options of step {@code cut-into-patches}.
 *
 * @param minClear least clear fraction of a patch that is embedded, 0…1
 * @param assets where assets may be, and how they are read
 * @param cacheBytes bytes of decoded blocks kept by the process
 * @param decoding threads and library that decode blocks
 * @param s2Bands bands the model takes of Sentinel-2, in its order
 * @param s1Bands bands the model takes of Sentinel-1, in its order
 * @param missingBands what becomes of a granule that lacks some of them
 * @param clearClasses scene classes that count as clear
 */
public record CutOptions(
        double minClear,
        AccessOptions assets,
        long cacheBytes,
        Decoding decoding,
        List<String> s2Bands,
        List<String> s1Bands,
        MissingBands missingBands,
        List<Integer> clearClasses)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int MOST_THREADS = 1_024;

    /** {@code patches.min-clear}. */
    public static final ConfigOption<Double> MIN_CLEAR =
            ConfigOptions.key("patches.min-clear")
                    .doubleType()
                    .defaultValue(0.2)
                    .withDescription(
                            "Least clear share of a patch that is embedded, 0 to 1; raising it"
                                    + " embeds fewer patches.");

    /** {@code cut.cache}. */
    public static final ConfigOption<MemorySize> CACHE =
            ConfigOptions.key("cut.cache")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(512))
                    .withDescription(
                            "Decoded raster blocks kept by a process, shared by its subtasks; below"
                                    + " about 100 MiB a subtask, blocks are decoded more than"
                                    + " once.");

    /** {@code cut.threads}. */
    public static final ConfigOption<Integer> THREADS =
            ConfigOptions.key("cut.threads")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Most threads that decode the blocks of one window side by side; all"
                                    + " windows of a process share the helpers among them. 0 = as"
                                    + " many as there are cores; 1 = no helpers.");

    /** {@code cut.inflater}. */
    public static final ConfigOption<InflaterChoice> INFLATER =
            ConfigOptions.key("cut.inflater")
                    .enumType(InflaterChoice.class)
                    .defaultValue(InflaterChoice.AUTO)
                    .withDescription(
                            "What unpacks DEFLATE: `native` (Intel ISA-L, x86-64; the job does not"
                                    + " start where it does not load), `jdk` (reading takes"
                                    + " about 1.6 times as long), `auto` (native where it loads,"
                                    + " said once in the log where not).");

    /** {@code model.missing-bands}. */
    public static final ConfigOption<MissingBands> MISSING_BANDS =
            ConfigOptions.key("model.missing-bands")
                    .enumType(MissingBands.class)
                    .defaultValue(MissingBands.REFUSE)
                    .withDescription(
                            "A granule that lacks bands which the model takes: `refuse` rejects it"
                                    + " as BAND_MISSING; `mean` fills them with the band's mean"
                                    + " and lists them in the observation. Observations with"
                                    + " different lists are never compared, and make alerts only"
                                    + " where the model has thresholds for the numbers left. One"
                                    + " band of the sensor has to be there.");

    /** {@code patches.clear-classes}. */
    public static final ConfigOption<List<Integer>> CLEAR_CLASSES =
            ConfigOptions.key("patches.clear-classes")
                    .intType()
                    .asList()
                    .defaultValues(SceneClass.usuallyClear().toArray(Integer[]::new))
                    .withDescription(
                            "Scene classes of Sentinel-2 (SCL, 0 to 11) that count as clear; 11 is"
                                    + " snow, 10 thin cirrus. The table is in docs/radiometry.md."
                                    + " Histories made with different lists do not compare.");

    /** Checks the ranges. */
    public CutOptions {
        if (!(minClear >= 0 && minClear <= 1)) {
            throw new IllegalArgumentException(
                    MIN_CLEAR.key() + ": " + minClear + " (expected: 0 to 1)");
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException(
                    CACHE.key() + ": " + cacheBytes + " (expected: 0 or more)");
        }
        clearClasses = List.copyOf(clearClasses);
        if (clearClasses.isEmpty() || !clearClasses.stream().allMatch(SceneClass::isKnown)) {
            throw new IllegalArgumentException(
                    CLEAR_CLASSES.key() + ": " + clearClasses + " (expected: numbers 0 to 11)");
        }
        s2Bands = List.copyOf(s2Bands);
        s1Bands = List.copyOf(s1Bands);
        if (s2Bands.isEmpty() || s1Bands.isEmpty()) {
            throw new IllegalArgumentException(
                    "bands: " + s2Bands + ", " + s1Bands + " (expected: at least one a sensor)");
        }
    }

    /** Defaults, local files only, with the bands of a model. */
    public static CutOptions defaults(
            String assetsBase, List<String> s2Bands, List<String> s1Bands) {
        return new CutOptions(
                MIN_CLEAR.defaultValue(),
                AccessOptions.local(assetsBase),
                CACHE.defaultValue().getBytes(),
                Decoding.DEFAULT,
                s2Bands,
                s1Bands,
                MISSING_BANDS.defaultValue(),
                CLEAR_CLASSES.defaultValue());
    }

    /** The same with another rule for missing bands. */
    public CutOptions with(MissingBands rule) {
        return new CutOptions(
                minClear, assets, cacheBytes, decoding, s2Bands, s1Bands, rule, clearClasses);
    }

    /** The same with other clear classes. */
    public CutOptions with(List<Integer> classes) {
        return new CutOptions(
                minClear, assets, cacheBytes, decoding, s2Bands, s1Bands, missingBands, classes);
    }

    /** The same with assets elsewhere. */
    public CutOptions with(AccessOptions access) {
        return new CutOptions(
                minClear,
                access,
                cacheBytes,
                decoding,
                s2Bands,
                s1Bands,
                missingBands,
                clearClasses);
    }

    /** Options as configured, with the bands of a model. */
    public static CutOptions from(
            ReadableConfig config, List<String> s2Bands, List<String> s1Bands) {
        return new CutOptions(
                config.get(MIN_CLEAR),
                AccessOptions.from(config),
                config.get(CACHE).getBytes(),
                decoding(config),
                s2Bands,
                s1Bands,
                config.get(MISSING_BANDS),
                config.get(CLEAR_CLASSES));
    }

    private static Decoding decoding(ReadableConfig config) {
        int threads = config.get(THREADS);
        if (threads < 0 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    THREADS.key() + ": " + threads + " (expected: 0 to " + MOST_THREADS + ")");
        }
        return new Decoding(
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                config.get(INFLATER));
    }
}
