package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A product in a zip, as the Copernicus Data Space delivers it.
 *
 * <p>Only the central directory and the metadata are read. Number of entries, sizes and ratios are
 * bounded before; a name that would leave the product refuses the whole archive, because nobody
 * packs one by accident. State: an open file.
 */
final class SafeZip implements SafeFiles {

    /** Largest file of a product: an S1 SLC measurement has 1.5 GB, as stripmap up to 8 GB. */
    static final long MOST_ENTRY_BYTES = 16L << 30;

    /** Largest product. */
    static final long MOST_BYTES = 64L << 30;

    /** XML of sun angles and of noise shrinks to a fiftieth; nothing real shrinks more. */
    static final long MOST_RATIO = 250;

    /** Below this a ratio says nothing. */
    private static final long SMALL = 1 << 20;

    private final ZipFile zip;
    private final String name;
    private final Path file;
    private final String folder;
    private final NavigableMap<String, Long> sizes = new TreeMap<>();
    private final Map<String, ZipEntry> entries = new HashMap<>();

    SafeZip(Path file) throws IOException {
        this.file = file.toAbsolutePath().normalize();
        this.name = String.valueOf(file.getFileName());
        ZipDirectory.of(file).require(name, MOST_FILES);
        try {
            this.zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new SafeException(name, "no zip: " + e.getMessage(), "a zip");
        }
        try {
            this.folder = takeEntries();
        } catch (IOException e) {
            zip.close();
            throw e;
        } catch (IllegalArgumentException e) {
            zip.close();
            throw new SafeException(name, "a name that is not UTF-8", "a zip");
        }
    }

    private String takeEntries() throws IOException {
        var all = new TreeMap<String, ZipEntry>();
        var total = 0L;
        for (var i = zip.entries().asIterator(); i.hasNext(); ) {
            var entry = i.next();
            if (entry.isDirectory()) {
                SafeFiles.sound(name, entry.getName().replaceFirst("/+$", ""));
                continue;
            }
            var path = SafeFiles.sound(name, entry.getName());
            var size = entry.getSize();
            if (size < 0 || size > MOST_ENTRY_BYTES) {
                throw refused(path, size + " bytes", "at most " + MOST_ENTRY_BYTES);
            }
            if (size > SMALL && size / Math.max(1, entry.getCompressedSize()) > MOST_RATIO) {
                throw refused(
                        path,
                        "inflates from " + entry.getCompressedSize() + " to " + size + " bytes",
                        "at most " + MOST_RATIO + " times");
            }
            total += size;
            if (total > MOST_BYTES) {
                throw new SafeException(
                        name, "more than " + MOST_BYTES + " bytes unpacked", "one product");
            }
            if (all.put(path, entry) != null) {
                throw refused(path, "is there twice", "each file once");
            }
        }
        var top = top(all);
        for (var entry : all.entrySet()) {
            var path = entry.getKey().substring(top.isEmpty() ? 0 : top.length() + 1);
            sizes.put(path, entry.getValue().getSize());
            entries.put(path, entry.getValue());
        }
        return top;
    }

    /** The one folder that all entries share; empty where there is none. */
    private static String top(NavigableMap<String, ZipEntry> all) {
        if (all.isEmpty() || all.firstKey().indexOf('/') < 0) {
            return "";
        }
        var top = all.firstKey().substring(0, all.firstKey().indexOf('/'));
        return all.lastKey().startsWith(top + "/") ? top : "";
    }

    private SafeException refused(String path, String what, String expected) {
        return new SafeException(name + "!/" + path, what, expected);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String product() {
        return SafeFiles.withoutSuffix(folder.isEmpty() ? name : folder);
    }

    @Override
    public NavigableMap<String, Long> sizes() {
        return sizes;
    }

    @Override
    public InputStream open(String path) throws IOException {
        var entry = entries.get(path);
        if (entry == null) {
            throw refused(path, "is not there", "a file of the product");
        }
        try {
            return zip.getInputStream(entry);
        } catch (ZipException e) {
            throw refused(path, "cannot be unpacked: " + e.getMessage(), "stored or deflated");
        }
    }

    /** Inside the archive: names the place, but no reader of pixels opens it. */
    @Override
    public String href(String path) {
        return "jar:" + file.toUri() + "!/" + (folder.isEmpty() ? "" : folder + "/") + path;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
