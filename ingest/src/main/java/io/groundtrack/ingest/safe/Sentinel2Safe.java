package io.groundtrack.ingest.safe;

import io.groundtrack.ingest.raster.CrsTransforms;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the metadata of a Sentinel-2 product: one granule of level 1C or 2A.
 *
 * <p>Where the product metadata is missing, the tile's is enough for everything but the datatake,
 * which the name then has to tell.
 */
final class Sentinel2Safe {

    private static final Pattern TILE_ID =
            Pattern.compile(
                    "S2([A-D])_\\w{4}_MSI_L\\w{2}_TL_.{4}_\\d{8}T\\d{6}_A(\\d{6})_T(\\w{5})(?:_N\\d{2}\\.\\d{2})?");
    private static final Pattern PRODUCT = Pattern.compile("S2[A-D]_MSIL(1C|2A)_\\d{8}T\\d{6}_.*");

    private final SafeFiles files;
    private final Set<String> used = new LinkedHashSet<>();
    private final XmlElement product;
    private final XmlElement tile;
    private final String productFile;
    private final String tileFile;

    Sentinel2Safe(SafeFiles files, Optional<Manifest> manifest) throws IOException {
        var metadata = Sentinel2Metadata.find(files, manifest);
        this.files = files;
        this.product = metadata.product();
        this.productFile = metadata.productFile();
        this.tile = metadata.tile();
        this.tileFile = metadata.tileFile();
        this.used.addAll(metadata.used());
    }

    SafeProduct.Described read() throws IOException {
        var level = level();
        var tileId = tileId();
        var draft = new ItemDraft(id(tileId), "sentinel-2-" + level.toLowerCase(Locale.ROOT));
        identity(draft, level, tileId);
        quality(draft);
        footprint(draft);
        used.addAll(new Sentinel2Images(files, product, tile, name(), level).addTo(draft));
        return new SafeProduct.Described(draft.build(), used);
    }

    private String name() {
        return files.name() + "/" + (product != null ? productFile : tileFile);
    }

    private String level() throws SafeException {
        var root = (product != null ? product : tile).name();
        var match = Pattern.compile("Level-(1C|2A)p?_.*").matcher(root);
        if (!match.matches()) {
            throw new SafeException(name(), root, "is the root element", "level 1C or 2A");
        }
        return "L" + match.group(1);
    }

    private Optional<String> info(String path) {
        return product == null ? Optional.empty() : product.textAt("General_Info/" + path);
    }

    private Optional<String> tileInfo(String path) {
        return tile == null ? Optional.empty() : tile.textAt("General_Info/" + path);
    }

    /** The granule's id; a product of several granules is refused. */
    private Optional<Matcher> tileId() throws SafeException {
        var ids = new LinkedHashSet<String>();
        if (product != null) {
            for (var name : List.of("Granule", "Granules")) {
                for (var granule : product.allDeep(name)) {
                    granule.attribute("granuleIdentifier").ifPresent(ids::add);
                }
            }
        }
        if (ids.size() > 1) {
            throw new SafeException(
                    name(),
                    "Granule_List",
                    ids.size() + " granules",
                    "one; products from before December 2016 hold several and are not read");
        }
        var id =
                tileInfo("TILE_ID")
                        .or(() -> tileInfo("TILE_ID_2A"))
                        .or(() -> ids.stream().findFirst());
        if (id.isEmpty()) {
            return Optional.empty();
        }
        var match = TILE_ID.matcher(id.get());
        if (!match.matches()) {
            throw new SafeException(
                    name(), "TILE_ID", id.get(), "such as S2A_OPER_MSI_L2A_TL_…_T33UUP_N05.09");
        }
        if (!ids.isEmpty() && ids.stream().noneMatch(i -> sameTile(i, match))) {
            throw new SafeException(
                    files.name() + "/" + tileFile,
                    "TILE_ID",
                    id.get(),
                    "the granule of " + productFile + ", " + ids.iterator().next());
        }
        return Optional.of(match);
    }

    private static boolean sameTile(String id, Matcher tile) {
        var match = TILE_ID.matcher(id);
        return match.matches() && match.group(3).equals(tile.group(3));
    }

    private String id(Optional<Matcher> tileId) {
        return info("Product_Info/PRODUCT_URI")
                .or(() -> info("L2A_Product_Info/PRODUCT_URI_2A"))
                .map(SafeFiles::withoutSuffix)
                .or(() -> Optional.of(files.product()).filter(n -> PRODUCT.matcher(n).matches()))
                .or(() -> tileId.map(Matcher::group))
                .orElse(files.product());
    }

