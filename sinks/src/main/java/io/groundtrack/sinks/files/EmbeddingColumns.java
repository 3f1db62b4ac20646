package io.groundtrack.sinks.files;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/**
 * The columns of {@code embeddings.parquet}: one row an observation, named as the fields of {@link
 * PatchEmbedding}.
 *
 * <p>in: record → out: row, and back to the bit; {@code passRevision} is no column, as it depends
 * on the order of arrival. The geometry is the centre of the patch, the one place in degrees that
 * an observation carries; its square follows from {@code epsg}, {@code ulx}, {@code uly}.
 */
final class EmbeddingColumns {

    static final MessageType SCHEMA =
            MessageTypeParser.parseMessageType(
                    """
                    message observation {
                      required binary id (STRING);
                      required binary patchId (STRING);
                      required binary tile (STRING);
                      required int32 row;
                      required int32 column;
                      required int32 epsg;
                      required int32 ulx;
                      required int32 uly;
                      required binary passId (STRING);
                      required binary sensor (STRING);
                      required binary platform (STRING);
                      required binary productKind (STRING);
                      required int32 relativeOrbit;
                      required int64 acquisitionTime (TIMESTAMP(MILLIS,true));
                      required float validFraction;
                      required float clearFraction;
                      required group quality (LIST) { repeated group list { required binary element (STRING); } }
                      required group filledBands (LIST) { repeated group list { required binary element (STRING); } }
                      required binary modelId (STRING);
                      required group vector (LIST) { repeated group list { required float element; } }
                      required int32 cellGrid;
                      required int32 cellPixels;
                      required group cellNames (LIST) { repeated group list { required binary element (STRING); } }
                      required group cellScales (LIST) { repeated group list { required double element; } }
                      required binary cellNumbers;
                      required binary cellClear;
                      required binary sketch;
                      required double longitude;
                      required double latitude;
                      required binary geometry;
                      required group bbox {
                        required double xmin;
                        required double ymin;
                        required double xmax;
                        required double ymax;
                      }
                    }
                    """);

    private static final GeometryFactory POINTS = new GeometryFactory();

    private EmbeddingColumns() {}

    static Group row(PatchEmbedding seen) {
        var vector = Packed.floats(seen.getVector());
        if (vector.length != seen.getDimension()) {
            throw new IllegalArgumentException(
                    "%s: vector of %d numbers (expected: %d, its dimension)"
                            .formatted(id(seen), vector.length, seen.getDimension()));
        }
        var cells = seen.getCells();
        var row = new SimpleGroup(SCHEMA);
        row.add("id", id(seen));
        row.add("patchId", seen.getPatchId());
        row.add("tile", seen.getTile());
        row.add("row", seen.getRow());
        row.add("column", seen.getColumn());
        row.add("epsg", seen.getEpsg());
        row.add("ulx", seen.getUlx());
        row.add("uly", seen.getUly());
        row.add("passId", seen.getPassId());
        row.add("sensor", seen.getSensor().name());
        row.add("platform", seen.getPlatform());
        row.add("productKind", seen.getProductKind());
        row.add("relativeOrbit", seen.getRelativeOrbit());
        row.add("acquisitionTime", seen.getAcquisitionTime().toEpochMilli());
        row.add("validFraction", seen.getValidFraction());
        row.add("clearFraction", seen.getClearFraction());
        texts(row.addGroup("quality"), seen.getQuality());
        texts(row.addGroup("filledBands"), seen.getFilledBands());
        row.add("modelId", seen.getModelId());
        var numbers = row.addGroup("vector");
        for (float number : vector) {
            numbers.addGroup("list").add("element", number);
        }
        row.add("cellGrid", cells.getGrid());
        row.add("cellPixels", cells.getPixels());
        texts(row.addGroup("cellNames"), cells.getNames());
        var scales = row.addGroup("cellScales");
        cells.getScales().forEach(scale -> scales.addGroup("list").add("element", scale));
        row.add("cellNumbers", binary(cells.getNumbers()));
        row.add("cellClear", binary(cells.getClear()));
        row.add("sketch", binary(seen.getSketch()));
        row.add("longitude", seen.getLongitude());
        row.add("latitude", seen.getLatitude());
        row.add("geometry", Binary.fromConstantByteArray(point(seen)));
        var box = row.addGroup("bbox");
        box.add("xmin", seen.getLongitude());
        box.add("ymin", seen.getLatitude());
        box.add("xmax", seen.getLongitude());
        box.add("ymax", seen.getLatitude());
        return row;
    }

