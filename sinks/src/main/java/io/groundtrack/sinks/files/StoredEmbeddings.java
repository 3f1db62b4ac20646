package io.groundtrack.sinks.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;

/**
 * Reads {@code embeddings.parquet} back, to the bit.
 *
 * <p>in: a file as {@link ResultFiles} writes it → out: its observations, row group by row group,
 * {@code passRevision} 0. Memory: one row group. Not thread safe. Errors: {@link IOException}
 * naming the file, what was found and what was expected; sizes are held against the file before
 * anything is allocated.
 */
public final class StoredEmbeddings implements AutoCloseable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = Integer.BYTES + MAGIC.length;
    private static final int LARGEST_FOOTER = 64 << 20;

    private final Path file;
    private final FileChannel channel;
    private final ParquetMetadata footer;

    private StoredEmbeddings(Path file, FileChannel channel, ParquetMetadata footer) {
        this.file = file;
        this.channel = channel;
        this.footer = footer;
    }

    /** Opens the file and reads its footer. */
    public static StoredEmbeddings open(Path file) throws IOException {
        var channel = FileChannel.open(file);
        try {
            var footer = footer(file, channel);
            for (var path : EmbeddingColumns.SCHEMA.getPaths()) {
                var schema = footer.getFileMetaData().getSchema();
                if (!schema.containsPath(path)
                        || !schema.getType(path)
                                .asPrimitiveType()
                                .getPrimitiveTypeName()
                                .equals(
                                        EmbeddingColumns.SCHEMA
                                                .getType(path)
                                                .asPrimitiveType()
                                                .getPrimitiveTypeName())) {
                    throw new IOException(
                            "%s: no column %s as it should be (expected: %s)"
                                    .formatted(
                                            file,
                                            String.join(".", path),
                                            EmbeddingColumns.SCHEMA.getType(path)));
                }
            }
            return new StoredEmbeddings(file, channel, footer);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** How many row groups it has. */
    public int groups() {
        return footer.getBlocks().size();
    }

    /** Ids of the models that made the vectors, as the footer names them. */
    public List<String> models() throws IOException {
        var own = footer.getFileMetaData().getKeyValueMetaData().get(EmbeddingMetadata.OWN);
        var models = new ArrayList<String>();
        try {
            var node = own == null ? null : new ObjectMapper().readTree(own).get("models");
            if (node == null || !node.isArray()) {
                throw new IOException(
                        file
                                + ": its footer names no models (expected: the key "
                                + EmbeddingMetadata.OWN
                                + " with a list of models)");
            }
            node.forEach(model -> models.add(model.asText()));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ": key " + EmbeddingMetadata.OWN + " of its footer is not JSON", e);
        }
        return models;
    }

    /** Reads one row group, in the order of the rows. */
    public void read(int group, Consumer<PatchEmbedding> into) throws IOException {
        var schema = footer.getFileMetaData().getSchema();
        var block = footer.getBlocks().get(group);
        try {
            var pages = ParquetPages.read(file, channel, block, schema);
            var reader =
                    new ColumnIOFactory()
                            .getColumnIO(schema)
                            .getRecordReader(pages, new GroupRecordConverter(schema));
            for (long row = 0; row < block.getRowCount(); row++) {
                Group values = reader.read();
                into.accept(EmbeddingColumns.record(values));
            }
        } catch (RuntimeException e) {
            throw new IOException(
                    "%s: row group %d cannot be read (expected: the columns of embeddings.parquet)"
                            .formatted(file, group),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ParquetMetadata footer(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < MAGIC.length + TAIL) {
            throw new IOException(file + ": " + size + " bytes (expected: a whole Parquet file)");
        }
        var tail =
                ByteBuffer.wrap(bytes(channel, size - TAIL, TAIL, file))
                        .order(ByteOrder.LITTLE_ENDIAN);
        int length = tail.getInt();
        var magic = new byte[MAGIC.length];
        tail.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException(file + ": does not end in PAR1 (expected: a whole Parquet file)");
        }
        if (length < 0 || length > LARGEST_FOOTER || length > size - TAIL - MAGIC.length) {
            throw new IOException(
                    "%s: footer of %d bytes (expected: at most %d, within the file)"
                            .formatted(file, length, LARGEST_FOOTER));
        }
        var bytes = bytes(channel, size - TAIL - length, length, file);
        try {
            return new ParquetMetadataConverter()
                    .fromParquetMetadata(Util.readFileMetaData(new ByteArrayInputStream(bytes)));
        } catch (IOException | RuntimeException e) {
            throw new IOException(file + ": its footer cannot be read", e);
        }
    }

    static byte[] bytes(FileChannel channel, long position, int length, Path file)
            throws IOException {
        if (position < 0 || length < 0 || position > channel.size() - length) {
            throw new IOException(
                    "%s: %d bytes at %d (expected: within its %d bytes)"
                            .formatted(file, length, position, channel.size()));
        }
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException(file + ": ended while it was read");
            }
        }
        return bytes.array();
    }
}
