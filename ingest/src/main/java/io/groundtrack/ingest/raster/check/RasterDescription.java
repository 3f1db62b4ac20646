package io.groundtrack.ingest.raster.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.GeoTiff;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterSize;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a raster file says about itself, and on request what its bands hold.
 *
 * <p>in: a local file → out: the same as JSON and as lines for people.
 *
 * <p>Errors: {@link io.groundtrack.ingest.raster.RasterException} where it is not read. Overviews
 * that cannot be listed are no error: the description says why.
 */
public final class RasterDescription {

    private static final long CACHE_BYTES =
            Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final List<String> lines = new ArrayList<>();

    private RasterDescription() {}

    /** Describes {@code file}; {@code withPixels} reads every band too. */
    public static RasterDescription of(Path file, boolean withPixels) throws IOException {
        try (var raster = Rasters.open(file, new BlockCache(CACHE_BYTES))) {
            var description = new RasterDescription();
            description.head(raster);
            description.place(raster);
            description.overviews(raster);
            if (withPixels) {
                for (int band = 0; band < raster.bands(); band++) {
                    description.band(band + 1, BandStatistics.of(raster, band));
                }
            }
            return description;
        }
    }

    /** One JSON object. */
    public ObjectNode json() {
        return json;
    }

    /** Lines for people. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void head(Raster raster) {
        json.put("file", raster.name());
        json.put("width", raster.width()).put("height", raster.height());
        json.put("bands", raster.bands()).put("type", raster.type().name());
        json.put("encoding", raster.encoding());
        json.put("blockWidth", raster.blockWidth()).put("blockHeight", raster.blockHeight());
        lines.add(raster.name());
        lines.add(
                "size      "
                        + new RasterSize(raster.width(), raster.height())
                        + ", "
                        + raster.bands()
                        + (raster.bands() == 1 ? " band of " : " bands of ")
                        + raster.type());
        lines.add(
                "encoding  "
                        + raster.encoding()
                        + ", blocks of "
                        + new RasterSize(raster.blockWidth(), raster.blockHeight()));
        if (raster instanceof GeoTiff tiff) {
            json.put("compression", tiff.compression().name());
            json.put("predictor", tiff.predictor()).put("storedBits", tiff.storedBits());
            json.put("groundControlPoints", tiff.groundControlPoints());
            lines.add("stored as " + tiff.storedBits() + " bits a sample");
        }
        if (raster.nodata().isPresent()) {
            // JSON has no NaN
            json.put("nodata", text(raster.nodata().getAsDouble()));
        } else {
            json.putNull("nodata");
        }
        lines.add(
                "no data   "
                        + (raster.nodata().isPresent()
                                ? text(raster.nodata().getAsDouble())
                                : "not stated"));
    }

    private void place(Raster raster) {
        var place = raster.georeference();
        int points = raster instanceof GeoTiff tiff ? tiff.groundControlPoints() : 0;
        if (place.isEmpty()) {
            json.putNull("epsg");
            lines.add(
                    "place     " + (points > 0 ? points + " ground control points" : "not stated"));
            return;
        }
        Georeference found = place.get();
        if (found.epsg() == 0) {
            json.putNull("epsg");
        } else {
            json.put("epsg", found.epsg());
        }
        json.putArray("corner").add(found.x0()).add(found.y0());
        json.putArray("pixelSize").add(found.dxColumn()).add(found.dyRow());
        lines.add(
                "place     "
                        + (found.epsg() == 0 ? "system not stated" : "EPSG:" + found.epsg())
                        + ", corner "
                        + text(found.x0())
                        + " "
                        + text(found.y0())
                        + ", pixel "
                        + text(found.dxColumn())
                        + " "
                        + text(found.dyRow())
                        + (found.isAxisAligned() ? "" : ", rotated"));
    }

    private void overviews(Raster raster) {
        try {
            var sizes = raster.overviews();
            var array = json.putArray("overviews");
            sizes.forEach(size -> array.addArray().add(size.width()).add(size.height()));
            lines.add(
                    "overviews "
                            + (sizes.isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            sizes.stream().map(RasterSize::toString).toList())));
        } catch (IOException e) {
            json.putNull("overviews").put("overviewsUnread", e.getMessage());
            lines.add("overviews not read: " + e.getMessage());
        }
    }

    private void band(int band, BandStatistics statistics) {
        var bands = json.withArray("pixels").addObject();
        bands.put("band", band).put("finite", statistics.finite());
        if (statistics.finite() > 0) {
            bands.put("min", statistics.min()).put("max", statistics.max());
            bands.put("sum", statistics.sum());
        }
        bands.put("sha256", statistics.sha256());
        lines.add(
                "band "
                        + band
                        + "    finite "
                        + statistics.finite()
                        + ", min "
                        + text(statistics.min())
                        + ", max "
                        + text(statistics.max())
                        + ", sum "
                        + text(statistics.sum())
                        + ", sha256 "
                        + statistics.sha256());
    }

    private static String text(double value) {
        return Double.isFinite(value) && Math.abs(value) < 1e15
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }
}
