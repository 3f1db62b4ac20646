package io.groundtrack.ingest.safe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Sentinel-1 or Sentinel-2 product in a SAFE folder or zip.
 *
 * <p>in: the folder or the zip → out: its STAC Item ({@link #item}), the files that the Item points
 * at ({@link #files}) and those of them that are missing or not whole yet ({@link #missing}).
 * Immutable once read; pixels are not opened.
 *
 * <p>Errors: {@link SafeException} naming the file, the element and what was expected; {@link
 * IOException} for a failing disk.
 */
public final class SafeProduct {

    private final ObjectNode item;
    private final Set<String> files;
    private final List<String> missing;

    private SafeProduct(ObjectNode item, Set<String> files, List<String> missing) {
        this.item = item;
        this.files = files;
        this.missing = missing;
    }

    /** Whether {@code path} is a folder or a zip that may hold a product, told by its names. */
    public static boolean looksLikeOne(Path path) {
        var name = String.valueOf(path.getFileName());
        return Files.isDirectory(path)
                ? name.endsWith(".SAFE") || Files.isRegularFile(path.resolve(Manifest.NAME))
                : name.matches("(?i)S[12][A-D]_.{10,200}\\.zip");
    }

    /** Reads the metadata; hrefs of a zipped product lead into the archive. */
    public static SafeProduct read(Path path) throws IOException {
        try (var product = Files.isDirectory(path) ? new SafeFolder(path) : new SafeZip(path)) {
            return of(product);
        }
    }

    /**
     * Unpacks what is read of a zipped product into {@code work/NAME.SAFE} and reads it there. The
     * folder appears whole or not at all.
     */
    public static SafeProduct unpack(Path zip, Path work) throws IOException {
        try (var archive = new SafeZip(zip)) {
            var inside = of(archive);
            if (!inside.missing.isEmpty()) {
                return inside;
            }
            var folder = unpacked(inside.id(), work);
            Unpacking.unpack(archive, inside.files, folder);
            try (var product = new SafeFolder(folder)) {
                return of(product);
            }
        }
    }

    /** Takes away what {@link #unpack} made. */
    public static void removeUnpacked(String id, Path work) throws IOException {
        Unpacking.remove(unpacked(id, work));
    }

    private static Path unpacked(String id, Path work) throws SafeException {
        return work.resolve(SafeFiles.sound(id, id + ".SAFE"));
    }

    private static SafeProduct of(SafeFiles product) throws IOException {
        var manifest = Manifest.of(product);
        var described =
                manifest.isPresent() && Sentinel1Safe.describes(manifest.get())
                        ? new Sentinel1Safe(product, manifest.get()).read()
                        : new Sentinel2Safe(product, manifest).read();
        return new SafeProduct(
                described.item, described.files, missing(product, manifest, described.files));
    }

    /** What a reader of one mission makes of a product. */
    record Described(ObjectNode item, Set<String> files) {
        Described {
            files = new LinkedHashSet<>(files);
        }
    }

    private static List<String> missing(
            SafeFiles product, Optional<Manifest> manifest, Set<String> files) {
        var missing = new ArrayList<String>();
        for (var file : files) {
            var stated =
                    manifest.stream()
                            .flatMap(m -> m.files().stream())
                            .filter(e -> e.path().equals(file))
                            .mapToLong(Manifest.Entry::bytes)
                            .findFirst()
                            .orElse(-1);
            var size = product.sizes().get(file);
            if (size == null) {
                missing.add(file + ": is not there");
            } else if (stated >= 0 && stated != size) {
                missing.add(file + ": " + size + " bytes of " + stated);
            } else if (size == 0) {
                missing.add(file + ": is empty");
            }
        }
        return List.copyOf(missing);
    }

    /** Name of the product, without .SAFE. */
    public String id() {
        return item.path("id").textValue();
    }

    /** The Item; each call gives a copy. */
    public ObjectNode item() {
        return item.deepCopy();
    }

    /** Files that the Item was made of or points at, relative to the product. */
    public Set<String> files() {
        return Set.copyOf(files);
    }

    /**
     * Files of those that are not whole, each with how it stands; empty: the product is complete.
     */
    public List<String> missing() {
        return missing;
    }
}
