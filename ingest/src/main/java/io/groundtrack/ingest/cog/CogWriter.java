package io.groundtrack.ingest.cog;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Writes a raster as a Cloud Optimized GeoTIFF.
 *
 * <p>in: any open raster → out: a file with directories first, then the tiles of the smallest
 * overview up to those of the image; each band in a plane of its own. Type, values, no-data and
 * place stay as they are.
 *
 * <p>The raster is read once, a row of tiles at a time, tiles in parallel; held in memory is that
 * row and one of each overview, as doubles. Tiles wait in files beside {@code out}, which appears
 * under its name only when it is whole and was read back the same.
 *
 * <p>Errors: {@link IOException}; what was begun is deleted.
 */
public final class CogWriter {

    /** Most memory that the rows of the overviews may take. */
    private static final long MOST_ROW_BYTES = 1L << 30;

    private final Raster source;
    private final CogProfile profile;
    private final OptionalDouble nodata;
    private final int tile;
    private final TileEncoder encoder;
    private final List<PyramidLevel> levels = new ArrayList<>();
    private int[] sums;
    private final Overview overview;

    private CogWriter(Raster source, CogProfile profile, OptionalDouble nodata) {
        this.source = source;
        this.profile = profile;
        this.nodata = source.nodata().isPresent() ? source.nodata() : nodata;
        this.tile = profile.tile();
        this.encoder = new TileEncoder(source.type(), profile);
        this.overview = new Overview(profile.overviews(), source.type(), this.nodata);
    }

    /** Writes {@code source} to {@code out}, replacing what is there. */
    public static void write(Raster source, Path out, CogProfile profile) throws IOException {
        write(source, out, profile, OptionalDouble.empty());
    }

    /** The same, with a no-data value for a source that states none. */
    public static void write(Raster source, Path out, CogProfile profile, OptionalDouble nodata)
            throws IOException {
        if (source.type() == SampleType.U64 || source.type() == SampleType.I64) {
            throw new IOException(
                    source.name() + ": samples of 64 bits are not converted (expected: 8 to 32)");
        }
        if (source.georeference().isEmpty() && source.place().isPresent()) {
            throw new IOException(
                    source.name()
                            + ": placed by tie points, which a COG would lose (expected: a"
                            + " georeference, or none)");
        }
        double rows = (double) source.bands() * source.width() * profile.tile() * 8;
        if (rows > MOST_ROW_BYTES) {
            throw new IOException(
                    source.name()
                            + ": "
                            + source.bands()
                            + " bands of "
                            + source.width()
                            + " columns need "
                            + (long) (rows / (1 << 20))
                            + " MiB to convert (expected: at most "
                            + (MOST_ROW_BYTES >> 20)
                            + ")");
        }
        new CogWriter(source, profile, nodata).write(out.toAbsolutePath());
    }

