package io.groundtrack.ingest.hostile;

import static io.groundtrack.ingest.raster.TinyTiff.aTiff;

import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.ingest.raster.TinyTiff;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Twenty sound TIFFs, one of each way in which the reader may be led: what mutations start from.
 */
final class RasterSeeds {

    private static final int WIDTH = 60;
    private static final int HEIGHT = 44;
    private static final int DEFLATE = 8;
    private static final int LZW = 5;
    private static final int ZSTD = 50_000;

    private RasterSeeds() {}

    static List<byte[]> all() {
        var seeds = new ArrayList<TinyTiff>();
        seeds.add(image(SampleType.F32).nodata("nan"));
        seeds.add(image(SampleType.U16).tiled(16).compression(DEFLATE).predictor(2).nodata("0"));
        seeds.add(image(SampleType.U16).strips(7).compression(LZW).predictor(2));
        seeds.add(image(SampleType.F32).tiled(32).compression(DEFLATE).predictor(3));
        seeds.add(image(SampleType.U16).tiled(16).compression(ZSTD).predictor(2));
        seeds.add(image(SampleType.F64).strips(11).compression(DEFLATE).predictor(3));
        seeds.add(image(SampleType.U16).bigTiff().compression(DEFLATE).nodata("65535"));
        seeds.add(
                image(SampleType.F32)
                        .order(ByteOrder.BIG_ENDIAN)
                        .compression(DEFLATE)
                        .predictor(3));
        seeds.add(
                image(SampleType.U16)
                        .order(ByteOrder.BIG_ENDIAN)
                        .tiled(16)
                        .compression(LZW)
                        .predictor(2));
        seeds.add(more(image(SampleType.U16)).planar().tiled(16).compression(DEFLATE));
        seeds.add(more(image(SampleType.U8)).compression(LZW).predictor(2));
        seeds.add(sparse().tiled(16).sparse().compression(DEFLATE).nodata("-32768"));
        seeds.add(image(SampleType.I16).nodata("-9999").pixelIsPoint());
        seeds.add(image(SampleType.U8).tiled(64).compression(LZW));
        seeds.add(image(SampleType.I32).strips(9).compression(DEFLATE).predictor(2));
        seeds.add(
                image(SampleType.F32)
                        .at(4326, 12.30, 48.75, 0.0001)
                        .tiled(16)
                        .compression(ZSTD)
                        .predictor(3));
        seeds.add(image(SampleType.U32).order(ByteOrder.BIG_ENDIAN).nodata("4294967295"));
        seeds.add(more(image(SampleType.F32)).bigTiff().planar().strips(5).compression(ZSTD));
        seeds.add(image(SampleType.I8).tiled(16).compression(DEFLATE).predictor(2));
        seeds.add(more(image(SampleType.F64)).tiled(16).compression(LZW).predictor(3));
        return seeds.stream().map(TinyTiff::bytes).toList();
    }

    private static TinyTiff image(SampleType type) {
        return aTiff(WIDTH, HEIGHT)
                .type(type)
                .band(texture(0))
                .at(RasterTrial.EPSG, RasterTrial.ULX, RasterTrial.ULY, 10);
    }

    private static TinyTiff more(TinyTiff image) {
        return image.band(texture(1)).band(texture(2));
    }

    private static TinyTiff sparse() {
        return aTiff(WIDTH, HEIGHT)
                .type(SampleType.I16)
                .band(p -> p % WIDTH < 30 ? 0 : p % 91)
                .at(RasterTrial.EPSG, RasterTrial.ULX, RasterTrial.ULY, 10);
    }

    /** Neither flat nor noise, so that codecs have matches of all lengths. */
    private static IntToDoubleFunction texture(int band) {
        return p -> (p % WIDTH / 5 * 13 + p / WIDTH * 7 + p * 31 % (11 + band)) % 120;
    }
}
