package io.groundtrack.sinks.files;

import com.github.luben.zstd.Zstd;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.example.data.GroupWriter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalOutputFile;

/**
 * Writes observations as GeoParquet 1.1: WKB points, covering boxes, ZSTD.
 *
 * <p>in: observations in the order of their ids → out: one file, replaced where it was. Memory: one
 * row group (about 32 MiB of encoded columns). Works below the Hadoop layer of its library: the
 * codec is given to the page store itself.
 */
final class EmbeddingsWriter {

    private static final long GROUP_BYTES = 32L << 20;
    private static final int ROWS_BETWEEN_CHECKS = 256;
    private static final int ZSTD_LEVEL = 3;

    private EmbeddingsWriter() {}

    static void write(Path file, Collection<PatchEmbedding> embeddings) throws IOException {
        write(file, embeddings, GROUP_BYTES);
    }

    /**
     * @param groupBytes a row group ends at the first check at which its columns hold as much
     */
    static void write(Path file, Collection<PatchEmbedding> embeddings, long groupBytes)
            throws IOException {
        var settings = ParquetProperties.builder().build();
        try (var out =
                new ParquetFileWriter(
                        new LocalOutputFile(file),
                        EmbeddingColumns.SCHEMA,
                        ParquetFileWriter.Mode.OVERWRITE,
                        groupBytes,
                        0,
                        null,
                        settings)) {
            out.start();
            var rows = embeddings.iterator();
            while (rows.hasNext()) {
                writeGroup(out, rows, settings, groupBytes);
            }
            out.end(EmbeddingMetadata.of(embeddings));
        }
    }

    private static void writeGroup(
            ParquetFileWriter out,
            Iterator<PatchEmbedding> rows,
            ParquetProperties settings,
            long groupBytes)
            throws IOException {
        var schema = EmbeddingColumns.SCHEMA;
        try (var pages =
                        new ColumnChunkPageWriteStore(
                                new ZstdPages(),
                                schema,
                                settings.getAllocator(),
                                settings.getColumnIndexTruncateLength());
                var columns = settings.newColumnWriteStore(schema, pages)) {
            var consumer = new ColumnIOFactory().getColumnIO(schema).getRecordWriter(columns);
            var writer = new GroupWriter(consumer, schema);
            int count = 0;
            while (rows.hasNext()
                    && (count % ROWS_BETWEEN_CHECKS != 0
                            || columns.getBufferedSize() < groupBytes)) {
                writer.write(EmbeddingColumns.row(rows.next()));
                count++;
            }
            consumer.flush();
            columns.flush();
            out.startBlock(count);
            pages.flushToFileWriter(out);
            out.endBlock();
        }
    }

    private static final class ZstdPages implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            var bytes = new ByteArrayOutputStream(Math.toIntExact(page.size()));
            page.writeAllTo(bytes);
            return BytesInput.from(Zstd.compress(bytes.toByteArray(), ZSTD_LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }
}
