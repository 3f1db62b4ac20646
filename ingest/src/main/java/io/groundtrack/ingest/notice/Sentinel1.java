package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what a Sentinel-1 Item is about.
 *
 * <p>Identity: sensing start to the second, platform, mode, product type, part. An Item's {@code
 * datetime} is often the middle of the slice, so {@code start_datetime} goes first; re-issues
 * differ only in the last four letters of the name, which is why the name is never part of it.
 * Sources: Sentinel-1 Product Specification, naming conventions; STAC SAR and satellite extensions;
 * architecture 3.1.
 */
final class Sentinel1 {

    private static final Pattern TYPE =
            Pattern.compile("(?:IW_|EW_|S\\d_)?(GRD|SLC|OCN|RAW|RTC).*");
    private static final List<String> BOTH = List.of("VV", "VH");

    private Sentinel1() {}

    /** Why nobody asked for it; empty where it is taken. */
    static Optional<String> ignored(StacItem item, NoticeOptions options) {
        var type = type(item);
        if (!options.s1Products().contains(type)) {
            return Optional.of("sentinel-1 product " + type + " is not taken (s1.product)");
        }
        var mode = mode(item);
        if (!mode.equals("IW")) {
            return Optional.of("sentinel-1 mode " + mode + " is not taken (expected: IW)");
        }
        var polarizations = polarizations(item);
        if (!polarizations.containsAll(BOTH)) {
            return Optional.of(
                    "sentinel-1 polarizations "
                            + Refusal.shown(polarizations)
                            + " are not taken (expected: VV and VH)");
        }
        return Optional.empty();
    }

    static Product product(StacItem item, Mission mission) {
        var type = type(item);
        var start = Product.start(item);
        var platform = Mission.platform(item, mission);
        var orbits = Orbits.perCycle(true);
        var orbit =
                item.integer("sat:relative_orbit", 1, orbits)
                        .or(
                                () ->
                                        item.integer("sat:absolute_orbit", 1, 999_999)
                                                .or(
                                                        () ->
                                                                item.fromNames(
                                                                        ProductName::absoluteOrbit))
                                                .map(o -> Orbits.relative(platform, o))
                                                .filter(o -> o > 0))
                        .or(() -> item.fromNames(ProductName::relativeOrbit))
                        .orElse(0);
        var part = Product.part(item);
        var tile = Product.tile(item, Optional.empty());
        // one slice cut to two tiles is two products
        var key =
                String.join("_", "S1", Product.seconds(start), platform, mode(item), type)
                        + tile.map(t -> "_" + t).orElse("")
                        + part.map(p -> "_" + p).orElse("");
        var generation =
                item.fromNames(ProductName::generation)
                        .or(() -> item.time("processing:datetime"))
                        .or(() -> item.time("s1:processing_datetime"))
                        .or(() -> item.time("created"))
                        .orElse(Instant.EPOCH);
        return new Product(
                Sensor.S1, platform, "S1-" + type, orbit, start, key, "", generation, tile, part);
    }

    private static String type(StacItem item) {
        var stated =
                item.text("sar:product_type")
                        .or(() -> item.text("product:type"))
                        .map(text -> text.toUpperCase(Locale.ROOT))
                        .map(Sentinel1::type);
        var named = item.fromNames(ProductName::productType);
        // a catalogue of terrain-corrected scenes (…_rtc) keeps the product type of their GRD
        if (named.filter("RTC"::equals).isPresent() && stated.filter("GRD"::equals).isPresent()) {
            return "RTC";
        }
        return stated.or(() -> named)
                .orElseThrow(() -> StacItem.missing("sar:product_type", "GRD, RTC, …"));
    }

    private static String type(String text) {
        var match = TYPE.matcher(text);
        return match.matches() ? match.group(1) : text;
    }

    private static String mode(StacItem item) {
        return item.text("sar:instrument_mode")
                .map(text -> text.toUpperCase(Locale.ROOT))
                .or(() -> item.fromNames(ProductName::mode))
                .orElseThrow(() -> StacItem.missing("sar:instrument_mode", "IW, EW, SM or WV"));
    }

    private static List<String> polarizations(StacItem item) {
        var stated = item.texts("sar:polarizations");
        if (!stated.isEmpty()) {
            return stated;
        }
        return item.fromNames(ProductName::polarization)
                .map(
                        letters ->
                                switch (letters) {
                                    case "DV" -> List.of("VV", "VH");
                                    case "DH" -> List.of("HH", "HV");
                                    case "SV" -> List.of("VV");
                                    case "SH" -> List.of("HH");
                                    default -> List.of(letters);
                                })
                .orElseThrow(() -> StacItem.missing("sar:polarizations", "[\"VV\", \"VH\"]"));
    }
}
