package io.groundtrack.ingest.folder;

import io.groundtrack.ingest.raster.CrsTransforms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A burst of OPERA RTC-S1: {@code OPERA_L2_RTC-S1_BURST_SENSING_PROCESSED_S1A_30_v1.0_VV.tif} and
 * its siblings for VH and the mask. Source: OPERA RTC-S1 product specification, file names.
 */
final class OperaRtcItem {

    private static final Pattern FILE =
            Pattern.compile(
                    "(OPERA_L2_RTC-S1_(T(\\d{3})-\\d{1,6}-([IE]W)\\d)_(\\d{8}T\\d{6}Z)_(\\d{8}T\\d{6}Z)_S1([A-D])_\\d+_v[\\d.]+)_(VV|VH|HH|HV|mask)\\.tif");

    private OperaRtcItem() {}

    /** The burst a file belongs to. */
    static Optional<String> stem(String name) {
        var match = FILE.matcher(name);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    static Described read(Find find, CrsTransforms transforms) throws IOException {
        var id = find.path().getFileName().toString();
        var item = new RasterItem(id, "opera-rtc-s1", transforms);
        var polarizations = new ArrayList<String>();
        for (var file : find.files()) {
            var match = FILE.matcher(file.getFileName().toString());
            if (!match.matches()) {
                continue;
            }
            if (!match.group(8).equals("mask")) {
                polarizations.add(match.group(8));
                item.band(match.group(8), file).put("unit", "linear").put("nodata", "nan");
            }
            item.properties()
                    .put("datetime", PatchNames.time(match.group(5)).toString())
                    .put("processing:datetime", PatchNames.time(match.group(6)).toString())
                    .put("platform", "sentinel-1" + match.group(7).toLowerCase(Locale.ROOT))
                    .put("constellation", "sentinel-1")
                    .put("sar:instrument_mode", match.group(4))
                    .put("sar:product_type", "RTC")
                    .put("sat:relative_orbit", Integer.parseInt(match.group(3)))
                    .put("groundtrack:part", match.group(2));
        }
        item.properties().putArray("instruments").add("c-sar");
        var stated = item.properties().putArray("sar:polarizations");
        polarizations.forEach(stated::add);
        var missing = new ArrayList<String>();
        var wanted =
                polarizations.stream().anyMatch(p -> p.startsWith("H"))
                        ? List.of("HH", "HV")
                        : List.of("VV", "VH");
        for (var polarization : wanted) {
            if (!polarizations.contains(polarization)) {
                missing.add(id + "_" + polarization + ".tif: is not there");
            }
        }
        return new Described(item.build(), missing);
    }
}
