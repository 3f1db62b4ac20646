package io.groundtrack.ingest.cog;

import io.groundtrack.ingest.raster.BlockCache;
import io.groundtrack.ingest.raster.Raster;
import io.groundtrack.ingest.raster.RasterFile;
import io.groundtrack.ingest.raster.Rasters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalDouble;

/**
 * Raster files → COGs in a folder, each once: a COG is called after the file's name and after what
 * tells its content (size and time of change, or what the server says of it).
 *
 * <p>State: the folder. What is there is whole, so it is not looked into again. Several processes
 * may work on one folder. Errors: {@link io.groundtrack.ingest.raster.RasterException} for what is
 * not read, {@link IOException}.
 */
public final class CogConversion {

    private static final long CACHE_BYTES = 256L << 20;
    private static final int LONGEST_NAME = 80;

    private final Path folder;
    private final CogProfile.Codec codec;

    /** COGs are kept in {@code folder}, which is made when needed. */
    public CogConversion(Path folder, CogProfile.Codec codec) {
        this.folder = folder.toAbsolutePath().normalize();
        this.codec = codec;
    }

    /** Converts one file to {@code out}, replacing what is there. */
    public static void convert(Path file, Path out, CogProfile profile) throws IOException {
        try (var raster = Rasters.open(file, new BlockCache(CACHE_BYTES))) {
            convert(raster, out, profile, OptionalDouble.empty());
        }
    }

    /**
     * Where the COG of {@code file} is, made now if it is not there yet; {@code file} is closed.
     *
     * @param nodata stated elsewhere, for files that cannot state it
     */
    public Path convert(RasterFile file, CogProfile.Overviews overviews, OptionalDouble nodata)
            throws IOException {
        Path out;
        try {
            out = folder.resolve(name(file, nodata));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
        if (Files.isRegularFile(out)) {
            file.close();
            return out;
        }
        try (var raster = Rasters.open(file, new BlockCache(CACHE_BYTES))) {
            convert(raster, out, CogProfile.of(codec, overviews), nodata);
        }
        return out;
    }

    private static void convert(Raster raster, Path out, CogProfile profile, OptionalDouble nodata)
            throws IOException {
        raster.requireComplete();
        CogWriter.write(raster, out, profile, nodata);
    }

    private static String name(RasterFile file, OptionalDouble nodata) {
        // of an address only the path's last part; of it, what every file system takes
        var path = file.name().replaceAll("[?#].*", "");
        var last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        var stem = last.replaceAll("\\.[A-Za-z0-9]{1,5}$", "").replaceAll("[^A-Za-z0-9._-]", "_");
        var content = file.name() + '\n' + file.size() + '\n' + file.identity() + '\n' + nodata;
        try {
            var sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return stem.substring(0, Math.min(stem.length(), LONGEST_NAME))
                    + "-"
                    + HexFormat.of().formatHex(sum, 0, 8)
                    + ".tif";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
