package io.groundtrack.ingest.safe;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.NavigableMap;
import java.util.regex.Pattern;

/** The files of one product, in a folder or in a zip; names are relative to the product. */
interface SafeFiles extends Closeable {

    /** More than any product holds: a Sentinel-2 granule has about 120, an SLC about 60. */
    int MOST_FILES = 20_000;

    /** A name that may become a path below the product. */
    Pattern SOUND = Pattern.compile("[^/\\\\:\\p{Cntrl}]+(/[^/\\\\:\\p{Cntrl}]+)*");

    /** Folder or archive, as it stands in messages. */
    String name();

    /** Name of the product's own folder, without .SAFE. */
    String product();

    /** Bytes of each file. */
    NavigableMap<String, Long> sizes();

    InputStream open(String path) throws IOException;

    /** Where the file is for a reader of pixels. */
    String href(String path);

    /** The path without {@code ./}, where it stays below the product. */
    static String sound(String where, String path) throws SafeException {
        var plain = path.startsWith("./") ? path.substring(2) : path;
        if (plain.length() > 1024 || !SOUND.matcher(plain).matches()) {
            throw unsound(where, path);
        }
        for (var step : plain.split("/")) {
            if (step.equals(".") || step.equals("..")) {
                throw unsound(where, path);
            }
        }
        return plain;
    }

    private static SafeException unsound(String where, String path) {
        return new SafeException(where, "name " + path, "a path that stays inside the product");
    }

    /** The name without what archives and ground segments append. */
    static String withoutSuffix(String name) {
        return name.replaceFirst("(?i)\\.zip$", "").replaceFirst("(?i)\\.SAFE$", "");
    }
}
