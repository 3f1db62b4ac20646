package io.groundtrack.ingest.cutting;

import static io.groundtrack.ingest.cutting.Strips.aStrip;
import static io.groundtrack.ingest.cutting.Strips.asset;
import static io.groundtrack.ingest.cutting.Strips.bits;
import static io.groundtrack.ingest.raster.TinyTiff.aTiff;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.raster.SampleType;
import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

/** The same ground, however it is stored, gives the same patch within a step of its storage. */
class EncodingsProperties {

    private static final int PIXELS = 120 * 120;
    private static final int ABSENT = 37;

    /** How an asset stores what is there; NaN in, what stands for no data out. */
    private record Stored(
            String name,
            SampleType type,
            double scale,
            double offset,
            String unit,
            String nodata,
            double step,
            DoubleUnaryOperator store) {}

    private static final List<Stored> REFLECTANCE =
            List.of(
                    new Stored("f32", SampleType.F32, 1, 0, "", "nan", 0.01, r -> r),
                    new Stored("u16", SampleType.U16, 1e-4, 0, "", "0", 0.51, r -> r * 1e4),
                    new Stored(
                            "u16, baseline 04.00",
                            SampleType.U16,
                            1e-4,
                            -0.1,
                            "",
                            "0",
                            0.51,
                            r -> r * 1e4 + 1000),
                    new Stored("i16", SampleType.I16, 1e-4, 0, "", "-9999", 0.51, r -> r * 1e4),
                    new Stored(
                            "f64 percent", SampleType.F64, 0.01, 0, "", "nan", 0.01, r -> r * 100),
                    new Stored(
                            "u8",
                            SampleType.U8,
                            0.004,
                            -0.02,
                            "",
                            "0",
                            20.1,
                            r -> (r + 0.02) / 0.004));

    private static final List<Stored> BACKSCATTER =
            List.of(
                    new Stored("dB f32", SampleType.F32, 1, 0, "dB", "nan", 1e-4, d -> d),
                    new Stored(
                            "power f32",
                            SampleType.F32,
                            1,
                            0,
                            "linear",
                            "nan",
                            1e-4,
                            d -> Math.pow(10, d / 10)),
                    new Stored(
                            "power f32, no unit",
                            SampleType.F32,
                            1,
                            0,
                            "",
                            "nan",
                            1e-4,
                            d -> Math.pow(10, d / 10)),
                    new Stored(
                            "dB x 100 i16",
                            SampleType.I16,
                            0.01,
                            0,
                            "dB",
                            "-32768",
                            0.0051,
                            d -> d * 100),
                    new Stored(
                            "dB scaled u16",
                            SampleType.U16,
                            0.001,
                            -45,
                            "dB",
                            "0",
                            0.00051,
                            d -> (d + 45) / 0.001),
                    new Stored(
                            "amplitude f32",
                            SampleType.F32,
                            1,
                            0,
                            "amplitude",
                            "nan",
                            1e-4,
                            d -> Math.pow(10, d / 20)),
                    // steps of 1e-6 at -30 dB = 1e-3: a thousandth, half of it up or down
                    new Stored(
                            "power scaled u32",
                            SampleType.U32,
                            1e-6,
                            0,
                            "linear",
                            "0",
                            0.003,
                            d -> Math.pow(10, d / 10) / 1e-6));

    @Property(tries = 12)
    void reflectanceIsTheSameHoweverItIsStored(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @DoubleRange(min = 0.01, max = 0.6) double brightness)
            throws IOException {
        var random = new Random(seed);
        var truth = random.doubles(PIXELS, 0.001, brightness + 0.002).toArray();
        var expected = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            expected[i] = truth[i] * 10_000;
        }
        check(Sensor.S2, REFLECTANCE, truth, expected);
    }

    @Property(tries = 12)
    void backscatterIsTheSameHoweverItIsStored(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @DoubleRange(min = -28, max = 8) double brightest)
            throws IOException {
        var truth = new Random(seed).doubles(PIXELS, -29.9, brightest + 0.1).toArray();
        check(Sensor.S1, BACKSCATTER, truth, truth);
    }

    private static void check(
            Sensor sensor, List<Stored> encodings, double[] truth, double[] expected)
            throws IOException {
        var folder = Files.createTempDirectory("encodings");
        var bands = sensor == Sensor.S2 ? new String[] {"B04", "B08"} : new String[] {"VV", "VH"};
        try (var cutter =
                new PatchCutter(
                        CutOptions.defaults(
                                folder.toString(), List.of("B04", "B08"), List.of("VV", "VH")))) {
            for (var stored : encodings) {
                var strip =
                        aStrip(sensor)
                                .patches(0)
                                .granule(
                                        "g",
                                        0,
                                        bits(0),
                                        write(folder, sensor, stored, truth, bands))
                                .build();

                var outcome = cutter.cut(strip).outcomes().get(0);

                assertThat(outcome.getKind()).as(stored.name()).isEqualTo(OutcomeKind.CUT);
                var pixels = Packed.floats(outcome.getWindow().getPixels());
                for (int i = 0; i < PIXELS; i++) {
                    if (i % ABSENT == 0) {
                        assertThat(pixels[i]).as(stored.name()).isNaN();
                    } else if (!(Math.abs(pixels[i] - expected[i]) <= stored.step())) {
                        assertThat(pixels[i]).as(stored.name()).isEqualTo((float) expected[i]);
                    }
                }
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static Asset write(
            Path folder, Sensor sensor, Stored stored, double[] truth, String... bands) {
        double nodata =
                stored.nodata().equals("nan") ? Double.NaN : Double.parseDouble(stored.nodata());
        IntToDoubleFunction pixels =
                p -> {
                    if (p % ABSENT == 0) {
                        return nodata;
                    }
                    double value = stored.store().applyAsDouble(truth[p]);
                    return stored.type().isInteger() ? Math.rint(value) : value;
                };
        aTiff(120, 120)
                .type(stored.type())
                .band(pixels)
                .band(pixels)
                .at(Strips.EPSG, Strips.ULX, Strips.ULY, 10)
                .write(folder.resolve("stored.tif"));
        var asset = asset(sensor, "stored.tif", bands);
        asset.setScale(stored.scale());
        asset.setOffset(stored.offset());
        asset.setUnit(stored.unit());
        asset.setNodata(stored.nodata());
        return asset;
    }
}
