package io.groundtrack.sinks.files;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * The pages of one row group. The library's own file reader cannot be had without Hadoop on the
 * class path; this takes data pages of version 1, plain or ZSTD, which is what is written here and
 * what most writers write.
 *
 * <p>in: a row group → out: its decompressed pages by column. Memory: the row group. Errors: {@link
 * IOException} naming file, column and what was expected; no size is believed beyond {@link
 * #LARGEST}.
 */
final class ParquetPages implements PageReadStore {

    /** Bytes of a column chunk, or of a page when decompressed. */
    static final int LARGEST = 256 << 20;

    private final Map<String, Pages> byColumn = new HashMap<>();
    private final long rows;

    private ParquetPages(long rows) {
        this.rows = rows;
    }

    static ParquetPages read(
            Path file, FileChannel channel, BlockMetaData block, MessageType schema)
            throws IOException {
        var pages = new ParquetPages(block.getRowCount());
        for (var chunk : block.getColumns()) {
            var column = chunk.getPath().toDotString();
            var descriptor = schema.getColumnDescription(chunk.getPath().toArray());
            pages.byColumn.put(column, chunk(file, channel, chunk, descriptor));
        }
        for (var descriptor : schema.getColumns()) {
            if (!pages.byColumn.containsKey(String.join(".", descriptor.getPath()))) {
                throw new IOException(
                        file
                                + ": row group without column "
                                + String.join(".", descriptor.getPath()));
            }
        }
        return pages;
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        return byColumn.get(String.join(".", column.getPath()));
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    private static Pages chunk(
            Path file, FileChannel channel, ColumnChunkMetaData chunk, ColumnDescriptor descriptor)
            throws IOException {
        var what = file + ": column " + chunk.getPath().toDotString();
        if (chunk.getTotalSize() < 0 || chunk.getTotalSize() > LARGEST) {
            throw new IOException(
                    "%s of %d bytes (expected: at most %d)"
                            .formatted(what, chunk.getTotalSize(), LARGEST));
        }
        var bytes =
                StoredEmbeddings.bytes(
                        channel, chunk.getStartingPos(), (int) chunk.getTotalSize(), file);
        var in = new ByteArrayInputStream(bytes);
        DictionaryPage dictionary = null;
        var data = new ArrayDeque<DataPage>();
        long values = 0;
        while (values < chunk.getValueCount()) {
            var header = header(what, in);
            int at = bytes.length - in.available();
            int stored = header.getCompressed_page_size();
            if (stored < 0 || stored > in.available()) {
                throw new IOException(
                        "%s: page of %d bytes (expected: within the column's %d)"
                                .formatted(what, stored, bytes.length));
            }
            in.skip(stored);
            switch (header.getType()) {
                case DICTIONARY_PAGE ->
                        dictionary =
                                new DictionaryPage(
                                        plain(what, bytes, at, header, chunk.getCodec()),
                                        header.getDictionary_page_header().getNum_values(),
                                        encoding(header.getDictionary_page_header().getEncoding()));
                case DATA_PAGE -> {
                    var page = header.getData_page_header();
                    if (page.getNum_values() < 1) {
                        throw new IOException(
                                what + ": page of " + page.getNum_values() + " values");
                    }
                    values += page.getNum_values();
                    data.add(
                            new DataPageV1(
                                    plain(what, bytes, at, header, chunk.getCodec()),
                                    page.getNum_values(),
                                    header.getUncompressed_page_size(),
                                    Statistics.createStats(descriptor.getPrimitiveType()),
                                    encoding(page.getRepetition_level_encoding()),
                                    encoding(page.getDefinition_level_encoding()),
                                    encoding(page.getEncoding())));
                }
                default ->
                        throw new IOException(
                                "%s: page of type %s (expected: data pages of version 1)"
                                        .formatted(what, header.getType()));
            }
        }
        return new Pages(chunk.getValueCount(), dictionary, data);
    }

    private static PageHeader header(String what, ByteArrayInputStream in) throws IOException {
        try {
            return Util.readPageHeader(in);
        } catch (IOException e) {
            throw new IOException(what + ": a page header cannot be read", e);
        }
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
        return Encoding.valueOf(encoding.name());
    }

    private static BytesInput plain(
            String what, byte[] bytes, int at, PageHeader header, CompressionCodecName codec)
            throws IOException {
        int size = header.getUncompressed_page_size();
        if (size < 0 || size > LARGEST) {
            throw new IOException(
                    "%s: page of %d bytes when decompressed (expected: at most %d)"
                            .formatted(what, size, LARGEST));
        }
        var page = Arrays.copyOfRange(bytes, at, at + header.getCompressed_page_size());
        return switch (codec) {
            case UNCOMPRESSED -> BytesInput.from(page);
            case ZSTD -> {
                try {
                    yield BytesInput.from(Zstd.decompress(page, size));
                } catch (ZstdException e) {
                    throw new IOException(what + ": a page is not whole ZSTD", e);
                }
            }
            default ->
                    throw new IOException(
                            "%s: compressed as %s (expected: ZSTD or UNCOMPRESSED)"
                                    .formatted(what, codec));
        };
    }

    private record Pages(long values, DictionaryPage dictionary, Queue<DataPage> data)
            implements PageReader {

        @Override
        public DictionaryPage readDictionaryPage() {
            return dictionary;
        }

        @Override
        public long getTotalValueCount() {
            return values;
        }

        @Override
        public DataPage readPage() {
            return data.poll();
        }
    }
}
