package io.groundtrack.sinks.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.PatchEmbedding;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the footer of {@code embeddings.parquet} says of its columns: {@code geo} (GeoParquet 1.1),
 * {@code emb} (named after the STAC embedding extension) and {@code groundtrack}, which holds the
 * layout of the columns of bytes.
 */
final class EmbeddingMetadata {

    static final String OWN = "groundtrack";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATCH_PIXELS = 120;

    private EmbeddingMetadata() {}

    static Map<String, String> of(Collection<PatchEmbedding> embeddings) {
        return new TreeMap<>(
                Map.of("geo", geo(embeddings), "emb", emb(embeddings), OWN, own(embeddings)));
    }

    private static String geo(Collection<PatchEmbedding> embeddings) {
        var geo = JSON.createObjectNode().put("version", "1.1.0").put("primary_column", "geometry");
        var column = geo.putObject("columns").putObject("geometry");
        column.put("encoding", "WKB");
        column.putArray("geometry_types").add("Point");
        if (!embeddings.isEmpty()) {
            var east = embeddings.stream().mapToDouble(PatchEmbedding::getLongitude);
            var north = embeddings.stream().mapToDouble(PatchEmbedding::getLatitude);
            var x = east.summaryStatistics();
            var y = north.summaryStatistics();
            column.putArray("bbox").add(x.getMin()).add(y.getMin()).add(x.getMax()).add(y.getMax());
        }
        var covering = column.putObject("covering").putObject("bbox");
        for (var edge : new String[] {"xmin", "ymin", "xmax", "ymax"}) {
            covering.putArray(edge).add("bbox").add(edge);
        }
        return text(geo);
    }

    private static String emb(Collection<PatchEmbedding> embeddings) {
        var emb = JSON.createObjectNode().put("emb:type", "patch").put("emb:column", "vector");
        var dimensions = new TreeSet<Integer>();
        embeddings.forEach(e -> dimensions.add(e.getDimension()));
        dimensions.forEach(emb.putArray("emb:dimensions")::add);
        models(embeddings).forEach(emb.putArray("emb:model")::add);
        var layout = emb.putObject("emb:chip_layout");
        layout.put("layout_type", "regular grid");
        layout.putArray("chip_size").add(PATCH_PIXELS).add(PATCH_PIXELS);
        layout.putArray("stride").add(PATCH_PIXELS).add(PATCH_PIXELS);
        layout.put("grid_id", "MGRS 100 km square, row and column of 1200 m");
        return text(emb);
    }

    private static String own(Collection<PatchEmbedding> embeddings) {
        var own = JSON.createObjectNode().put("format", "groundtrack-embeddings").put("version", 1);
        models(embeddings).forEach(own.putArray("models")::add);
        var bytes = own.putObject("bytes");
        bytes.put(
                "cellNumbers",
                "int16 little-endian (cellGrid², cellNames); value = stored × cellScales");
        bytes.put("cellClear", "uint8 (cellGrid²): clear pixels of the cell, of cellPixels");
        bytes.put("sketch", "int8 (cellGrid², 16); empty where the model has none");
        return text(own);
    }

    private static TreeSet<String> models(Collection<PatchEmbedding> embeddings) {
        var models = new TreeSet<String>();
        embeddings.forEach(e -> models.add(e.getModelId()));
        return models;
    }

    private static String text(Object node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
