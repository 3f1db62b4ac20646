package io.groundtrack.ingest.notice;

import io.groundtrack.ingest.tiling.TileFrame;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a product is, whatever the form in which it was announced.
 *
 * @param sensor instrument family
 * @param platform e.g. sentinel-2a
 * @param kind S2-L2A, S2-L1C, S1-GRD, S1-RTC
 * @param relativeOrbit 0 where unknown
 * @param start sensing start
 * @param key product identity: never holds station, generation time or baseline, nor the name
 * @param baseline two dotted numbers, empty where unknown
 * @param generation when it was made; 1970 where unknown
 * @param tile the tile it names itself
 * @param part the piece of a granule it is
 */
record Product(
        Sensor sensor,
        String platform,
        String kind,
        int relativeOrbit,
        Instant start,
        String key,
        String baseline,
        Instant generation,
        Optional<String> tile,
        Optional<String> part) {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");
    private static final Pattern GRID = Pattern.compile("(?i)MGRS-(.+)");
    private static final Instant FIRST_LAUNCH = Instant.parse("2014-04-03T00:00:00Z");

    /** Seconds as they stand in keys; fractions are cut, as they are in product names. */
    static String seconds(Instant time) {
        return SECONDS.format(time);
    }

    /** Sensing start: what the Item says, else its name. */
    static Instant start(StacItem item) {
        var start =
                item.time("start_datetime")
                        .or(() -> item.time("datetime"))
                        .or(() -> item.fromNames(ProductName::start))
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                RejectReason.DATE_MISSING,
                                                "data.properties: neither start_datetime nor"
                                                        + " datetime, and no time in the name "
                                                        + Refusal.shown(item.id())
                                                        + " (expected: the sensing start)"));
        if (start.isBefore(FIRST_LAUNCH)) {
            throw new Refusal(
                    RejectReason.FIELD_INVALID,
                    "sensing start: "
                            + start
                            + " (expected: after the launch of Sentinel-1A, 2014-04-03)");
        }
        return start;
    }

    static Optional<String> part(StacItem item) {
        var part = item.text("groundtrack:part").or(() -> item.fromNames(ProductName::part));
        part.filter(p -> !PART.matcher(p).matches())
                .ifPresent(
                        p -> {
                            throw StacItem.invalid(
                                    "groundtrack:part",
                                    item.property("groundtrack:part"),
                                    "at most 128 letters, digits and _.:-");
                        });
        return part;
    }

    /**
     * The tile the product is cut to, in the spelling of the grid: stated by {@code grid:code} or
     * by the MGRS extension, else {@code named}; another grid than MGRS names none.
     */
    static Optional<String> tile(StacItem item, Optional<String> named) {
        var square =
                item.property("mgrs:utm_zone").asText("")
                        + item.property("mgrs:latitude_band").asText("")
                        + item.property("mgrs:grid_square").asText("");
        return item.text("grid:code")
                .map(GRID::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .or(() -> square.isEmpty() ? Optional.empty() : Optional.of(square))
                .or(() -> named)
                .map(
                        name ->
                                TileFrame.of(name)
                                        .orElseThrow(
                                                () ->
                                                        StacItem.invalid(
                                                                "grid:code",
                                                                item.property("grid:code"),
                                                                "an MGRS 100 km square, not "
                                                                        + Refusal.shown(name)))
                                        .name());
    }
}
