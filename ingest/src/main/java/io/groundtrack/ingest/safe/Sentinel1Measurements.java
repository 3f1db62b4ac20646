package io.groundtrack.ingest.safe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The measurements of a Sentinel-1 product and what describes them: annotation, calibration, noise;
 * of the annotation of each its size and spacing.
 *
 * <p>State: the files in use. Errors: {@link SafeException}; an annotation that belongs to another
 * product than the manifest refuses the product.
 */
final class Sentinel1Measurements {

    private static final Pattern MEASUREMENT =
            Pattern.compile("measurement/(?:.*/)?([^/]+)\\.(tiff?|nc)");
    private static final Pattern CHANNEL =
            Pattern.compile(
                    "(?:.*-)?(?:((?:iw|ew)\\d|s\\d|wv\\d)-)?(?:[a-z]{3}-)?(vv|vh|hh|hv)(?:-.*)?");
    private static final Duration APART = Duration.ofSeconds(1);

    private final SafeFiles files;
    private final Manifest manifest;
    private final Instant start;
    private final String number;
    private final String mode;
    private final Set<String> used = new LinkedHashSet<>();

    Sentinel1Measurements(
            SafeFiles files, Manifest manifest, Instant start, String number, String mode) {
        this.files = files;
        this.manifest = manifest;
        this.start = start;
        this.number = number;
        this.mode = mode;
    }

    /** Adds them to the Item; returns the files that it then leads to. */
    Set<String> addTo(ItemDraft draft) throws IOException {
        for (var path : measurementPaths()) {
            var match = MEASUREMENT.matcher(path);
            if (!match.matches()) {
                continue;
            }
            var stem = match.group(1);
            var channel = CHANNEL.matcher(stem.toLowerCase(Locale.ROOT));
            var key = channel.matches() ? key(channel) : stem;
            var asset = draft.raster(key, files.href(path));
            used.add(path);
            if (channel.matches() && !path.endsWith(".nc")) {
                asset.putArray("bands")
                        .addObject()
                        .put("name", channel.group(2).toUpperCase(Locale.ROOT));
                asset.put("nodata", 0);
                annotation(draft, asset, stem, key);
            }
        }
        return used;
    }

    private static String key(Matcher channel) {
        return channel.group(1) == null
                ? channel.group(2)
                : channel.group(1) + "-" + channel.group(2);
    }

    /** Those of the manifest; where none of them is there under its name, those that are there. */
    private List<String> measurementPaths() {
        var listed =
                manifest.files().stream()
                        .map(Manifest.Entry::path)
                        .filter(p -> MEASUREMENT.matcher(p).matches())
                        .toList();
        var there = new ArrayList<>(files.sizes().tailMap("measurement/").keySet());
        there.removeIf(p -> !MEASUREMENT.matcher(p).matches());
        return there.isEmpty() || listed.stream().anyMatch(there::contains) ? listed : there;
    }

    private void annotation(ItemDraft draft, ObjectNode asset, String stem, String key)
            throws IOException {
        var plain = stem.replaceFirst("-cog$", "");
        refer(draft, "annotation/" + plain + ".xml", "product-" + key, "metadata");
        refer(
                draft,
                "annotation/calibration/calibration-" + plain + ".xml",
                "calibration-" + key,
                "calibration");
        refer(draft, "annotation/calibration/noise-" + plain + ".xml", "noise-" + key, "noise");
        var path = "annotation/" + plain + ".xml";
        if (!files.sizes().containsKey(path)) {
            return;
        }
        var name = files.name() + "/" + path;
        XmlElement root;
        try (var in = files.open(path)) {
            root = XmlFile.read(in, name);
        }
        var begins =
                ItemDraft.time(
                        root.require("adsHeader/startTime", "a time"), name, "adsHeader/startTime");
        var mission = root.require("adsHeader/missionId", "S1A … S1D");
        var swathMode = root.require("adsHeader/mode", "IW, EW, SM or WV");
        // a swath of an SLC starts up to seconds before or after its product
        var apart = key.contains("-") ? Duration.ofSeconds(10) : APART;
        if (!mission.equals("S1" + number)
                || !swathMode.equals(mode) && !mode.startsWith("S")
                || Duration.between(start, begins).abs().compareTo(apart) > 0) {
            throw new SafeException(
                    name,
                    "adsHeader",
                    mission + " " + swathMode + " " + begins,
                    "the product of its manifest, S1" + number + " " + mode + " " + start);
        }
        var image = root.first("imageAnnotation/imageInformation");
        if (image.isPresent()) {
            var rows = image.get().number("numberOfLines");
            var columns = image.get().number("numberOfSamples");
            if (rows.isPresent() && columns.isPresent()) {
                asset.putArray("proj:shape")
                        .add(rows.get().intValue())
                        .add(columns.get().intValue());
            }
            draft.number("sar:pixel_spacing_range", image.get().number("rangePixelSpacing"));
            draft.number("sar:pixel_spacing_azimuth", image.get().number("azimuthPixelSpacing"));
        }
    }

    private void refer(ItemDraft draft, String path, String key, String role) {
        var listed = manifest.files().stream().anyMatch(e -> e.path().equals(path));
        if (files.sizes().containsKey(path)) {
            draft.metadata(key, files.href(path), role);
            used.add(path);
        } else if (listed) {
            draft.metadata(key, files.href(path), role);
        }
    }
}
