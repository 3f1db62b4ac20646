package io.groundtrack.ingest.notice;

import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.ingest.tiling.TileFrame;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What is taken at the door.
 *
 * @param s2Levels levels of Sentinel-2: L2A, L1C
 * @param s1Products products of Sentinel-1: GRD, RTC
 * @param patches which patches of a tile exist
 * @param maxBytes largest notice that is read
 * @param tiles names of the tiles that are taken; empty = all
 */
public record NoticeOptions(
        Set<String> s2Levels,
        Set<String> s1Products,
        PatchExtent patches,
        int maxBytes,
        Set<String> tiles)
        implements Serializable {

    public static final ConfigOption<List<String>> S2_LEVEL =
            ConfigOptions.key("s2.level")
                    .stringType()
                    .asList()
                    .defaultValues("L2A")
                    .withDescription(
                            "Levels of Sentinel-2 that are taken (L2A, L1C); the others are"
                                    + " ignored. Two levels are two histories.");

    public static final ConfigOption<List<String>> S1_PRODUCT =
            ConfigOptions.key("s1.product")
                    .stringType()
                    .asList()
                    .defaultValues("GRD", "RTC")
                    .withDescription(
                            "Products of Sentinel-1 that are taken (GRD, RTC); the others are"
                                    + " ignored. Two products are two histories.");

    public static final ConfigOption<PatchExtent> PATCHES_EXTENT =
            ConfigOptions.key("patches.extent")
                    .enumType(PatchExtent.class)
                    .defaultValue(PatchExtent.TILE)
                    .withDescription(
                            "Which patches of a tile exist: tile = those of its own ground,"
                                    + " granule = all 91 x 91, for archives of single patches.");

    public static final ConfigOption<MemorySize> MAX_BYTES =
            ConfigOptions.key("notices.max-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(4))
                    .withDescription(
                            "Largest notice that is read; a larger one is rejected as too large.");

    public static final ConfigOption<List<String>> TILES =
            ConfigOptions.key("notices.tiles")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Tiles that are taken, such as 33UUP; empty = all. A notice of"
                                    + " none of them is ignored. `replay` sets it with `--tiles` and"
                                    + " `--area`.");

    private static final Set<String> LEVELS = Set.of("L1C", "L2A");
    private static final Set<String> PRODUCTS = Set.of("GRD", "RTC");

    public NoticeOptions {
        s2Levels = known(S2_LEVEL.key(), s2Levels, LEVELS);
        s1Products = known(S1_PRODUCT.key(), s1Products, PRODUCTS);
        tiles = tiles.stream().map(NoticeOptions::tile).collect(Collectors.toUnmodifiableSet());
        if (maxBytes < 1024) {
            throw new IllegalArgumentException(
                    MAX_BYTES.key() + ": " + maxBytes + " (expected: at least 1024 bytes)");
        }
    }

    /** Options that take every tile. */
    public NoticeOptions(
            Set<String> s2Levels, Set<String> s1Products, PatchExtent patches, int maxBytes) {
        this(s2Levels, s1Products, patches, maxBytes, Set.of());
    }

    /** Whether patches on the tile are taken. */
    boolean takes(String tile) {
        return tiles.isEmpty() || tiles.contains(tile);
    }

    /** All defaults. */
    public static NoticeOptions defaults() {
        return new NoticeOptions(
                Set.of("L2A"),
                Set.of("GRD", "RTC"),
                PatchExtent.TILE,
                (int) MAX_BYTES.defaultValue().getBytes());
    }

    public static NoticeOptions from(ReadableConfig config) {
        var bytes = config.get(MAX_BYTES).getBytes();
        return new NoticeOptions(
                Set.copyOf(config.get(S2_LEVEL)),
                Set.copyOf(config.get(S1_PRODUCT)),
                config.get(PATCHES_EXTENT),
                (int) Math.min(bytes, Integer.MAX_VALUE - 8),
                Set.copyOf(config.get(TILES)));
    }

    private static String tile(String given) {
        return TileFrame.of(given.trim())
                .map(TileFrame::name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        TILES.key()
                                                + ": "
                                                + Refusal.shown(given)
                                                + " (expected: MGRS 100 km squares such as 33UUP)"));
    }

    private static Set<String> known(String key, Set<String> given, Set<String> known) {
        var upper =
                given.stream()
                        .map(v -> v.trim().toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        if (!known.containsAll(upper)) {
            throw new IllegalArgumentException(
                    key
                            + ": '"
                            + String.join(";", given)
                            + "' (expected: some of "
                            + String.join(";", new TreeSet<>(known))
                            + ", with ; between them)");
        }
        return upper;
    }
}
