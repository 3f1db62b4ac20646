package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code manifest.safe} says.
 *
 * @param root the document
 * @param files what the product is made of, in the order of the manifest
 */
record Manifest(XmlElement root, List<Entry> files) {

    static final String NAME = "manifest.safe";

    /**
     * A file of the product.
     *
     * @param path relative to the product
     * @param bytes its size; −1 where the manifest does not say
     */
    record Entry(String path, long bytes) {}

    /** The manifest of a product, where it has one. */
    static Optional<Manifest> of(SafeFiles files) throws IOException {
        if (!files.sizes().containsKey(NAME)) {
            return Optional.empty();
        }
        var file = files.name() + "/" + NAME;
        try (var in = files.open(NAME)) {
            var root = XmlFile.read(in, file);
            if (!root.name().equals("XFDU")) {
                throw new SafeException(file, root.name(), "is the root element", "xfdu:XFDU");
            }
            var entries = new ArrayList<Entry>();
            for (var stream : root.all("dataObjectSection/dataObject/byteStream")) {
                var href = stream.first("fileLocation").flatMap(l -> l.attribute("href"));
                if (href.isEmpty()) {
                    throw new SafeException(
                            file, stream.path() + "/fileLocation/@href", "absent", "a path");
                }
                entries.add(new Entry(SafeFiles.sound(file, href.get()), bytes(stream)));
            }
            return Optional.of(new Manifest(root, List.copyOf(entries)));
        }
    }

    private static long bytes(XmlElement stream) throws SafeException {
        var size = stream.attribute("size");
        if (size.isEmpty()) {
            return -1;
        }
        try {
            return Long.parseLong(size.get());
        } catch (NumberFormatException e) {
            throw stream.invalid("@size: a whole number, not " + size.get());
        }
    }
}
