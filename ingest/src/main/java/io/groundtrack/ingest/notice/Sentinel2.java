package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a Sentinel-2 Item is about.
 *
 * <p>Identity: datatake start, relative orbit, tile, sensing time of the datastrip, level, part.
 * The ids of datatake and datastrip also carry station, generation time and baseline, which are
 * version: only their times are taken. Sources: Sentinel-2 Products Specification Document 14.9,
 * sections 3.4 and 4.6; architecture 3.1.
 */
final class Sentinel2 {

    /** GS2B_20200604T054639_016948_N02.14. */
    private static final Pattern DATATAKE =
            Pattern.compile("GS2[A-D]_(\\d{8}T\\d{6})_\\d{6}_N(\\d{2}\\.\\d{2})");

    /** S2B_OPER_MSI_L2A_DS_EPAE_20200604T094332_S20200604T054831_N02.14. */
    private static final Pattern DATASTRIP =
            Pattern.compile("S2[A-D]_.*_(\\d{8}T\\d{6})_S(\\d{8}T\\d{6})_N\\d{2}\\.\\d{2}");

    private static final Pattern LEVEL = Pattern.compile("(?:L|LEVEL-?|S2MSI)(1C|2A)p?");
    private static final Pattern BASELINE = Pattern.compile("N?(\\d{1,2})\\.?(\\d{2}|\\d)");

    /** What sen2cor writes when a user runs it: no baseline of the agency. */
    private static final String NO_BASELINE = "99.99";

    private Sentinel2() {}

    /** Why nobody asked for it; empty where it is taken. */
    static Optional<String> ignored(StacItem item, NoticeOptions options) {
        var level = level(item);
        return options.s2Levels().contains(level)
                ? Optional.empty()
                : Optional.of("sentinel-2 level " + level + " is not taken (s2.level)");
    }

    static Product product(StacItem item, Mission mission) {
        var level = level(item);
        var start = Product.start(item);
        var datatake =
                either(item, "s2:datatake_id", "eopf:datatake_id")
                        .map(DATATAKE::matcher)
                        .filter(m -> m.matches());
        var datastrip =
                either(item, "s2:datastrip_id", "eopf:datastrip_id")
                        .map(DATASTRIP::matcher)
                        .filter(m -> m.matches());
        var datatakeStart =
                datatake.flatMap(m -> ProductName.compactTime(m.group(1)))
                        .or(() -> item.fromNames(ProductName::start))
                        .orElse(start);
        var orbit =
                item.integer("sat:relative_orbit", 1, Orbits.perCycle(false))
                        .or(
                                () ->
                                        item.integer(
                                                "s2:relative_orbit_number",
                                                1,
                                                Orbits.perCycle(false)))
                        .or(() -> item.fromNames(ProductName::relativeOrbit))
                        .orElse(0);
        var tile = Product.tile(item, item.fromNames(ProductName::tile));
        var part = Product.part(item);
        var key =
                String.format(
                                Locale.ROOT,
                                "S2_%s_R%03d_%s_S%s_%s",
                                Product.seconds(datatakeStart),
                                orbit,
                                tile.orElse("-"),
                                datastrip.map(m -> m.group(2)).orElse("-"),
                                level)
                        + part.map(p -> "_" + p).orElse("");
        var generation =
                datastrip
                        .flatMap(m -> ProductName.compactTime(m.group(1)))
                        .or(() -> item.fromNames(ProductName::generation))
                        .or(() -> item.time("s2:generation_time"))
                        .or(() -> item.time("processing:datetime"))
                        .or(() -> item.time("created"))
                        .orElse(Instant.EPOCH);
        var baseline =
                stated(item)
                        .or(() -> item.fromNames(ProductName::baseline).map(b -> dotted(b)))
                        .or(() -> datatake.map(m -> m.group(2)))
                        .or(() -> item.text("processing:version").map(b -> dotted(b)))
                        .filter(b -> !b.equals(NO_BASELINE))
                        .orElse("");
        return new Product(
                Sensor.S2,
                Mission.platform(item, mission),
                "S2-" + level,
                orbit,
                start,
                key,
                baseline,
                generation,
                tile,
                part);
    }

    /** The Copernicus Data Space says it in the words of another extension. */
    private static Optional<String> either(StacItem item, String name, String other) {
        return item.text(name).or(() -> item.text(other));
    }

    private static String level(StacItem item) {
        return Stream.of(
                        item.text("s2:product_type").flatMap(Sentinel2::level),
                        item.fromNames(ProductName::level),
                        item.text("processing:level").flatMap(Sentinel2::level),
                        item.text("product:type").flatMap(Sentinel2::level),
                        item.collection().endsWith("l2a")
                                ? Optional.of("L2A")
                                : item.collection().endsWith("l1c")
                                        ? Optional.of("L1C")
                                        : Optional.<String>empty(),
                        item.text("processing:level"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> StacItem.missing("processing:level", "L1C or L2A"));
    }

    private static Optional<String> level(String text) {
        var match = LEVEL.matcher(text.toUpperCase(Locale.ROOT));
        return match.matches() ? Optional.of("L" + match.group(1)) : Optional.empty();
    }

    private static Optional<String> stated(StacItem item) {
        var value = item.property("s2:processing_baseline");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!BASELINE.matcher(value.asText("")).matches()) {
            throw StacItem.invalid("s2:processing_baseline", value, "two dotted numbers as 05.09");
        }
        return Optional.of(dotted(value.asText()));
    }

    private static String dotted(String text) {
        var match = BASELINE.matcher(text);
        if (!match.matches()) {
            return "";
        }
        var minor = match.group(2).length() == 1 ? match.group(2) + "0" : match.group(2);
        return (match.group(1).length() == 1 ? "0" : "") + match.group(1) + "." + minor;
    }
}
