package io.groundtrack.job.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One OPERA DIST-ALERT-S1 product: the change metric of one pass over one tile.
 *
 * <p>The track does not stand in the name. Passes of one track come back after 12 days, of its twin
 * satellite half a cycle apart, to within seconds: products whose times agree in that are of one
 * track, named by the time of day of its first product.
 *
 * @param metric the file {@code *_GEN-METRIC.tif}
 * @param tile MGRS tile
 * @param time acquisition time
 * @param generated generation time, of which the newest wins
 * @param track time of day of the track, e.g. {@code 23:28}
 */
public record MetricProduct(
        Path metric, String tile, Instant time, Instant generated, String track) {

    private static final Pattern NAME =
            Pattern.compile(
                    "OPERA_L3_DIST-ALERT-S1_T(\\w{5})_(\\d{8}T\\d{6}Z)_(\\d{8}T\\d{6}Z)_.*GEN-METRIC\\.tif");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME_OF_DAY =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    private static final int DEPTH = 8;
    private static final long HALF_CYCLE = Duration.ofDays(6).toSeconds();
    private static final long SLACK = 60;

    /** The products below {@code folder}, oldest first, one for each pass. */
    public static List<MetricProduct> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + ": no such folder (expected: DIST-ALERT-S1 products, a folder each)");
        }
        var byPass = new TreeMap<String, MetricProduct>();
        try (var files = Files.walk(folder, DEPTH)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    var product =
                            new MetricProduct(
                                    file,
                                    name.group(1),
                                    instant(name.group(2), file),
                                    instant(name.group(3), file),
                                    "");
                    byPass.merge(
                            product.tile() + product.time(),
                            product,
                            (one, other) ->
                                    other.generated().isAfter(one.generated()) ? other : one);
                }
            }
        }
        if (byPass.isEmpty()) {
            throw new IOException(
                    folder
                            + ": no file OPERA_L3_DIST-ALERT-S1_T…_GEN-METRIC.tif in it or below it");
        }
        return withTracks(byPass.values().stream().toList(), folder);
    }

    private static List<MetricProduct> withTracks(List<MetricProduct> products, Path folder)
            throws IOException {
        var tiles = products.stream().map(MetricProduct::tile).distinct().toList();
        if (tiles.size() > 1) {
            throw new IOException(folder + ": products of tiles " + tiles + " (expected: of one)");
        }
        var phases = new TreeMap<String, Long>();
        var named = new ArrayList<MetricProduct>();
        for (var product :
                products.stream().sorted(Comparator.comparing(MetricProduct::time)).toList()) {
            long phase = Math.floorMod(product.time().getEpochSecond(), HALF_CYCLE);
            var known =
                    phases.entrySet().stream()
                            .filter(track -> distance(track.getValue(), phase) <= SLACK)
                            .map(Map.Entry::getKey)
                            .findFirst();
            var track = known.orElseGet(() -> nameOf(product.time(), phases));
            phases.putIfAbsent(track, phase);
            named.add(
                    new MetricProduct(
                            product.metric, product.tile, product.time, product.generated, track));
        }
        return named;
    }

    private static String nameOf(Instant time, Map<String, Long> taken) {
        var name = TIME_OF_DAY.format(time);
        int next = 2;
        for (var free = name; ; free = name + "/" + next++) {
            if (!taken.containsKey(free)) {
                return free;
            }
        }
    }

    private static long distance(long one, long other) {
        long apart = Math.abs(one - other);
        return Math.min(apart, HALF_CYCLE - apart);
    }

    private static Instant instant(String stamp, Path file) throws IOException {
        try {
            return STAMP.parse(stamp, Instant::from);
        } catch (DateTimeParseException e) {
            throw new IOException(file + ": " + stamp + " in the name is no time", e);
        }
    }
}
