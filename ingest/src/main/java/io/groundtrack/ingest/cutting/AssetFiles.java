package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the file of an asset is: href → path in the local file system.
 *
 * <p>Taken: {@code file:} URIs, absolute paths, and anything relative, against the base. Errors:
 * {@link RasterException} with {@link Problem#ABSENT} for other schemes and impossible paths.
 */
final class AssetFiles {

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final Path base;

    AssetFiles(String base) {
        try {
            this.base = path(base);
        } catch (RasterException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    CutOptions.ASSETS_BASE.key()
                            + ": "
                            + base
                            + " (expected: a folder or a file: URI)",
                    e);
        }
    }

    Path resolve(String href) throws RasterException {
        try {
            var path = base.resolve(path(href)).normalize();
            // an href is a URI reference, so a blank may be written %20
            if (href.indexOf('%') >= 0 && !SCHEME.matcher(href).matches() && !Files.exists(path)) {
                return base.resolve(URI.create(href).getPath()).normalize();
            }
            return path;
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new RasterException(
                    Problem.ABSENT, href, "not a path (expected: a local file): " + e.getMessage());
        }
    }

    private static Path path(String href) throws RasterException {
        if (href.isBlank()) {
            throw new RasterException(Problem.ABSENT, "(empty href)", "expected: a local file");
        }
        if (!SCHEME.matcher(href).matches()) {
            return Path.of(href);
        }
        var uri = URI.create(href);
        if (!"file".equalsIgnoreCase(uri.getScheme())) {
            throw new RasterException(
                    Problem.ABSENT,
                    href,
                    "scheme " + uri.getScheme() + " is not read (expected: a local file)");
        }
        if (uri.getPath() == null) {
            throw new InvalidPathException(href, "no path");
        }
        return Path.of(uri.getPath());
    }
}