    static PatchEmbedding record(Group row) {
        var vector = list(row, "vector", (group, i) -> group.getFloat("element", i));
        var numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.get(i);
        }
        return PatchEmbedding.newBuilder()
                .setPatchId(row.getString("patchId", 0))
                .setTile(row.getString("tile", 0))
                .setRow(row.getInteger("row", 0))
                .setColumn(row.getInteger("column", 0))
                .setEpsg(row.getInteger("epsg", 0))
                .setUlx(row.getInteger("ulx", 0))
                .setUly(row.getInteger("uly", 0))
                .setPassId(row.getString("passId", 0))
                .setSensor(Sensor.valueOf(row.getString("sensor", 0)))
                .setPlatform(row.getString("platform", 0))
                .setProductKind(row.getString("productKind", 0))
                .setRelativeOrbit(row.getInteger("relativeOrbit", 0))
                .setAcquisitionTime(Instant.ofEpochMilli(row.getLong("acquisitionTime", 0)))
                .setValidFraction(row.getFloat("validFraction", 0))
                .setClearFraction(row.getFloat("clearFraction", 0))
                .setQuality(texts(row, "quality"))
                .setFilledBands(texts(row, "filledBands"))
                .setModelId(row.getString("modelId", 0))
                .setDimension(numbers.length)
                .setVector(Packed.floats(numbers))
                .setCells(
                        CellLook.newBuilder()
                                .setGrid(row.getInteger("cellGrid", 0))
                                .setPixels(row.getInteger("cellPixels", 0))
                                .setNames(texts(row, "cellNames"))
                                .setScales(
                                        list(
                                                row,
                                                "cellScales",
                                                (group, i) -> group.getDouble("element", i)))
                                .setNumbers(bytes(row, "cellNumbers"))
                                .setClear(bytes(row, "cellClear"))
                                .build())
                .setSketch(bytes(row, "sketch"))
                .setLongitude(row.getDouble("longitude", 0))
                .setLatitude(row.getDouble("latitude", 0))
                .build();
    }

    private static String id(PatchEmbedding seen) {
        return Ids.observation(seen.getPatchId(), seen.getPassId());
    }

    private static byte[] point(PatchEmbedding seen) {
        return new WKBWriter()
                .write(POINTS.createPoint(new Coordinate(seen.getLongitude(), seen.getLatitude())));
    }

    private static void texts(Group into, List<String> texts) {
        texts.forEach(text -> into.addGroup("list").add("element", text));
    }

    private static Binary binary(ByteBuffer bytes) {
        return Binary.fromConstantByteArray(Packed.bytes(bytes));
    }

    private static ByteBuffer bytes(Group row, String column) {
        return ByteBuffer.wrap(row.getBinary(column, 0).getBytes());
    }

    private static List<String> texts(Group row, String column) {
        return list(row, column, (group, i) -> group.getString("element", i));
    }

    private static <T> List<T> list(
            Group row, String column, BiFunction<Group, Integer, T> elementOf) {
        var group = row.getGroup(column, 0);
        int length = group.getFieldRepetitionCount("list");
        var list = new ArrayList<T>(length);
        for (int i = 0; i < length; i++) {
            list.add(elementOf.apply(group.getGroup("list", i), 0));
        }
        return list;
    }
}
