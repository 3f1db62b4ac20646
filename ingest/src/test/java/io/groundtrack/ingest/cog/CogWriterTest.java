package io.groundtrack.ingest.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.cog.CogProfile.Codec;
import io.groundtrack.ingest.cog.CogProfile.Overviews;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CogWriterTest {

    private static final Georeference UTM = Georeference.northUp(32633, 404400, 5342400, 10, 10);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(
            value = SampleType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"U64", "I64"})
    void everyTypeComesBackAsItWas(SampleType type) throws IOException {
        var source = ArrayRaster.of(150, 77, 2, type, OptionalDouble.of(7), Optional.of(UTM));
        for (var codec : Codec.values()) {
            var out = folder.resolve(type + "-" + codec + ".tif");

            CogWriter.write(source, out, new CogProfile(codec, 5, Overviews.AVERAGE, 32));

            try (var cog = Rasters.open(out, new BlockCache(1 << 20))) {
                assertSame(cog, source);
                assertThat(cog.blockWidth()).isEqualTo(32);
            }
        }
    }

    @Test
    void nanAndRotationAndDegreesComeBackAsTheyWere() throws IOException {
        var rotated = new Georeference(4326, 15.5, 0.001, 0.0002, 48.25, 0.0003, -0.001);
        var source =
                ArrayRaster.of(
                        65,
                        33,
                        1,
                        SampleType.F32,
                        OptionalDouble.of(Double.NaN),
                        Optional.of(rotated));
        var out = folder.resolve("rotated.tif");

        CogWriter.write(source, out, CogProfile.of(Codec.ZSTD, Overviews.AVERAGE));

        try (var cog = Rasters.open(out, new BlockCache(0))) {
            assertSame(cog, source);
        }
    }

    @Test
    void aRasterWithoutPlaceOrNodataIsWrittenWithout() throws IOException {
        var source =
                ArrayRaster.of(20, 20, 1, SampleType.U8, OptionalDouble.empty(), Optional.empty());
        var out = folder.resolve("sub/plain.tif");

        CogWriter.write(source, out, CogProfile.of(Codec.DEFLATE, Overviews.NONE));

        try (var cog = Rasters.open(out, new BlockCache(0))) {
            assertSame(cog, source);
        }
    }

    @Test
    void directoriesComeFirstAndTheImageLast() throws IOException {
        var source =
                ArrayRaster.of(
                        130, 97, 1, SampleType.U16, OptionalDouble.empty(), Optional.of(UTM));
        var out = folder.resolve("layout.tif");

        CogWriter.write(source, out, new CogProfile(Codec.DEFLATE, 1, Overviews.NEAREST, 32));

        var directories = directories(Files.readAllBytes(out));
        assertThat(directories).extracting(d -> d.width).containsExactly(130L, 65L, 33L, 17L);
        assertThat(directories).extracting(d -> d.height).containsExactly(97L, 49L, 25L, 13L);
        assertThat(directories)
                .extracting(d -> d.position)
                .isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(directories)
                .extracting(d -> d.firstTile)
                .isSortedAccordingTo(Comparator.reverseOrder());
        var last = directories.get(directories.size() - 1);
        assertThat(last.firstTile).isGreaterThan(last.position);
    }

    @Test
    void averagesLeaveNodataOutAndRoundHalvesUp() {
        var overview = new Overview(Overviews.AVERAGE, SampleType.U16, OptionalDouble.of(0));
        double[] pixels = {1, 2, 0, 9, 0, 3, 4, 0, 0, 0, 5, 5, 7, 7, 7};
        var half = new double[6];

        overview.halve(pixels, 0, 5, 5, 3, half, 0, 3);

        assertThat(half).containsExactly(mean(1, 2, 3, 4), 9, 0, 5, 7, 7);
    }

    private static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return Math.floor(sum / values.length + 0.5);
    }

    @Test
    void nearestTakesTheUpperLeftPixel() {
        var overview = new Overview(Overviews.NEAREST, SampleType.U8, OptionalDouble.empty());
        var half = new double[2];

        overview.halve(new double[] {3, 8, 5, 4, 8, 8}, 0, 3, 3, 2, half, 0, 2);

        assertThat(half).containsExactly(3, 5);
    }

    @Test
    void aFailingSourceLeavesNothingBehind() throws IOException {
        var source =
                ArrayRaster.of(64, 64, 1, SampleType.U8, OptionalDouble.empty(), Optional.empty());
        var cut =
                new ArrayRaster(
                        64,
                        90,
                        SampleType.U8,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        source.pixels());
        var out = folder.resolve("failing.tif");

        assertThatThrownBy(
                        () ->
                                CogWriter.write(
                                        cut,
                                        out,
                                        new CogProfile(Codec.ZSTD, 1, Overviews.AVERAGE, 16)))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);

        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static void assertSame(Raster cog, Raster source) throws IOException {
        assertThat(cog.width()).isEqualTo(source.width());
        assertThat(cog.height()).isEqualTo(source.height());
        assertThat(cog.type()).isEqualTo(source.type());
        assertThat(cog.bands()).isEqualTo(source.bands());
        assertThat(cog.nodata()).isEqualTo(source.nodata());
        assertThat(cog.georeference()).isEqualTo(source.georeference());
        int pixels = source.width() * source.height();
        for (int band = 0; band < source.bands(); band++) {
            var read = new double[pixels];
            var stored = new double[pixels];
            cog.read(band, 0, 0, source.width(), source.height(), read);
            source.read(band, 0, 0, source.width(), source.height(), stored);
            assertThat(read).containsExactly(stored);
        }
    }

    private record Directory(long position, long width, long height, long firstTile) {}

    private static List<Directory> directories(byte[] file) {
        var buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var found = new ArrayList<Directory>();
        for (int at = buffer.getInt(4); at != 0; ) {
            int entries = buffer.getShort(at);
            long width = 0;
            long height = 0;
            long tile = 0;
            for (int i = 0; i < entries; i++) {
                int entry = at + 2 + 12 * i;
                int value = buffer.getInt(entry + 8);
                switch (buffer.getShort(entry) & 0xffff) {
                    case 256 -> width = value;
                    case 257 -> height = value;
                    case 324 -> tile = buffer.getInt(entry + 4) == 1 ? value : buffer.getInt(value);
                    default -> {}
                }
            }
            found.add(new Directory(at, width, height, tile));
            at = buffer.getInt(at + 2 + 12 * entries);
        }
        return found;
    }
}
