package io.groundtrack.ingest.hostile;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.CrsTransforms;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.GridWarp;
import io.groundtrack.ingest.raster.GridWindow;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterException;
import io.groundtrack.ingest.raster.RasterFile;
import io.groundtrack.ingest.raster.Rasters;
import io.groundtrack.ingest.raster.Resampling;
import java.io.IOException;
import java.util.Random;

/**
 * Everything that the product does with a raster, done to one that may be hostile.
 *
 * <p>in: a file → out: whether it gave pixels. Anything but pixels or a clear {@link
 * RasterException} throws.
 */
final class RasterTrial {

    static final int EPSG = 32633;
    static final int ULX = 300_000;
    static final int ULY = 5_400_000;

    private static final int LONGEST_MESSAGE = 520;
    private static final int WHOLE = 1 << 17;
    private static final int SIDE = 40;
    private static final Georeference PLACE = Georeference.northUp(EPSG, ULX, ULY, 10, 10);

    private final CrsTransforms transforms = new CrsTransforms();
    private final GridWarp warp = new GridWarp(transforms);
    private final BlockCache cache = new BlockCache(8 << 20);
    private final double[] exact = new double[WHOLE];
    private final float[] pixels = new float[WHOLE];

    /** What is done with the raster; each part is refused on its own. */
    private interface Part {
        void run() throws IOException;
    }

    /** True where some pixels could be read. */
    boolean givesPixels(RasterFile file, Random random) throws IOException {
        Raster opened;
        try {
            opened = Rasters.open(file, cache);
        } catch (RasterException e) {
            requireClear(e);
            return false;
        }
        try (var raster = opened) {
            boolean sound = done(raster::requireComplete);
            boolean read = done(() -> whole(raster));
            boolean windows = done(() -> windows(raster, random));
            boolean warped = done(() -> warp(raster, random));
            return sound && read && windows && warped;
        }
    }

    private static boolean done(Part part) throws IOException {
        try {
            part.run();
            return true;
        } catch (RasterException e) {
            requireClear(e);
            return false;
        }
    }

    /** A message that can stand in a dead letter and in a log: named, short, on one line. */
    private static void requireClear(RasterException e) {
        var message = e.getMessage();
        if (message == null
                || message.length() > LONGEST_MESSAGE
                || message.codePoints().anyMatch(Character::isISOControl)) {
            throw new AssertionError("message: " + message, e);
        }
    }

    private void whole(Raster raster) throws IOException {
        long each = (long) raster.width() * raster.height();
        for (int band = 0; band < Math.min(raster.bands(), 4) && each <= WHOLE; band++) {
            raster.read(band, 0, 0, raster.width(), raster.height(), exact);
            raster.read(band, 0, 0, raster.width(), raster.height(), pixels);
        }
    }

    private void windows(Raster raster, Random random) throws IOException {
        int width = Math.min(SIDE, raster.width());
        int height = Math.min(SIDE, raster.height());
        int lastBand = raster.bands() - 1;
        raster.read(
                lastBand, raster.width() - width, raster.height() - height, width, height, pixels);
        for (int i = 0; i < 2; i++) {
            raster.read(
                    random.nextInt(raster.bands()),
                    random.nextInt(raster.width() - width + 1),
                    random.nextInt(raster.height() - height + 1),
                    width,
                    height,
                    pixels);
        }
    }

    private void warp(Raster raster, Random random) throws IOException {
        var stated = raster.georeference().orElse(PLACE);
        var place = stated.epsg() == 0 ? stated.withEpsg(EPSG) : stated;
        var near = new GridWindow(EPSG, ULX + 100, ULY - 100, 10, SIDE, SIDE);
        var random10 = new GridWindow(EPSG, 10 * random.nextInt(99_999), ULY, 10, SIDE, SIDE);
        var beside = new GridWindow(EPSG - 1, ULX + 440_000, ULY - 100, 10, SIDE, SIDE);
        for (var window : new GridWindow[] {near, random10, beside}) {
            for (var resampling : Resampling.values()) {
                warp.warp(raster, 0, place, window, resampling, (values, count) -> {}, pixels);
            }
        }
    }
}
