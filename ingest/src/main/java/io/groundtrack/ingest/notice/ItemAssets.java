package io.groundtrack.ingest.notice;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.RasterBand;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The raster files of an Item with bands that the model may use.
 *
 * <p>in: the assets of an Item → out: {@link Asset}s by name, bands in file order. A band that
 * several assets offer is taken from the one with the finest pixels, a TIFF before a JPEG 2000. An
 * asset whose bands are stored differently becomes several, one for each way. Pictures, previews
 * and metadata are left out. Sources: STAC 1.1 common metadata {@code bands}, raster extension 1.1
 * and 2.0, EO extension, projection extension.
 */
final class ItemAssets {

    private static final Pattern NOT_A_RASTER =
            Pattern.compile(".*(xml|json|html|jpeg|png|text/|pdf).*");
    private static final Pattern PICTURE =
            Pattern.compile("(visual|preview|thumbnail|overview|rendered|tilejson|tci).*");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(nan|inf(inity)?)");
    private static final Pattern EPSG = Pattern.compile("(?i)EPSG:(\\d{4,6})");
    private static final Pattern PIXELS = Pattern.compile(".*_(\\d{2})m");

    /** How numbers are stored. */
    private record Storage(
            double scale, double offset, String unit, String quantity, Optional<String> nodata) {}

