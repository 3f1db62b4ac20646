package io.groundtrack.ingest.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * STAC Items that lie beside their assets.
 *
 * <p>in: a JSON file → out: the Item with its relative hrefs made absolute, and which of its local
 * files are missing. A local file must lie inside the folder that is watched: an Item may come from
 * anybody, and must not lead to other files of this machine. Hrefs with other schemes stay as they
 * are: who reads the notice decides about them.
 *
 * <p>State: what each JSON file listed when it was last read.
 */
final class StacItemFiles {

    static final int MOST_BYTES = 4 << 20;

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxStringLength(1 << 20)
                                                    .maxDocumentLength(MOST_BYTES)
                                                    .build())
                                    .build())
                    .build();

    private record Listed(long size, long time, boolean item, List<Path> assets) {}

    private final Map<Path, Listed> known = new HashMap<>();

    /** The find, where the file holds an Item; what is no JSON but means to be one is found too. */
    Optional<Find> find(Path root, Path file, BasicFileAttributes attributes) {
        var size = attributes.size();
        var time = attributes.lastModifiedTime().toMillis();
        if (size > MOST_BYTES) {
            return Optional.empty();
        }
        var listed = known.get(file);
        if (listed == null || listed.size != size || listed.time != time) {
            listed = list(root, file, size, time);
            known.put(file, listed);
        }
        if (!listed.item) {
            return Optional.empty();
        }
        var stamps = new FileStamps();
        stamps.add(file, attributes);
        for (var asset : listed.assets) {
            try {
                stamps.add(asset, Files.readAttributes(asset, BasicFileAttributes.class));
            } catch (IOException e) {
                // said when the Item is read: it is missing
            }
            if (Files.exists(asset.resolveSibling(asset.getFileName() + ".part"))) {
                stamps.growing();
            }
        }
        return Optional.of(stamps.find(Find.Kind.STAC_ITEM, root, file, file.toString()));
    }

    private static Listed list(Path root, Path file, long size, long time) {
        try {
            var node = JSON.readTree(Files.readAllBytes(file));
            if (!isItem(node)) {
                return new Listed(size, time, false, List.of());
            }
            var assets = new ArrayList<Path>();
            for (var asset : node.path("assets")) {
                local(file, asset.path("href").asText("")).ifPresent(assets::add);
            }
            return new Listed(size, time, true, assets);
        } catch (JsonProcessingException e) {
            return new Listed(size, time, meansToBeItem(file), List.of());
        } catch (IOException | IllegalArgumentException e) {
            return new Listed(size, time, true, List.of());
        }
    }

    private static boolean isItem(JsonNode node) {
        return node != null
                && "Feature".equals(node.path("type").textValue())
                && node.path("stac_version").isTextual();
    }

    private static boolean meansToBeItem(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4096), StandardCharsets.UTF_8)
                    .contains("\"stac_version\"");
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads the Item of a find. */
    static Described read(Find find) throws IOException {
        var name = find.path().getFileName().toString();
        JsonNode node;
        try {
            node = JSON.readTree(Files.readAllBytes(find.path()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    name + ": no JSON: " + e.getOriginalMessage() + " (expected: a STAC Item)");
        }
        if (!(node instanceof ObjectNode item) || !isItem(node)) {
            throw new IllegalArgumentException(name + ": no STAC Item (expected: type Feature)");
        }
        var missing = new ArrayList<String>();
        for (var entry : item.path("assets").properties()) {
            if (entry.getValue() instanceof ObjectNode asset) {
                place(find, entry.getKey(), asset, missing);
            }
        }
        return new Described(item, missing);
    }

    private static void place(Find find, String key, ObjectNode asset, List<String> missing)
            throws IOException {
        var href = asset.path("href").asText("");
        var local = local(find.path(), href);
        if (local.isEmpty()) {
            return;
        }
        var path = local.get();
        var inside = Files.exists(path) ? path.toRealPath() : path;
        if (!inside.startsWith(find.root())) {
            throw new IllegalArgumentException(
                    find.path().getFileName()
                            + ": assets."
                            + key
                            + ".href: "
                            + href
                            + " (expected: a file inside the watched folder)");
        }
        asset.put("href", path.toString());
        var stated = asset.path("file:size");
        if (!Files.isRegularFile(path)) {
            missing.add(find.root().relativize(path) + ": is not there");
        } else if (stated.isIntegralNumber() && stated.longValue() != Files.size(path)) {
            missing.add(
                    find.root().relativize(path)
                            + ": "
                            + Files.size(path)
                            + " bytes of "
                            + stated.longValue());
        }
    }

    /** The file an href leads to, where it is one of this machine. */
    private static Optional<Path> local(Path item, String href) {
        try {
            if (href.isBlank()) {
                return Optional.empty();
            }
            if (SCHEME.matcher(href).matches()) {
                return href.regionMatches(true, 0, "file:", 0, 5)
                                && URI.create(href).getPath() != null
                        ? Optional.of(Path.of(URI.create(href).getPath()).normalize())
                        : Optional.empty();
            }
            var plain = item.resolveSibling(href).normalize();
            if (href.indexOf('%') >= 0 && !Files.exists(plain, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(item.resolveSibling(URI.create(href).getPath()).normalize());
            }
            return Optional.of(plain);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    item.getFileName() + ": href " + href + " (expected: a path or a URI)");
        }
    }
}