    private void write(Path out) throws IOException {
        var folder = out.getParent();
        Files.createDirectories(folder);
        var name = out.getFileName().toString();
        var temporary = new ArrayList<Path>();
        try {
            int width = source.width();
            int height = source.height();
            boolean more = true;
            for (int level = 0; more; level++) {
                var spool = Files.createTempFile(folder, "." + name + ".", ".tiles");
                temporary.add(spool);
                var channel =
                        FileChannel.open(spool, StandardOpenOption.WRITE, StandardOpenOption.READ);
                levels.add(
                        new PyramidLevel(width, height, source.bands(), tile, level > 0, channel));
                more =
                        profile.overviews() != CogProfile.Overviews.NONE
                                && Math.max(width, height) > tile;
                width = PyramidLevel.ceilDiv(width, 2);
                height = PyramidLevel.ceilDiv(height, 2);
            }
            sums = new int[levels.get(0).offsets.length];
            for (int row = 0; row < levels.get(0).down; row++) {
                for (int band = 0; band < source.bands(); band++) {
                    writeRow(band, row);
                }
            }
            var whole = Files.createTempFile(folder, "." + name + ".", ".part");
            temporary.add(whole);
            assemble(whole);
            verify(whole);
            Files.move(
                    whole,
                    out,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            for (var level : levels) {
                level.spool.close();
            }
            for (var path : temporary) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** A row of tiles of the image, and what it completes above. */
    private void writeRow(int band, int row) throws IOException {
        var level = levels.get(0);
        int top = row * tile;
        int rows = Math.min(tile, level.height - top);
        var above = levels.size() > 1 ? levels.get(1) : null;
        var tiles =
                inParallel(
                        level.across,
                        column -> {
                            int left = column * tile;
                            int columns = Math.min(tile, level.width - left);
                            var pixels = new double[columns * rows];
                            source.read(band, left, top, columns, rows, pixels);
                            sums[(band * level.down + row) * level.across + column] =
                                    Arrays.hashCode(pixels);
                            if (above != null) {
                                overview.halve(
                                        pixels,
                                        0,
                                        columns,
                                        columns,
                                        rows,
                                        above.rows.get(band),
                                        (top / 2) % tile * above.width + left / 2,
                                        above.width);
                            }
                            return encoder.encode(pixels, 0, columns, columns, rows);
                        });
        level.append(band, row, tiles);
        if (above != null) {
            flush(band, 1, top + rows);
        }
    }

    /** Writes the row of tiles of an overview that {@code done} rows of the level below end. */
    private void flush(int band, int index, int done) throws IOException {
        var level = levels.get(index);
        boolean last = done == levels.get(index - 1).height;
        int ready = last ? level.height : done / 2;
        if (ready % tile != 0 && !last) {
            return;
        }
        int row = (ready - 1) / tile;
        int top = row * tile;
        int rows = ready - top;
        var pixels = level.rows.get(band);
        var above = index + 1 < levels.size() ? levels.get(index + 1) : null;
        var tiles =
                inParallel(
                        level.across,
                        column -> {
                            int left = column * tile;
                            int columns = Math.min(tile, level.width - left);
                            if (above != null) {
                                overview.halve(
                                        pixels,
                                        left,
                                        level.width,
                                        columns,
                                        rows,
                                        above.rows.get(band),
                                        (top / 2) % tile * above.width + left / 2,
                                        above.width);
                            }
                            return encoder.encode(pixels, left, level.width, columns, rows);
                        });
        level.append(band, row, tiles);
        if (above != null) {
            flush(band, index + 1, ready);
        }
    }

    @FunctionalInterface
    private interface TileMaker {
        byte[] tile(int column) throws IOException;
    }

    private static List<byte[]> inParallel(int count, TileMaker maker) throws IOException {
        try {
            return IntStream.range(0, count)
                    .parallel()
                    .mapToObj(
                            column -> {
                                try {
                                    return maker.tile(column);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            })
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void assemble(Path whole) throws IOException {
        var header =
                new CogHeader(source.type(), source.bands(), profile, nodata, source.georeference())
                        .bytes(levels);
        try (var out = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(header);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            for (int level = levels.size() - 1; level >= 0; level--) {
                var tiles = levels.get(level);
                long done = 0;
                while (done < tiles.bytes()) {
                    done += tiles.spool.transferTo(done, tiles.bytes() - done, out);
                }
            }
            // the name must never stand for less than the whole, not after a power cut either
            out.force(true);
        }
    }

    /** Reads what was written: a COG that is not the source's pixels must never get its name. */
    private void verify(Path whole) throws IOException {
        var level = levels.get(0);
        try (var cog = Rasters.open(whole, new BlockCache(0))) {
            for (int i = 0; i < sums.length; i += level.across) {
                int first = i;
                int band = i / (level.across * level.down);
                int top = i / level.across % level.down * tile;
                int rows = Math.min(tile, level.height - top);
                inParallel(
                        level.across,
                        column -> {
                            int left = column * tile;
                            int columns = Math.min(tile, level.width - left);
                            var pixels = new double[columns * rows];
                            cog.read(band, left, top, columns, rows, pixels);
                            if (Arrays.hashCode(pixels) != sums[first + column]) {
                                throw new IOException(
                                        source.name()
                                                + ": reads back differently at column "
                                                + left
                                                + ", row "
                                                + top
                                                + ": nothing was written");
                            }
                            return new byte[0];
                        });
            }
        }
    }
}
