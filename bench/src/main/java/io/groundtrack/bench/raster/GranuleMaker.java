package io.groundtrack.bench.raster;

import io.groundtrack.ingest.cog.CogProfile;
import io.groundtrack.ingest.cog.CogWriter;
import io.groundtrack.ingest.raster.Georeference;
import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.ingest.tiling.TileFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code bench/granule DIR}: a granule pair of full size, real in layout and texture, with the
 * notices to replay it.
 *
 * <p>Sentinel-2 L2A: ten bands and the scene classification, each in a COG of its own resolution;
 * Sentinel-1 RTC: VV and VH as linear power. The texture is that of a real cell, mirrored, with
 * speckle of its own on Sentinel-1; classes come in fields: mostly clear, some cloud.
 */
@Command(
        name = "bench/granule",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a Sentinel-2 and a Sentinel-1 granule of one whole tile as COGs, about 2.2 GB,"
                    + " and DIR/notices.jsonl. Then: ./groundtrack replay --notices"
                    + " DIR/notices.jsonl --out out/granule"
        })
public final class GranuleMaker implements Callable<Integer> {

    private static final String S2 = "S2A_MSIL2A_20230801T100601_N0510_R022_T%s_20230801T144901";
    private static final String S1 =
            "S1A_IW_RTC10_1SDV_20230801T051800_20230801T051825_049681_05F962_4B1C";
    private static final String S2_TEXTURE =
            "data/rico/integration_tests/tiffs/Major-TOM-Core/S2L2A/0U/0U_199R/"
                    + "S2A_MSIL2A_20220706T085611_N0400_R007_T33NZA_20220706T153419/%s.tif";
    private static final String S1_TEXTURE =
            "data/dist-s1/tests/test_data/cropped/10SGD/137/2023-12-03/"
                    + "OPERA_L2_RTC-S1_T137-292318-IW1_20231203T015904Z_20231203T124004Z"
                    + "_S1A_30_v1.0_%s.tif";
    private static final List<String> AT_10_METRES = List.of("B02", "B03", "B04", "B08");
    private static final List<String> AT_20_METRES =
            List.of("B05", "B06", "B07", "B8A", "B11", "B12");
    private static final double SPECKLE = 0.22;
    private static final int FIELD = 97;

    @Parameters(index = "0", paramLabel = "DIR", description = "Takes the files.")
    Path folder;

    @Option(
            names = "--tile",
            defaultValue = "33UUP",
            description = "MGRS tile (default: ${DEFAULT-VALUE}).")
    String tile;

    @Option(
            names = "--side",
            defaultValue = "10980",
            description =
                    "Pixels of 10 m, an even number; less than a whole tile for a trial (default:"
                            + " ${DEFAULT-VALUE}).")
    int side;

    @Option(
            names = "--codec",
            defaultValue = "DEFLATE",
            description = "DEFLATE, as most archives have it, or ZSTD (default: ${DEFAULT-VALUE}).")
    CogProfile.Codec codec;

    @Option(
            names = "--shared",
            paramLabel = "DIR",
            description =
                    "Folder with real data for the texture (default: ../shared; synthetic where it"
                            + " is not there).")
    Path shared;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    private TileFrame frame;
    private Path data;

    /** Runs it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new GranuleMaker()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        frame =
                TileFrame.of(tile)
                        .orElseThrow(() -> wrong("--tile: " + tile + " (expected: such as 33UUP)"));
        if (side < 240 || side > 10_980 || side % 2 != 0) {
            throw wrong("--side: " + side + " (expected: 240 to 10980, even)");
        }
        data =
                shared != null
                        ? shared
                        : Path.of(System.getProperty("groundtrack.home", ".")).resolve("../shared");
        long start = System.nanoTime();
        var notices = new GranuleNotices(frame, side);
        var optical = String.format(Locale.ROOT, S2, frame.name());
        for (var band : AT_10_METRES) {
            notices.band(reflectance(optical, band, 10), band, 10);
        }
        for (var band : AT_20_METRES) {
            notices.band(reflectance(optical, band, 20), band, 20);
        }
        notices.band(classes(optical), "SCL", 20);
        var lines = new StringBuilder(notices.optical(optical)).append('\n');
        for (var band : List.of("VV", "VH")) {
            notices.band(power(band), band, 10);
        }
        lines.append(notices.radar(S1)).append('\n');
        Files.writeString(folder.resolve("notices.jsonl"), lines, StandardCharsets.UTF_8);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "granule pair of %s in %s, %.0f s%n",
                        frame.name(),
                        folder,
                        (System.nanoTime() - start) / 1e9);
        return 0;
    }

    private CommandLine.ParameterException wrong(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }

    private String reflectance(String product, String band, int metres) throws IOException {
        var texture =
                Texture.of(
                        data.resolve(String.format(Locale.ROOT, S2_TEXTURE, band)),
                        0,
                        1_100,
                        5_000);
        return write(
                product + ".SAFE/" + product + "_" + band + "_" + metres + "m.tif",
                metres,
                SampleType.U16,
                OptionalDouble.of(0),
                texture::at,
                CogProfile.Overviews.AVERAGE);
    }

    /** Vegetation and soil, a fifth of the fields under cloud or its shadow. */
    private String classes(String product) throws IOException {
        return write(
                product + ".SAFE/" + product + "_SCL_20m.tif",
                20,
                SampleType.U8,
                OptionalDouble.of(0),
                (x, y) -> {
                    long field = Math.floorMod(mixed(x / FIELD, y / FIELD), 10);
                    return field == 0 ? 9 : field == 1 ? 3 : field < 7 ? 4 : 5;
                },
                CogProfile.Overviews.NEAREST);
    }

    private String power(String band) throws IOException {
        boolean co = band.equals("VV");
        var texture =
                Texture.of(
                        data.resolve(String.format(Locale.ROOT, S1_TEXTURE, band)),
                        0,
                        co ? 0.02f : 0.004f,
                        co ? 0.3f : 0.06f);
        return write(
                S1 + "/" + S1 + "_" + band + ".tif",
                10,
                SampleType.F32,
                OptionalDouble.of(Double.NaN),
                (x, y) -> texture.at(x, y) * speckle(x, y),
                CogProfile.Overviews.AVERAGE);
    }

    private String write(
            String href,
            int metres,
            SampleType type,
            OptionalDouble nodata,
            MadeRaster.Pixels pixels,
            CogProfile.Overviews overviews)
            throws IOException {
        var raster =
                new MadeRaster(
                        href,
                        side * 10 / metres,
                        type,
                        nodata,
                        Optional.of(
                                Georeference.northUp(
                                        frame.epsg(), frame.ulx(), frame.uly(), metres, metres)),
                        pixels);
        var file = folder.resolve(href);
        CogWriter.write(raster, file, CogProfile.of(codec, overviews));
        spec.commandLine()
                .getErr()
                .printf(Locale.ROOT, "%s, %d MB%n", href, Files.size(file) / 1_000_000);
        return href;
    }

    private static long mixed(long x, long y) {
        long z = x * 0x9e3779b97f4a7c15L ^ y * 0xc2b2ae3d27d4eb4fL;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        return z ^ z >>> 27;
    }

    /** About one: the sum of four even chances, as good as normal here. */
    private static float speckle(int x, int y) {
        long bits = mixed(x, y);
        long sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >>> 48);
        return (float) Math.max(0.1, 1 + SPECKLE * (sum / 131_070.0 - 1) * 3.46);
    }
}