    private record Candidate(
            String asset, JsonNode node, String band, int index, double pixel, Storage storage) {}

    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::pixel)
                    .thenComparing(c -> c.node.path("href").asText().endsWith(".jp2"))
                    .thenComparing(c -> c.asset.length())
                    .thenComparing(Candidate::asset)
                    .thenComparing(Candidate::index);

    private final StacItem item;
    private final Sensor sensor;
    private final ReflectanceOffset offsets;
    private final RadarRadiometry radar;

    private ItemAssets(StacItem item, Product product) {
        this.item = item;
        this.sensor = product.sensor();
        this.offsets = ReflectanceOffset.of(item, product);
        this.radar = new RadarRadiometry(item);
    }

    static List<Asset> of(StacItem item, Product product) {
        return new ItemAssets(item, product).read();
    }

    private List<Asset> read() {
        var best = new TreeMap<String, Candidate>();
        for (var entry : item.root().path("assets").properties()) {
            for (var candidate : candidates(entry.getKey(), entry.getValue())) {
                best.merge(
                        candidate.band, candidate, (a, b) -> BEST_FIRST.compare(a, b) <= 0 ? a : b);
            }
        }
        var chosen = new ArrayList<>(best.values());
        chosen.sort(Comparator.comparing(Candidate::asset).thenComparing(Candidate::index));
        var assets = new ArrayList<Asset>();
        Candidate last = null;
        for (var candidate : chosen) {
            if (last == null
                    || !last.asset.equals(candidate.asset)
                    || !last.storage.equals(candidate.storage)) {
                assets.add(asset(candidate));
            }
            assets.get(assets.size() - 1)
                    .getBands()
                    .add(new RasterBand(candidate.band, candidate.index));
            last = candidate;
        }
        return assets;
    }

    private Asset asset(Candidate candidate) {
        var asset = new Asset();
        asset.setName(candidate.asset);
        asset.setHref(candidate.node.path("href").textValue());
        asset.setBands(new ArrayList<>());
        asset.setEpsg(epsg(candidate.node));
        asset.setScale(candidate.storage.scale);
        asset.setOffset(candidate.storage.offset);
        asset.setUnit(candidate.storage.unit);
        asset.setQuantity(candidate.storage.quantity);
        asset.setCalibration(
                sensor == Sensor.S1 ? radar.calibration(candidate.band).orElse(null) : null);
        asset.setNodata(candidate.storage.nodata.orElse(null));
        return asset;
    }

    private List<Candidate> candidates(String key, JsonNode asset) {
        var href = asset.path("href");
        var type = asset.path("type").asText("").toLowerCase(Locale.ROOT);
        if (!href.isTextual()
                || href.textValue().isBlank()
                || NOT_A_RASTER.matcher(type).matches()
                || PICTURE.matcher(key.toLowerCase(Locale.ROOT)).matches()
                || isPicture(asset.path("roles"))) {
            return List.of();
        }
        if (href.textValue().length() > 4096 || key.length() > 512) {
            throw invalid(key, "href", href, "at most 4096 characters");
        }
        if (!Refusal.isFit(key) || !Refusal.isFit(href.textValue())) {
            throw invalid(key, "href", href, "a name and a reference without control characters");
        }
        var bands = asset.path("bands").isArray() ? asset.path("bands") : asset.path("eo:bands");
        var found = new ArrayList<Candidate>();
        for (var i = 0; i < Math.max(1, bands.size()); i++) {
            var node = bands.path(i);
            var index = i;
            named(node)
                    .or(() -> bands.size() <= 1 ? BandNames.ofKey(key, sensor) : Optional.empty())
                    .ifPresent(
                            band ->
                                    found.add(
                                            new Candidate(
                                                    key,
                                                    asset,
                                                    band,
                                                    index,
                                                    pixel(key, asset, index),
                                                    storage(key, asset, node, index, band))));
        }
        return found;
    }

    private Optional<String> named(JsonNode band) {
        return BandNames.of(band.path("name").asText(""), sensor)
                .or(() -> BandNames.of(band.path("eo:common_name").asText(""), sensor))
                .or(() -> BandNames.of(band.path("common_name").asText(""), sensor));
    }

    private static boolean isPicture(JsonNode roles) {
        for (var role : roles) {
            if (role.asText("").matches("visual|overview|thumbnail|metadata")) {
                return true;
            }
        }
        return false;
    }

    /** Width of a pixel in metres, as far as the Item tells. */
    private static double pixel(String key, JsonNode asset, int index) {
        var suffix = PIXELS.matcher(key);
        var step = Math.abs(asset.path("proj:transform").path(0).asDouble(0));
        if (step >= 1) {
            return step;
        }
        if (suffix.matches()) {
            return Double.parseDouble(suffix.group(1));
        }
        for (var node :
                List.of(
                        asset.path("raster:spatial_resolution"),
                        asset.path("raster:bands").path(index).path("spatial_resolution"),
                        asset.path("gsd"))) {
            if (node.isNumber()) {
                return node.doubleValue();
            }
        }
        return Double.MAX_VALUE;
    }

    private Storage storage(String key, JsonNode asset, JsonNode band, int index, String name) {
        var old = asset.path("raster:bands").path(index);
        var nodata = first(asset.path("nodata"), band.path("nodata"), old.path("nodata"));
        var noValue = nodata.map(n -> nodata(key, n));
        if (name.equals("SCL")) {
            return new Storage(1, 0, "", "", noValue);
        }
        var scale =
                number(key, "raster:scale", asset, band, old.path("scale"))
                        .orElse(sensor == Sensor.S2 ? 0.0001 : 1);
        if (scale == 0) {
            throw invalid(key, "raster:scale", asset.path("raster:scale"), "not zero");
        }
        var offset = number(key, "raster:offset", asset, band, old.path("offset"));
        if (sensor == Sensor.S2) {
            return new Storage(scale, offsets.of(key, offset), "", "", noValue);
        }
        var unit = first(band.path("unit"), asset.path("unit"), old.path("unit"));
        return new Storage(
                scale,
                offset.orElse(0.0),
                RadarRadiometry.unit(unit.map(n -> n.asText("")).orElse("")),
                radar.quantity(key, asset, band),
                noValue);
    }

    /** What a band says, else its asset; the older form must not say otherwise. */
    private static Optional<Double> number(
            String key, String field, JsonNode asset, JsonNode band, JsonNode old) {
        var stated = first(band.path(field), asset.path(field)).map(n -> number(key, field, n));
        var older = first(old).map(n -> number(key, field, n));
        if (stated.isPresent() && older.isPresent() && !stated.equals(older)) {
            throw invalid(
                    key,
                    field,
                    old,
                    stated.get() + ", as " + field + " says: raster:bands says otherwise");
        }
        return stated.or(() -> older);
    }

    private static Double number(String key, String field, JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw invalid(key, field, node, "a number");
        }
        return node.doubleValue();
    }

    private static String nodata(String key, JsonNode node) {
        var text = node.asText("").trim();
        if (node.isNumber() || NUMBER.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            return String.valueOf(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw invalid(key, "nodata", node, "a number, or nan");
        }
    }

    private int epsg(JsonNode asset) {
        for (var node :
                List.of(
                        asset.path("proj:code"),
                        asset.path("proj:epsg"),
                        item.property("proj:code"),
                        item.property("proj:epsg"))) {
            var match = EPSG.matcher(node.asText(""));
            if (match.matches()) {
                return Integer.parseInt(match.group(1));
            }
            if (node.isIntegralNumber() && node.intValue() > 1000 && node.intValue() < 1_000_000) {
                return node.intValue();
            }
        }
        return 0;
    }

    private static Optional<JsonNode> first(JsonNode... nodes) {
        for (var node : nodes) {
            if (!node.isMissingNode() && !node.isNull()) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    static Refusal invalid(String key, String field, JsonNode found, String expected) {
        return new Refusal(
                RejectReason.FIELD_INVALID,
                "data.assets."
                        + Refusal.shown(key)
                        + "."
                        + field
                        + ": "
                        + Refusal.shown(found)
                        + " (expected: "
                        + expected
                        + ")");
    }
}
