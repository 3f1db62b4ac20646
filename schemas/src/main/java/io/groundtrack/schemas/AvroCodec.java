package io.groundtrack.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import org.apache.avro.Schema;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * The bytes of one record type: Avro single-object encoding on the wire, bare Avro binary where
 * only equality counts.
 *
 * <p>in: record → out: {@code C3 01}, schema fingerprint (8 bytes), body; a reader resolves any
 * schema of the store it was given. Not thread safe. Errors: {@link UncheckedIOException} naming
 * the type where bytes are not such a record.
 *
 * @param <T> record type
 */
public final class AvroCodec<T extends SpecificRecord> {

    private final Class<T> type;
    private final SpecificDatumWriter<T> writer;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private AvroCodec(Class<T> type, SchemaStore older) {
        this.type = type;
        var data = dataOf(type);
        var schema = data.getSchema(type);
        this.writer = new SpecificDatumWriter<>(schema, data);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.decoder = new BinaryMessageDecoder<>(data, schema, older);
    }

    /** Codec that reads the schema of this release only. */
    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
        return new AvroCodec<>(type, new SchemaStore.Cache());
    }

    /** Codec that also reads what was written with older schemas. */
    public static <T extends SpecificRecord> AvroCodec<T> of(
            Class<T> type, Iterable<Schema> older) {
        var cache = new SchemaStore.Cache();
        older.forEach(cache::addSchema);
        return new AvroCodec<>(type, cache);
    }

    /** Single-object encoding of {@code record}. */
    public byte[] encode(T record) {
        try {
            var buffer = encoder.encode(record);
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + type.getSimpleName(), e);
        }
    }

    /** The record in {@code bytes}. */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new UncheckedIOException(
                    "not a "
                            + type.getSimpleName()
                            + " in Avro single-object encoding ("
                            + bytes.length
                            + " bytes)",
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    /** Avro binary body without header: two records are equal exactly if these bytes are. */
    public byte[] body(T record) {
        var out = new ByteArrayOutputStream(512);
        var binary = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(record, binary);
            binary.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + type.getSimpleName(), e);
        }
        return out.toByteArray();
    }

    /** Generated classes keep the conversions of their logical types in {@code MODEL$}. */
    private static SpecificData dataOf(Class<?> type) {
        try {
            Field field = type.getDeclaredField("MODEL$");
            field.setAccessible(true);
            return (SpecificData) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + ": not a generated Avro record", e);
        }
    }
}
