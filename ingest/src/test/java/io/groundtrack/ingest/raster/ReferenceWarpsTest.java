package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Real rasters on our grid: what GDAL's exact transformer makes of them. */
class ReferenceWarpsTest {

    private static final int SIZE = 120;

    /**
     * The reference was interpolated along whole rows, which bends 1.2 km in geographic coordinates
     * by up to 0.0016 pixels; a pixel that falls closer to a border than this may go either way.
     */
    private static final double BORDER_PIXELS = 0.002;

    private final BlockCache cache = new BlockCache(16 << 20);
    private final GridWarp warp = new GridWarp(new CrsTransforms());

    @Test
    void nearestPixelsAreGdalsButForTies() throws IOException {
        var expected = new Safetensors(SharedFolder.require("golden/raster/warps.safetensors"));
        for (var patch : cases()) {
            var name = patch.required("name").textValue();
            var reference = expected.floats(name + "/nearest");

            var warped = warped(patch, Resampling.NEAREST);

            assertThat(farthestDifferenceFromABorder(patch, warped, reference))
                    .as(name)
                    .isLessThan(BORDER_PIXELS);
        }
    }

    @Test
    void bilinearPixelsAreGdalsWithinAThousandthOfTheRange() throws IOException {
        var expected = new Safetensors(SharedFolder.require("golden/raster/warps.safetensors"));
        for (var patch : cases()) {
            var name = patch.required("name").textValue();
            var reference = expected.floats(name + "/bilinear");

            var warped = warped(patch, Resampling.BILINEAR);

            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            float error = 0;
            int oneSided = 0;
            for (int i = 0; i < warped.length; i++) {
                if (Float.isNaN(warped[i]) != Float.isNaN(reference[i])) {
                    oneSided++;
                } else if (!Float.isNaN(reference[i])) {
                    least = Math.min(least, reference[i]);
                    most = Math.max(most, reference[i]);
                    error = Math.max(error, Math.abs(warped[i] - reference[i]));
                }
            }
            assertThat(oneSided).as(name).isZero();
            assertThat(error).as(name).isLessThanOrEqualTo(1e-3f * (most - least));
        }
    }

    private float[] warped(JsonNode patch, Resampling resampling) throws IOException {
        var window = window(patch);
        try (var raster = open(patch, cache)) {
            var nodata = raster.nodata();
            PixelConversion conversion =
                    (pixels, count) -> {
                        for (int i = 0; i < count; i++) {
                            if (nodata.isPresent() && pixels[i] == (float) nodata.getAsDouble()) {
                                pixels[i] = Float.NaN;
                            }
                        }
                    };
            var into = new float[window.pixels()];
            warp.warp(
                    raster,
                    patch.required("band").intValue() - 1,
                    raster.georeference().orElseThrow(),
                    window,
                    resampling,
                    conversion,
                    into);
            return into;
        }
    }

    /** How far from the border of a source pixel the pixels lie that are not the reference's. */
    private static double farthestDifferenceFromABorder(
            JsonNode patch, float[] warped, float[] reference) throws IOException {
        var positions = new SourcePositions(new CrsTransforms());
        try (var raster = open(patch, new BlockCache(0))) {
            positions.locate(
                    raster.georeference().orElseThrow(),
                    window(patch),
                    raster.width(),
                    raster.height());
        }
        double farthest = 0;
        for (int i = 0; i < warped.length; i++) {
            if (Float.compare(warped[i], reference[i]) != 0) {
                double column = positions.column(i);
                double row = positions.row(i);
                double distance =
                        Math.min(
                                Math.abs(column - Math.rint(column)),
                                Math.abs(row - Math.rint(row)));
                farthest = Math.max(farthest, distance);
            }
        }
        return farthest;
    }

    private static GeoTiff open(JsonNode patch, BlockCache cache) throws IOException {
        var file = SharedFolder.require("data").resolve(patch.required("source").textValue());
        return GeoTiff.open(file, cache);
    }

    private static GridWindow window(JsonNode patch) {
        return new GridWindow(
                patch.required("target_epsg").intValue(),
                patch.required("patch_ulx").doubleValue(),
                patch.required("patch_uly").doubleValue(),
                10,
                SIZE,
                SIZE);
    }

    private static List<JsonNode> cases() throws IOException {
        var json = SharedFolder.require("golden/raster/warps.json");
        var array = new ObjectMapper().readTree(json.toFile());
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
    }
}
