package io.groundtrack.ingest.safe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The images of a Sentinel-2 granule: which file holds which band, on which grid, and how its
 * numbers are meant.
 *
 * <p>Files are those that the product lists; where none of them is there under its name, as in the
 * buckets of AWS, those whose names tell a band. Scale and offset come from the product's own
 * {@code QUANTIFICATION_VALUE} and {@code ADD_OFFSET} elements; where the product metadata is
 * missing they are left out, and the baseline decides when the notice is read.
 */
final class Sentinel2Images {

    private static final List<String> BANDS =
            List.of(
                    "B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B10",
                    "B11", "B12");
    private static final Set<String> TEN = Set.of("B02", "B03", "B04", "B08");
    private static final Set<String> SIXTY = Set.of("B01", "B09", "B10");
    private static final Pattern LISTED = Pattern.compile(".*_(B\\d{2}|B8A|SCL)(?:_(10|20|60)m)?");
    private static final Pattern FOUND =
            Pattern.compile(
                    "(?:.*/)?(?:[^/]*_)?(B0[1-9]|B1[0-2]|B8A|SCL)(?:_(10|20|60)m)?\\.(?:jp2|tiff?)");
    private static final Pattern RESOLUTION_FOLDER = Pattern.compile("(?:.*/)?R(10|20|60)m/.*");
    private static final List<String> SUFFIXES = List.of(".jp2", ".tif", ".tiff", "");

    private record Image(String band, int resolution, String path) {}

    private final SafeFiles files;
    private final XmlElement product;
    private final XmlElement tile;
    private final String file;
    private final String level;

    Sentinel2Images(
            SafeFiles files, XmlElement product, XmlElement tile, String file, String level) {
        this.files = files;
        this.product = product;
        this.tile = tile;
        this.file = file;
        this.level = level;
    }

    /** Adds an asset for each image and gives their paths. */
    List<String> addTo(ItemDraft draft) throws SafeException {
        var grid = tile == null ? null : new Sentinel2Grid(tile, file);
        if (grid != null) {
            draft.properties().put("proj:code", "EPSG:" + grid.epsg());
        }
        var scale = scale();
        var offsets = offsets(draft);
        var paths = new ArrayList<String>();
        for (var image : images()) {
            var asset =
                    draft.raster(image.band + "_" + image.resolution + "m", files.href(image.path));
            asset.putArray("bands").addObject().put("name", image.band);
            asset.put("gsd", image.resolution).put("nodata", 0);
            if (grid != null) {
                place(asset, grid, image.resolution);
            }
            if (!image.band.equals("SCL")) {
                scale.ifPresent(s -> asset.put("raster:scale", s));
                Optional.ofNullable(offsets.get(image.band))
                        .ifPresent(o -> asset.put("raster:offset", o * scale.orElse(1e-4)));
            }
            paths.add(image.path);
        }
        return paths;
    }

    private static void place(ObjectNode asset, Sentinel2Grid grid, int resolution)
            throws SafeException {
        var at = grid.at(resolution);
        if (at.isPresent()) {
            var g = at.get();
            asset.putArray("proj:shape").add(g.rows()).add(g.columns());
            asset.putArray("proj:transform")
                    .add(g.xStep())
                    .add(0)
                    .add(g.ulx())
                    .add(0)
                    .add(g.yStep())
                    .add(g.uly());
        }
    }

    private List<Image> images() throws SafeException {
        var listed = listed();
        if (!listed.isEmpty() && listed.stream().anyMatch(i -> files.sizes().containsKey(i.path))) {
            return listed;
        }
        var found = found();
        if (listed.isEmpty() && found.isEmpty()) {
            throw new SafeException(
                    file, "IMAGE_FILE", "no image of a band", "B01 … B12, B8A, SCL");
        }
        return found.isEmpty() ? listed : found;
    }

