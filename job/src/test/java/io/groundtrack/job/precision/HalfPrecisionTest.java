package io.groundtrack.job.precision;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.script.Precision;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far features in bf16 turn from those in fp32, on real patches. */
final class HalfPrecisionTest {

    /**
     * The goal; less the mean feature, what all patches share cannot hide a difference. Each side
     * is less its own mean, for vectors of two precisions are never compared in the product.
     */
    private static final double SMALLEST_COSINE = 0.9998;

    @ParameterizedTest
    @CsvSource({"csmoe-nano, S1", "csmoe-nano, S2", "csmae-nano, S1", "csmae-nano, S2"})
    void bf16KeepsTheDirectionOfFeatures(String name, Sensor sensor) throws IOException {
        double[] worst = worst(name, sensor);

        assertThat(worst[0]).as("cosine").isGreaterThan(SMALLEST_COSINE);
        assertThat(worst[2]).as("cosine less the mean").isGreaterThan(SMALLEST_COSINE);
    }

    /** Prints the worst cases: {@code HalfPrecisionTest csmoe-base}. */
    public static void main(String[] args) throws IOException {
        for (String name : args) {
            for (Sensor sensor : Sensor.values()) {
                double[] worst = worst(name, sensor);
                System.out.printf(
                        "%s %s: worst of %.0f patches: cosine %.6f; less the mean feature"
                                + " of fp32 %.6f, less each its own %.6f%n",
                        name, sensor, worst[3], worst[0], worst[1], worst[2]);
            }
        }
    }

    /** Smallest cosines: plain, less the mean feature of fp32, less each its own; patches. */
    private static double[] worst(String name, Sensor sensor) throws IOException {
        float[][] full = features(name, sensor, Precision.FP32);
        float[][] half = features(name, sensor, Precision.BF16);
        double[] fullMean = mean(full);
        double[] halfMean = mean(half);
        var nothing = new double[fullMean.length];
        double plain = 1;
        double centred = 1;
        double ownMean = 1;
        for (int i = 0; i < full.length; i++) {
            plain = Math.min(plain, cosine(full[i], nothing, half[i], nothing));
            centred = Math.min(centred, cosine(full[i], fullMean, half[i], fullMean));
            ownMean = Math.min(ownMean, cosine(full[i], fullMean, half[i], halfMean));
        }
        return new double[] {plain, centred, ownMean, full.length};
    }

    private static float[][] features(String name, Sensor sensor, Precision precision)
            throws IOException {
        var options = new ModelOptions(8, 0, "cpu", precision, true);
        try (var model = EmbeddingModel.open(name, options)) {
            List<float[]> patches = RealPatches.of(model.bands(sensor));
            assertThat(patches).hasSizeGreaterThan(5);
            return model.encode(sensor, patches).features();
        }
    }

    private static double[] mean(float[][] vectors) {
        var mean = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int d = 0; d < mean.length; d++) {
                mean[d] += vector[d] / (double) vectors.length;
            }
        }
        return mean;
    }

    private static double cosine(float[] a, double[] lessA, float[] b, double[] lessB) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < a.length; d++) {
            double x = a[d] - lessA[d];
            double y = b[d] - lessB[d];
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.sqrt(aa * bb);
    }
}
