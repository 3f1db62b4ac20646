package io.groundtrack.ingest.cog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.adapter.AssetRewriter;
import io.groundtrack.ingest.openjpeg.OpenJpegException;
import io.groundtrack.ingest.openjpeg.OpenJpegLibrary;
import io.groundtrack.ingest.raster.NodataValue;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the JPEG 2000 assets of an Item into COGs, once each, and points the Item at them.
 *
 * <p>in: Item → out: the Item, with {@code href} and {@code type} of those assets changed; all else
 * that it says of them stays, but for sizes and checksums of the file. Not converted are pictures,
 * what is no band, and bands that the Item has in finer pixels too. An asset that cannot be read
 * stays as it is: the job says why it takes it not.
 *
 * <p>State: the folder of COGs. Errors: {@link IOException} where the folder cannot be written.
 */
public final class CogAssets implements AssetRewriter {

    private static final Logger LOG = LoggerFactory.getLogger(CogAssets.class);

    private static final String COG_TYPE =
            "image/tiff; application=geotiff; profile=cloud-optimized";
    private static final Pattern NAMED_JPEG_2000 =
            Pattern.compile("(?i)[^?#]*\\.(jp2|j2k|jpx|jpf|j2c)([?#].*)?");
    private static final Pattern NAMED_TIFF = Pattern.compile("(?i)(?!https?:)[^?#]*\\.tiff?");
    private static final Pattern NO_BAND =
            Pattern.compile("(?i)(visual|preview|thumbnail|overview|rendered|tci|aot|wvp|pvi).*");
    private static final Pattern NO_BAND_ROLE =
            Pattern.compile("visual|overview|thumbnail|metadata");
    private static final Pattern CLASSES = Pattern.compile("(?i)(scl|cl[dm]|msk|mask|qa).*");
    private static final Pattern OF_SIZE = Pattern.compile("(.+)_(\\d{2})m");

    private final AssetFiles files;
    private final CogConversion conversion;

    /**
     * @param files opens the assets, where the operator allows it
     * @throws IOException where JPEG 2000 cannot be read on this machine
     */
    public CogAssets(AssetFiles files, CogConversion conversion) throws IOException {
        try {
            OpenJpegLibrary.require();
        } catch (OpenJpegException e) {
            throw new IOException(e.getMessage(), e);
        }
        this.files = files;
        this.conversion = conversion;
    }

    @Override
    public ObjectNode rewrite(ObjectNode item) throws IOException {
        var finest = new TreeMap<String, Integer>();
        item.path("assets")
                .fieldNames()
                .forEachRemaining(
                        key -> {
                            var sized = OF_SIZE.matcher(key);
                            if (sized.matches()) {
                                int metres = Integer.parseInt(sized.group(2));
                                finest.merge(sized.group(1), metres, Math::min);
                            }
                        });
        for (var entry : item.path("assets").properties()) {
            var key = entry.getKey();
            var sized = OF_SIZE.matcher(key);
            boolean coarser =
                    sized.matches()
                            && finest.get(sized.group(1)) < Integer.parseInt(sized.group(2));
            if (!coarser && entry.getValue() instanceof ObjectNode asset && mayBe(key, asset)) {
                rewrite(key, asset);
            }
        }
        return item;
    }

    private static boolean mayBe(String key, ObjectNode asset) {
        var type = asset.path("type").asText("").toLowerCase(Locale.ROOT);
        var href = asset.path("href").asText("");
        for (var role : asset.path("roles")) {
            if (NO_BAND_ROLE.matcher(role.asText("")).matches()) {
                return false;
            }
        }
        return !href.isBlank()
                && !NO_BAND.matcher(key).matches()
                && (type.contains("jp2")
                        || type.contains("jpx")
                        || NAMED_JPEG_2000.matcher(href).matches()
                        || NAMED_TIFF.matcher(href).matches());
    }

    private void rewrite(String key, ObjectNode asset) throws IOException {
        var href = asset.path("href").asText();
        try {
            var file = files.open(href);
            if (!Rasters.isJpeg2000(file)) {
                file.close();
                return;
            }
            var classes = CLASSES.matcher(key).matches();
            var overviews = classes ? CogProfile.Overviews.NEAREST : CogProfile.Overviews.AVERAGE;
            var cog = conversion.convert(file, overviews, nodata(asset));
            asset.put("href", cog.toUri().toString());
            asset.put("type", COG_TYPE);
            asset.remove(List.of("file:size", "file:checksum", "file:header_size", "alternate"));
        } catch (RasterException e) {
            LOG.warn("asset {} stays as it is: {}", key, e.getMessage());
        }
    }

    private static OptionalDouble nodata(JsonNode asset) {
        for (var node :
                List.of(
                        asset.path("nodata"),
                        asset.path("bands").path(0).path("nodata"),
                        asset.path("raster:bands").path(0).path("nodata"))) {
            if (node.isNumber() || node.isTextual()) {
                try {
                    return OptionalDouble.of(NodataValue.parse(node.asText()));
                } catch (NumberFormatException e) {
                    return OptionalDouble.empty();
                }
            }
        }
        return OptionalDouble.empty();
    }
}
