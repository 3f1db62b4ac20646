package io.groundtrack.ingest.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.groundtrack.ingest.notice.GeoJsonFootprint;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.tiling.PatchExtent;
import io.groundtrack.ingest.tiling.PatchGrid;
import io.groundtrack.ingest.tiling.Tiles;
import io.groundtrack.schemas.TileShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A patch of BigEarthNet: a folder named after product, column and row, with one file a band and,
 * in the first edition, {@code …_labels_metadata.json}.
 *
 * <p>Tile and orbit come from the name (second edition), else from the product that the labels
 * name, else the tile from where the pixels lie. Source: Sumbul et al. 2021, BigEarthNet-MM; Clasen
 * et al. 2024, reBEN.
 */
final class BigEarthNetItem {

    private static final Pattern S2 =
            Pattern.compile(
                    "S2([A-D])_MSIL2A_(\\d{8}T\\d{5,6})(?:_N\\d{4}_R(\\d{3})_T(\\w{5}))?_(\\d{1,2})_(\\d{1,2})");
    private static final Pattern S1 =
            Pattern.compile(
                    "S1([A-D])_IW_GRDH_1SDV_(\\d{8}T\\d{6})_(\\d{2}\\w{3})_(\\d{1,2})_(\\d{1,2})");
    private static final Pattern SOURCE = Pattern.compile(".*_R(\\d{3})_T(\\w{5})_.*");
    private static final Pattern SCENE =
            Pattern.compile("S1[A-D]_IW_GRDH_1SDV_\\d{8}T\\d{6}_\\d{8}T\\d{6}_(\\d{6})_.*");
    private static final List<String> S2_BANDS =
            List.of(
                    "B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B11",
                    "B12");
    private static final int MOST_LABEL_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CrsTransforms transforms;
    private final Find find;
    private final String name;
    private final Map<String, Path> bands = new TreeMap<>();
    private JsonNode labels = JsonNodeFactory.instance.objectNode();

    private BigEarthNetItem(Find find, CrsTransforms transforms) {
        this.transforms = transforms;
        this.find = find;
        this.name = find.path().getFileName().toString();
    }

    static boolean looksLikeOne(Path folder) {
        var name = String.valueOf(folder.getFileName());
        return S2.matcher(name).matches() || S1.matcher(name).matches();
    }

    static Described read(Find find, CrsTransforms transforms) throws IOException {
        return new BigEarthNetItem(find, transforms).read();
    }

    private Described read() throws IOException {
        for (var file : find.files()) {
            var own = file.getFileName().toString();
            if (own.startsWith(name + "_") && own.endsWith(".tif")) {
                bands.put(own.substring(name.length() + 1, own.length() - 4), file);
            } else if (own.endsWith("_labels_metadata.json")) {
                labels = labels(file);
            }
        }
        var optical = S2.matcher(name);
        return optical.matches() ? sentinel2(optical) : sentinel1();
    }

    private static JsonNode labels(Path file) throws IOException {
        if (Files.size(file) > MOST_LABEL_BYTES) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": " + Files.size(file) + " bytes (expected: labels)");
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + ": no JSON: " + e.getOriginalMessage());
        }
    }

    private Described sentinel2(Matcher match) throws IOException {
        var item = new RasterItem(name, "sentinel-2-l2a", transforms);
        var source = SOURCE.matcher(labels.path("tile_source").asText(""));
        var orbit =
                Optional.ofNullable(match.group(3))
                        .or(
                                () ->
                                        source.matches()
                                                ? Optional.of(source.group(1))
                                                : Optional.empty());
        common(item, "sentinel-2" + match.group(1).toLowerCase(Locale.ROOT), match.group(2));
        item.properties()
                .put("constellation", "sentinel-2")
                .put("processing:level", "L2A")
                .put("groundtrack:part", match.group(5) + "_" + match.group(6));
        orbit.ifPresent(o -> item.properties().put("sat:relative_orbit", Integer.parseInt(o)));
        item.properties().putArray("instruments").add("msi");
        var missing = new ArrayList<String>();
        for (var band : S2_BANDS) {
            if (bands.containsKey(band)) {
                item.band(band, bands.get(band))
                        .put("raster:scale", 0.0001)
                        .put("raster:offset", 0)
                        .put("nodata", 0);
            } else {
                missing.add(name + "_" + band + ".tif: is not there");
            }
        }
        Optional.ofNullable(match.group(4))
                .or(() -> source.matches() ? Optional.of(source.group(2)) : Optional.empty())
                .or(
                        () ->
                                tile(
                                        item,
                                        Integer.parseInt(match.group(5)),
                                        Integer.parseInt(match.group(6))))
                .ifPresent(t -> item.properties().put("grid:code", "MGRS-" + t));
        return new Described(item.build(), missing);
    }

    private Described sentinel1() throws IOException {
        var match = S1.matcher(name);
        if (!match.matches()) {
            throw new IllegalStateException(name);
        }
        var item = new RasterItem(name, "sentinel-1-rtc", transforms);
        common(item, "sentinel-1" + match.group(1).toLowerCase(Locale.ROOT), match.group(2));
        item.properties()
                .put("constellation", "sentinel-1")
                .put("sar:instrument_mode", "IW")
                .put("sar:product_type", "GRD")
                .put("grid:code", "MGRS-" + match.group(3))
                .put("groundtrack:part", match.group(4) + "_" + match.group(5));
        item.properties().putArray("sar:polarizations").add("VV").add("VH");
        item.properties().putArray("instruments").add("c-sar");
        var scene = labels.path("scene_source").asText("");
        var orbit = SCENE.matcher(scene);
        if (orbit.matches()) {
            item.properties().put("s1:scene", scene);
            item.properties().put("sat:absolute_orbit", Integer.parseInt(orbit.group(1)));
        }
        var missing = new ArrayList<String>();
        for (var band : List.of("VV", "VH")) {
            if (bands.containsKey(band)) {
                item.band(band, bands.get(band)).put("unit", "dB");
            } else {
                missing.add(name + "_" + band + ".tif: is not there");
            }
        }
        return new Described(item.build(), missing);
    }

    private void common(RasterItem item, String platform, String time) {
        item.properties()
                .put("datetime", PatchNames.time(time).toString())
                .put("platform", platform);
        if (labels.path("labels").isArray()) {
            var corine = item.properties().putArray("labels:corine");
            labels.path("labels").forEach(l -> corine.add(l.asText()));
        }
    }

    /** The tile whose patch of this column and row begins where the pixels begin. */
    private static Optional<String> tile(RasterItem item, int column, int row) {
        return item.geometry()
                .flatMap(
                        geometry ->
                                new Tiles(PatchExtent.GRANULE)
                                        .touchedBy(GeoJsonFootprint.of(geometry)).stream()
                                                .filter(s -> begins(s, item, column, row))
                                                .map(TileShare::getTile)
                                                .findFirst());
    }

    private static boolean begins(TileShare share, RasterItem item, int column, int row) {
        return share.getUlx() + column * PatchGrid.PATCH_SIDE == item.x0()
                && share.getUly() - row * PatchGrid.PATCH_SIDE == item.y0();
    }
}
