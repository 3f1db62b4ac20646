package io.groundtrack.ingest.access;

import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterException.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Local files that may be read: href → path below the base or another root.
 *
 * <p>Taken: {@code file:} URIs of this machine, absolute paths, and anything relative, against the
 * base. Held twice: the path as written, {@code ..} removed, before the disk is touched, so that
 * nobody learns what lies elsewhere; and the real path, symbolic links followed, which is the one
 * that is opened. Roots may come into being later.
 *
 * <p>Errors: {@link RasterException} with {@link Problem#ABSENT}.
 */
final class LocalRoots {

    private final Path base;
    private final List<Path> roots;

    LocalRoots(String base, List<String> roots) {
        this.base = folder(AccessOptions.BASE.key(), base);
        this.roots = new ArrayList<>(List.of(this.base));
        for (var root : roots) {
            this.roots.add(folder(AccessOptions.ALLOWED_ROOTS.key(), root));
        }
    }

    private static Path folder(String key, String text) {
        try {
            if (text.isBlank()) {
                throw new InvalidPathException(text, "empty");
            }
            var path = isFileUri(text) ? path(text) : Path.of(text);
            return path.toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key + ": " + text + " (expected: a folder or a file: URI)", e);
        }
    }

    static boolean isFileUri(String href) {
        return href.regionMatches(true, 0, "file:", 0, 5);
    }

    Path resolve(String href) throws IOException {
        var path = existing(href);
        try {
            var real = path.toRealPath();
            if (!isBelow(real, realRoots())) {
                throw refused(href);
            }
            return real;
        } catch (RasterException e) {
            throw e;
        } catch (IOException e) {
            // absent, or not ours to see: opening it says so
            return path;
        }
    }

    /** The path as written, or with its escapes read where only that exists. */
    private Path existing(String href) throws RasterException {
        try {
            if (isFileUri(href)) {
                return allowed(path(href), href);
            }
            var path = allowed(Path.of(href), href);
            // an href is a URI reference, so a blank may be written %20
            if (href.indexOf('%') >= 0 && !Files.exists(path)) {
                var escaped = URI.create(href).getPath();
                return escaped == null ? path : allowed(Path.of(escaped), href);
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw new RasterException(
                    Problem.ABSENT,
                    SafeName.printable(href),
                    "not a path (expected: a local file)");
        }
    }

    private Path allowed(Path path, String href) throws RasterException {
        var whole = base.resolve(path).normalize();
        if (isBelow(whole, roots) || isBelow(whole, realRoots())) {
            return whole;
        }
        throw refused(href);
    }

    private RasterException refused(String href) {
        return new RasterException(
                Problem.ABSENT,
                SafeName.printable(href),
                "lies outside the folders that may be read (expected: below "
                        + roots
                        + "; "
                        + AccessOptions.ALLOWED_ROOTS.key()
                        + " names others)");
    }

    private static boolean isBelow(Path path, List<Path> roots) {
        return roots.stream().anyMatch(path::startsWith);
    }

    private List<Path> realRoots() {
        var real = new ArrayList<Path>();
        for (var root : roots) {
            try {
                real.add(root.toRealPath());
            } catch (IOException e) {
                // not there yet: nothing lies in it
                continue;
            }
        }
        return real;
    }

    private static Path path(String href) {
        var uri = URI.create(href);
        var host = uri.getAuthority();
        if (host != null && !host.isEmpty() && !host.toLowerCase(Locale.ROOT).equals("localhost")) {
            throw new InvalidPathException(href, "a file of another machine");
        }
        if (uri.getPath() == null) {
            throw new InvalidPathException(href, "no path");
        }
        return Path.of(uri.getPath());
    }
}
