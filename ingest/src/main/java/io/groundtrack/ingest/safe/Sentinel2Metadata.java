package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The metadata files of a Sentinel-2 product: that of the product, that of its tile, or one of
 * them.
 *
 * <p>Which file is which is told by its root element, because archives rename them (a tile's
 * metadata has been seen under the name MTD_MSIL2A.xml). Errors: {@link SafeException} where there
 * is none, or more than one granule can have.
 */
final class Sentinel2Metadata {

    private static final Pattern METADATA = Pattern.compile("(?i)(.*/)?(.*MTD.*|.*metadata)\\.xml");
    private static final int MOST_METADATA = 64;

    private final Set<String> used = new LinkedHashSet<>();
    private XmlElement product;
    private XmlElement tile;
    private String productFile;
    private String tileFile;

    private Sentinel2Metadata() {}

    static Sentinel2Metadata find(SafeFiles files, Optional<Manifest> manifest) throws IOException {
        var found = new Sentinel2Metadata();
        var candidates = new ArrayList<String>();
        for (var path : files.sizes().keySet()) {
            if (METADATA.matcher(path).matches()
                    && !path.contains("DATASTRIP/")
                    && !path.contains("QI_DATA/")) {
                candidates.add(path);
            }
        }
        // what the manifest names goes first, then what lies in GRANULE, as it must
        candidates.sort(
                Comparator.comparing((String p) -> !listed(manifest, p))
                        .thenComparing(p -> p.indexOf('/') >= 0 && !p.startsWith("GRANULE/"))
                        .thenComparing(Comparator.naturalOrder()));
        if (candidates.size() > MOST_METADATA) {
            throw new SafeException(
                    files.name(),
                    candidates.size() + " metadata files",
                    "one granule; a product of many is not read");
        }
        for (var path : candidates) {
            try (var in = files.open(path)) {
                found.take(path, XmlFile.read(in, files.name() + "/" + path));
            }
        }
        if (found.product == null && found.tile == null) {
            throw new SafeException(
                    files.name(),
                    "no metadata of a Sentinel-1 or Sentinel-2 product",
                    "manifest.safe, MTD_MSIL1C.xml, MTD_MSIL2A.xml or MTD_TL.xml");
        }
        return found;
    }

    private static boolean listed(Optional<Manifest> manifest, String path) {
        return manifest.stream()
                .flatMap(m -> m.files().stream())
                .anyMatch(e -> e.path().equals(path));
    }

    private void take(String path, XmlElement root) {
        if (root.name().endsWith("_User_Product") && product == null) {
            product = root;
            productFile = path;
            used.add(path);
        } else if (root.name().endsWith("_Tile_ID") && tile == null) {
            tile = root;
            tileFile = path;
            used.add(path);
        }
    }

    /** Null where there is none. */
    XmlElement product() {
        return product;
    }

    String productFile() {
        return productFile;
    }

    /** Null where there is none. */
    XmlElement tile() {
        return tile;
    }

    String tileFile() {
        return tileFile;
    }

    /** The files that were taken. */
    Set<String> used() {
        return used;
    }
}
