package io.groundtrack.ingest.raster.check;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BandStatisticsTest {

    @TempDir private Path folder;

    private BandStatistics of(SampleType type, double... pixels) throws IOException {
        var file =
                aTiff(pixels.length, 1).type(type).band(i -> pixels[i]).write(folder.resolve("x"));
        try (var raster = Rasters.open(file, new BlockCache(0))) {
            return BandStatistics.of(raster, 0);
        }
    }

    @Test
    void infinitiesAndNaNAreNoNumbersAndNothingIsLostInTheSum() throws IOException {
        double huge = 1e18;
        var found = of(SampleType.F64, huge, 1, Double.NaN, -huge, Double.POSITIVE_INFINITY, 0.25);

        assertThat(found.finite()).isEqualTo(4);
        assertThat(found.min()).isEqualTo(-huge);
        assertThat(found.max()).isEqualTo(huge);
        assertThat(found.sum()).isEqualTo(1.25);
    }

    @Test
    void aBandWithoutANumberHasNoLeastAndNoLargest() throws IOException {
        var found = of(SampleType.F32, Double.NaN, Double.NEGATIVE_INFINITY);

        assertThat(found.finite()).isZero();
        assertThat(found.min()).isNaN();
        assertThat(found.max()).isNaN();
        assertThat(found.sum()).isZero();
    }

    /** Rows of a full Sentinel-2 band, each filled with its number. */
    private record Rows(int width, int height, int blockHeight) implements Raster {
        @Override
        public int bands() {
            return 1;
        }

        @Override
        public SampleType type() {
            return SampleType.U16;
        }

        @Override
        public int blockWidth() {
            return width;
        }

        @Override
        public OptionalDouble nodata() {
            return OptionalDouble.empty();
        }

        @Override
        public Optional<Georeference> georeference() {
            return Optional.empty();
        }

        @Override
        public String name() {
            return "rows";
        }

        @Override
        public void requireComplete() {}

        @Override
        public void read(int band, int x, int y, int w, int h, float[] into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void read(int band, int x, int y, int w, int h, double[] into) {
            for (int row = 0; row < h; row++) {
                Arrays.fill(into, row * w, (row + 1) * w, y + row);
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void aFullBandIsReadByRowsWhateverItsBlocks() throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String sha256 = null;
        for (int blockHeight : new int[] {1, 512, 10_980}) {
            var raster = new Rows(10_980, 2_000, blockHeight);
            long before = threads.getCurrentThreadAllocatedBytes();

            var found = BandStatistics.of(raster, 0);

            assertThat(found.finite()).isEqualTo(10_980L * 2_000);
            assertThat(found.sum()).isEqualTo(10_980.0 * (1_999 * 2_000 / 2));
            sha256 = sha256 == null ? found.sha256() : sha256;
            assertThat(found.sha256()).isEqualTo(sha256);
            // 44 MB of samples: the rows that are held, and 4 times as much for the doubles
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(260_000_000L);
        }
    }
}
