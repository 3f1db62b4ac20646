package io.groundtrack.bench.raster;

import io.groundtrack.bench.peer.PeerProcess;
import io.groundtrack.ingest.cog.CogProfile;
import io.groundtrack.ingest.cog.CogWriter;
import io.groundtrack.ingest.raster.SampleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The files that are read: one band in tiles of 512, in each of the usual encodings. */
enum RasterKind {
    DEFLATE(SampleType.U16, 2, true),
    ZSTD(SampleType.U16, 2, true),
    LZW(SampleType.U16, 2, false),
    DEFLATE_FLOAT(SampleType.F32, 3, true);

    private static final float FLOAT_STEP = 1e-4f;

    private final SampleType type;
    private final int predictor;
    private final boolean goal;

    RasterKind(SampleType type, int predictor, boolean goal) {
        this.type = type;
        this.predictor = predictor;
        this.goal = goal;
    }

    /** Whether P5 names it; LZW is only reported. */
    boolean hasGoal() {
        return goal;
    }

    String label() {
        return (type == SampleType.U16 ? "u16 " : "f32 ")
                + name().replace("_FLOAT", "")
                + " predictor "
                + predictor;
    }

    int sampleBytes() {
        return type.bytes();
    }

    Path file(Path folder, int side) {
        return folder.resolve("band-" + side + "-" + name().toLowerCase() + ".tif");
    }

    /**
     * Writes the file unless it is there; LZW, which is only read here, by GDAL.
     *
     * @return why there is none
     */
    Optional<String> make(Path folder, int side, Texture texture, PeerProcess peer)
            throws IOException {
        var file = file(folder, side);
        if (Files.exists(file)) {
            return Optional.empty();
        }
        if (this == LZW) {
            if (peer == null) {
                return Optional.of("LZW is written by GDAL, which is not there");
            }
            peer.ask(
                    "translate",
                    Map.of(
                            "source",
                            DEFLATE.file(folder, side).toAbsolutePath().toString(),
                            "into",
                            file.toAbsolutePath().toString(),
                            "options",
                            Map.of(
                                    "COMPRESS", "LZW",
                                    "PREDICTOR", "YES",
                                    "BLOCKSIZE", "512",
                                    "OVERVIEWS", "NONE")));
            return Optional.empty();
        }
        var codec = this == ZSTD ? CogProfile.Codec.ZSTD : CogProfile.Codec.DEFLATE;
        boolean floats = type == SampleType.F32;
        var raster =
                new MadeRaster(
                        file.getFileName().toString(),
                        side,
                        type,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        floats ? (x, y) -> texture.at(x, y) * FLOAT_STEP : texture::at);
        CogWriter.write(raster, file, CogProfile.of(codec, CogProfile.Overviews.NONE));
        return Optional.empty();
    }
}