    private List<Image> listed() throws SafeException {
        var images = new ArrayList<Image>();
        if (product == null) {
            return images;
        }
        for (var granule : granules()) {
            var suffix =
                    granule.attribute("imageFormat")
                                    .filter(f -> f.matches("(?i).*tif.*|COG"))
                                    .isPresent()
                            ? ".tif"
                            : ".jp2";
            for (var name : List.of("IMAGE_FILE", "IMAGE_FILE_2A", "IMAGE_ID", "IMAGE_ID_2A")) {
                for (var image : granule.all(name)) {
                    var match = LISTED.matcher(image.text());
                    if (match.matches()
                            && (BANDS.contains(match.group(1)) || match.group(1).equals("SCL"))) {
                        var path = SafeFiles.sound(file, image.text());
                        images.add(
                                new Image(
                                        match.group(1),
                                        resolution(match.group(1), match.group(2)),
                                        onDisk(path, suffix)));
                    }
                }
            }
        }
        return images;
    }

    private List<XmlElement> granules() {
        var granules = new ArrayList<>(product.allDeep("Granule"));
        granules.addAll(product.allDeep("Granules"));
        return granules;
    }

    private String onDisk(String path, String suffix) {
        return SUFFIXES.stream()
                .map(s -> path + s)
                .filter(files.sizes()::containsKey)
                .findFirst()
                .orElse(path + suffix);
    }

    private List<Image> found() {
        var images = new ArrayList<Image>();
        for (var path : files.sizes().keySet()) {
            var match = FOUND.matcher(path);
            if (match.matches() && !path.contains("QI_DATA/") && !path.contains("qi/")) {
                var folder = RESOLUTION_FOLDER.matcher(path);
                var stated =
                        match.group(2) == null && folder.matches()
                                ? folder.group(1)
                                : match.group(2);
                images.add(new Image(match.group(1), resolution(match.group(1), stated), path));
            }
        }
        return images;
    }

    private static int resolution(String band, String stated) {
        return stated != null
                ? Integer.parseInt(stated)
                : TEN.contains(band) ? 10 : SIXTY.contains(band) ? 60 : 20;
    }

    private Optional<Double> scale() throws SafeException {
        if (product == null) {
            return Optional.empty();
        }
        var stated =
                product.deep("BOA_QUANTIFICATION_VALUE")
                        .or(() -> product.deep("L2A_BOA_QUANTIFICATION_VALUE"))
                        .or(() -> product.deep("QUANTIFICATION_VALUE"));
        if (stated.isEmpty()) {
            throw new SafeException(file, "QUANTIFICATION_VALUE", "absent", "a number");
        }
        var value = stated.get().number();
        if (!(value > 0)) {
            throw stated.get().invalid("a positive number");
        }
        return Optional.of(1 / value);
    }

    /**
     * What is added to the digital numbers of each band; nothing where the product is not known.
     */
    private Map<String, Double> offsets(ItemDraft draft) throws SafeException {
        var offsets = new HashMap<String, Double>();
        if (product == null) {
            return offsets;
        }
        var name = level.equals("L2A") ? "BOA_ADD_OFFSET" : "RADIO_ADD_OFFSET";
        var stated = product.allDeep(name);
        var baseline = draft.properties().path("s2:processing_baseline").asText("");
        if (stated.isEmpty() && baseline.compareTo("04.00") >= 0 && !baseline.equals("99.99")) {
            throw new SafeException(file, name, "absent", "one a band, from baseline 04.00 on");
        }
        BANDS.forEach(band -> offsets.put(band, 0.0));
        for (var offset : stated) {
            var id = offset.attribute("band_id").or(() -> offset.attribute("bandId")).orElse("");
            if (!id.matches("\\d|1[0-2]")) {
                throw offset.invalid("band_id 0 … 12, not '" + id + "'");
            }
            offsets.put(BANDS.get(Integer.parseInt(id)), offset.number());
        }
        return offsets;
    }
}
