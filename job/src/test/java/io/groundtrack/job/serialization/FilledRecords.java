package io.groundtrack.job.serialization;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Makes records with something in every field, nullable ones too, from a fixed seed. */
final class FilledRecords {

    private final Random random = new Random(20_260_101);

    <T extends SpecificRecord> T of(Class<T> type) {
        return type.cast(record(SpecificData.get().getSchema(type)));
    }

    private SpecificRecord record(Schema schema) {
        var record = (SpecificRecord) SpecificData.newInstance(type(schema), schema);
        for (var field : schema.getFields()) {
            record.put(field.pos(), value(field.schema()));
        }
        return record;
    }

    private Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> {
                var constants = type(schema).getEnumConstants();
                yield constants[random.nextInt(constants.length)];
            }
            case ARRAY -> {
                var list = new ArrayList<Object>();
                for (int i = 0; i < 3; i++) {
                    list.add(value(schema.getElementType()));
                }
                yield list;
            }
            case UNION ->
                    value(
                            schema.getTypes().stream()
                                    .filter(branch -> branch.getType() != Schema.Type.NULL)
                                    .findFirst()
                                    .orElseThrow());
            case BYTES -> {
                var bytes = new byte[1 + random.nextInt(64)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case STRING -> "text ä€ " + random.nextInt(1000);
            case LONG ->
                    schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                            ? Instant.ofEpochMilli(random.nextInt())
                            : (Object) random.nextLong();
            case INT -> random.nextInt();
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> true;
            case MAP, FIXED, NULL ->
                    throw new IllegalStateException(
                            schema + ": not used in the records so far; fill it here");
        };
    }

    private static Class<?> type(Schema schema) {
        return SpecificData.get().getClass(schema);
    }
}