    private void identity(ItemDraft draft, String level, Optional<Matcher> tileId)
            throws SafeException {
        var info =
                product == null
                        ? null
                        : product.first("General_Info/Product_Info")
                                .or(() -> product.first("General_Info/L2A_Product_Info"))
                                .orElse(null);
        Optional<XmlElement> datatake = info == null ? Optional.empty() : info.first("Datatake");
        var platform =
                datatake.flatMap(d -> d.textAt("SPACECRAFT_NAME"))
                        .map(n -> n.toLowerCase(Locale.ROOT))
                        .or(
                                () ->
                                        tileId.map(
                                                m ->
                                                        "sentinel-2"
                                                                + m.group(1)
                                                                        .toLowerCase(Locale.ROOT)));
        draft.put("platform", platform).properties().put("constellation", "sentinel-2");
        draft.properties().putArray("instruments").add("msi");
        var sensing =
                tileInfo("SENSING_TIME")
                        .or(() -> datatake.flatMap(d -> d.textAt("DATATAKE_SENSING_START")))
                        .or(
                                () ->
                                        info == null
                                                ? Optional.empty()
                                                : info.textAt("PRODUCT_START_TIME"));
        if (sensing.isEmpty()) {
            throw new SafeException(name(), "SENSING_TIME", "absent", "the sensing start");
        }
        draft.put("datetime", ItemDraft.time(sensing.get(), name(), "SENSING_TIME"));
        if (info != null) {
            var generation = info.require("GENERATION_TIME", "a time");
            var made = ItemDraft.time(generation, name(), "GENERATION_TIME").toString();
            draft.properties()
                    .put("created", made)
                    .put("s2:generation_time", made)
                    .put("processing:datetime", made);
            draft.put(
                    "s2:product_uri",
                    info.textAt("PRODUCT_URI").or(() -> info.textAt("PRODUCT_URI_2A")));
            draft.put("s2:product_type", info.textAt("PRODUCT_TYPE"));
            draft.put("s2:processing_baseline", info.textAt("PROCESSING_BASELINE"));
        } else {
            var match =
                    tileId.map(m -> m.group())
                            .map(Pattern.compile("N(\\d{2}\\.\\d{2})$")::matcher)
                            .filter(Matcher::find);
            draft.put("s2:processing_baseline", match.map(m -> m.group(1)));
        }
        draft.properties().put("processing:level", level);
        draft.put("s2:datatake_id", datatake.flatMap(d -> d.attribute("datatakeIdentifier")));
        draft.put("s2:datatake_type", datatake.flatMap(d -> d.textAt("DATATAKE_TYPE")));
        draft.put("s2:datastrip_id", datastrip());
        draft.put("s2:tile_id", tileId.map(Matcher::group));
        var orbit = datatake.flatMap(d -> d.first("SENSING_ORBIT_NUMBER"));
        if (orbit.isPresent()) {
            draft.whole("sat:relative_orbit", Optional.of((int) orbit.get().number()));
        }
        draft.whole("sat:absolute_orbit", tileId.map(m -> Integer.valueOf(m.group(2))));
        draft.put(
                "sat:orbit_state",
                datatake.flatMap(d -> d.textAt("SENSING_ORBIT_DIRECTION"))
                        .map(d -> d.toLowerCase(Locale.ROOT)));
        draft.put("grid:code", tileId.map(m -> "MGRS-" + m.group(3)));
    }

    private Optional<String> datastrip() {
        return tileInfo("DATASTRIP_ID")
                .or(() -> tileInfo("DATASTRIP_ID_2A"))
                .or(
                        () ->
                                Optional.ofNullable(product)
                                        .flatMap(
                                                p -> p.deep("Granule").or(() -> p.deep("Granules")))
                                        .flatMap(g -> g.attribute("datastripIdentifier")));
    }

    private void quality(ItemDraft draft) throws SafeException {
        var cloud = percentage("CLOUDY_PIXEL_PERCENTAGE");
        draft.number(
                "eo:cloud_cover",
                cloud.isPresent() ? cloud : percentage("Cloud_Coverage_Assessment"));
        draft.number("s2:nodata_pixel_percentage", percentage("NODATA_PIXEL_PERCENTAGE"));
        draft.number("s2:snow_ice_percentage", percentage("SNOW_ICE_PERCENTAGE"));
    }

    private Optional<Double> percentage(String element) throws SafeException {
        for (var root : new XmlElement[] {product, tile}) {
            var found =
                    Optional.ofNullable(root)
                            .flatMap(r -> r.first("Quality_Indicators_Info"))
                            .flatMap(q -> q.deep(element));
            if (found.isPresent() && !found.get().text().isBlank()) {
                return Optional.of(found.get().number());
            }
        }
        return Optional.empty();
    }

    /** The ground with valid pixels where the product says it, else the square of the tile. */
    private void footprint(ItemDraft draft) throws SafeException {
        var stated = product == null ? Optional.<XmlElement>empty() : product.deep("EXT_POS_LIST");
        if (stated.isPresent()) {
            var at = stated.get();
            var positions = ItemDraft.numbers(at.text(), name(), at.path());
            draft.footprint(positions, name(), at.path());
            draft.properties().put("groundtrack:footprint", "valid pixels");
            return;
        }
        if (tile == null) {
            throw new SafeException(name(), "EXT_POS_LIST", "absent", "the footprint");
        }
        var geocoding = new Sentinel2Grid(tile, files.name() + "/" + tileFile);
        draft.footprint(
                geocoding.outline(new CrsTransforms()),
                files.name() + "/" + tileFile,
                "Tile_Geocoding");
        draft.properties().put("groundtrack:footprint", "whole tile");
    }
}
