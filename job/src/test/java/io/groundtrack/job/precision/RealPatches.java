package io.groundtrack.job.precision;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.GeoTiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * BigEarthNet patches of 120 px beside the project, as (C, H, W) in the bands that are asked for.
 */
final class RealPatches {
    private static final int SIDE = 120;

    private RealPatches() {}

    static List<float[]> of(List<String> bands) throws IOException {
        Path data = Path.of(System.getProperty("project.root", ".."), "../shared/data").normalize();
        Assumptions.assumeTrue(Files.isDirectory(data), "real patches are not at " + data);
        String first = "_" + bands.get(0) + ".tif";
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(file -> isPatch(file, first)).sorted().toList();
        }
        var patches = new ArrayList<float[]>();
        var cache = new BlockCache(16 << 20);
        for (Path file : files) {
            String stem = file.toString();
            stem = stem.substring(0, stem.length() - first.length());
            Optional<float[]> patch = read(stem, bands, cache);
            patch.ifPresent(patches::add);
        }
        return patches;
    }

    private static boolean isPatch(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.endsWith(ending)
                && (name.contains("_MSIL2A_") || name.contains("_IW_GRDH_1SDV_"));
    }

    private static Optional<float[]> read(String stem, List<String> bands, BlockCache cache)
            throws IOException {
        var patch = new float[bands.size() * SIDE * SIDE];
        for (int c = 0; c < bands.size(); c++) {
            Path file = Path.of(stem + "_" + bands.get(c) + ".tif");
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try (var tiff = GeoTiff.open(file, cache)) {
                int side = tiff.width();
                if (side != tiff.height() || SIDE % side != 0) {
                    return Optional.empty();
                }
                var band = new float[side * side];
                tiff.read(0, 0, 0, side, side, band);
                for (int i = 0; i < SIDE * SIDE; i++) {
                    int y = i / SIDE * side / SIDE;
                    int x = i % SIDE * side / SIDE;
                    patch[c * SIDE * SIDE + i] = band[y * side + x];
                }
            }
        }
        return Optional.of(patch);
    }
}
