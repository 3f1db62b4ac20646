package io.groundtrack.job.patches;

import io.groundtrack.ingest.notice.NoticeLines;
import io.groundtrack.ingest.notice.NoticeOptions;
import io.groundtrack.ingest.notice.NoticeReader;
import io.groundtrack.ingest.notice.Understood;
import io.groundtrack.operators.versions.ProductVersions;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.ProductState;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a file of notices leaves when all are read: the live granules of every tile, as the steps
 * {@code read-notices} and {@code resolve-granule-versions} arrive at them.
 *
 * <p>State: 2–6 kB a granule. Bad notices are told and counted, never thrown.
 */
final class NoticeGranules {

    private final SortedMap<String, Map<String, Granule>> tiles = new TreeMap<>();
    private final Map<String, ProductState> products = new HashMap<>();
    private final Map<String, List<String>> labels = new HashMap<>();
    private int notices;
    private int ignored;

    private NoticeGranules() {}

    static NoticeGranules read(Path file, NoticeOptions options, Consumer<Reject> rejects)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "--notices "
                            + file
                            + ": cannot be read (expected: a file of notices, one JSON object a line)");
        }
        var read = new NoticeGranules();
        var reader = new NoticeReader(options);
        var topic = String.valueOf(file.getFileName());
        try (var lines = new NoticeLines(file, options.maxBytes())) {
            while (lines.hasNext()) {
                var line = lines.next();
                var origin = new Origin(topic, 0, (long) read.notices++);
                var understood = reader.read(line, origin);
                if (understood instanceof Understood.Taken taken) {
                    read.take(taken.notice(), line);
                } else if (understood instanceof Understood.Ignored) {
                    read.ignored++;
                } else if (understood instanceof Understood.Rejected rejected) {
                    rejects.accept(rejected.reject());
                }
            }
        }
        return read;
    }

    private void take(GranuleNotice notice, byte[] line) {
        var key = notice.getProductKey();
        var decision = ProductVersions.next(products.get(key), notice);
        products.put(key, decision.state());
        for (var granule : decision.granules()) {
            var tile = tiles.computeIfAbsent(granule.getShare().getTile(), t -> new TreeMap<>());
            if (granule.getLive()) {
                tile.put(key, granule);
            } else {
                tile.remove(key);
            }
        }
        if (notice.getSensor() == Sensor.S2) {
            var named = CorineLabels.of(line);
            if (!named.isEmpty()) {
                labels.put(notice.getGranuleId(), named);
            }
        }
    }

    int notices() {
        return notices;
    }

    /** Notices of products that nobody asked for. */
    int ignored() {
        return ignored;
    }

    /** Winning product versions, once for each tile. */
    int granules() {
        return tiles.values().stream().mapToInt(Map::size).sum();
    }

    /** Live granules, one collection a tile that has some. */
    List<Collection<Granule>> tiles() {
        return tiles.values().stream().filter(t -> !t.isEmpty()).map(Map::values).toList();
    }

    /** What the notice of a granule says of its one patch; empty where nothing. */
    List<String> labelsOf(String granuleId) {
        return labels.getOrDefault(granuleId, List.of());
    }
}
