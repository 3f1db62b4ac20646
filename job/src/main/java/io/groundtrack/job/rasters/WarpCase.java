package io.groundtrack.job.rasters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.ingest.raster.GridWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One warp to be checked, as {@code warps.json} lists it.
 *
 * @param name prefix of its tensors: {@code NAME/nearest}, {@code NAME/bilinear}
 * @param source raster, relative to the root
 * @param band band, from 1
 * @param epsg coordinate system of the window
 * @param ulx easting of the window's upper-left corner, metres
 * @param uly northing of it, metres
 * @param pixelMetres side of a pixel of the window, 10 unless {@code pixel_metres} says otherwise
 */
record WarpCase(
        String name,
        String source,
        int band,
        int epsg,
        double ulx,
        double uly,
        double pixelMetres) {

    private static final long MOST_BYTES = 64 << 20;
    private static final double GRID_METRES = 10;

    /** The list of a file. */
    static List<WarpCase> listOf(Path json) throws IOException {
        if (!Files.isRegularFile(json)) {
            throw new IOException(json + ": no such file (expected: warps.json)");
        }
        if (Files.size(json) > MOST_BYTES) {
            throw new IOException(
                    json
                            + ": "
                            + Files.size(json)
                            + " bytes (expected: at most "
                            + MOST_BYTES
                            + ")");
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(json + ": not JSON (expected: [{\"name\": …}, …])");
        }
        if (!root.isArray() || root.isEmpty()) {
            throw new IOException(json + ": not a list of warps (expected: [{\"name\": …}, …])");
        }
        var cases = new ArrayList<WarpCase>();
        for (var node : root) {
            cases.add(of(json, cases.size(), node));
        }
        return List.copyOf(cases);
    }

    private static WarpCase of(Path json, int index, JsonNode node) throws IOException {
        var where = json + ", entry " + index;
        return new WarpCase(
                text(where, node, "name"),
                text(where, node, "source"),
                (int) number(where, node, "band"),
                (int) number(where, node, "target_epsg"),
                number(where, node, "patch_ulx"),
                number(where, node, "patch_uly"),
                node.path("pixel_metres").asDouble(GRID_METRES));
    }

    private static String text(String where, JsonNode node, String field) throws IOException {
        var value = node.path(field);
        if (!value.isTextual()) {
            throw new IOException(where + ": " + field + " is " + value + " (expected: a text)");
        }
        return value.textValue();
    }

    private static double number(String where, JsonNode node, String field) throws IOException {
        var value = node.path(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new IOException(where + ": " + field + " is " + value + " (expected: a number)");
        }
        return value.doubleValue();
    }

    GridWindow window(int columns, int rows) {
        return new GridWindow(epsg, ulx, uly, pixelMetres, columns, rows);
    }
}
