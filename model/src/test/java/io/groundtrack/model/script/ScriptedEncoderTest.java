package io.groundtrack.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.groundtrack.model.checkpoint.DrawnWeights;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.SoftMoeConfig;
import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Weights;
import io.groundtrack.model.sketch.Sketch;
import io.groundtrack.model.sketch.Sketches;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the script and the readable network together. */
class ScriptedEncoderTest {
    private static final int S2_BANDS = 3;

    private static NDManager manager;

    @BeforeAll
    static void open() {
        System.setProperty("ai.djl.offline", "true");
        manager = NDManager.newBaseManager();
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    /** Every variant of the encoder, every placement of Soft MoE, alone and together. */
    static Stream<ModelConfig> configs() {
        var configs = new ArrayList<ModelConfig>();
        for (int specific : new int[] {0, 2, 3}) {
            configs.add(config(specific, Set.of()));
            for (Placement placement : Placement.values()) {
                configs.add(config(specific, Set.of(placement)));
            }
            configs.add(config(specific, Set.of(Placement.SPECIFIC, Placement.SHARED)));
        }
        return configs.stream();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void everyKindOfEncoderIsTheNetwork(ModelConfig config) {
        var weights = new DrawnWeights(3, 2);
        for (Kernels kernels : Kernels.values()) {
            assertIsTheNetwork(config, weights, kernels, Precision.FP32, 5, 2e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernels.class)
    void chunksAndTheirRestAreTheNetwork(Kernels kernels) {
        ModelConfig config = config(1, Set.of(Placement.SHARED));
        var weights = new DrawnWeights(3, 2);
        // chunks of 4
        assertIsTheNetwork(config, weights, kernels, Precision.FP32, 67, 2e-5);
        assertIsTheNetwork(config, weights, kernels, Precision.BF16, 128, 0.1);
    }

    /** Reference: the authors' CSMAE code with timm 0.9.2 and PyTorch 2.7.1. */
    static Stream<Path> goldenFolders() throws IOException {
        Path all =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/model")
                        .normalize();
        Assumptions.assumeTrue(Files.isDirectory(all), "reference numbers are not at " + all);
        try (Stream<Path> folders = Files.list(all)) {
            return folders
                    .filter(folder -> folder.getFileName().toString().startsWith("cs"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("goldenFolders")
    void matchesReferenceNumbers(Path folder) throws IOException {
        byte[] json = Files.readAllBytes(folder.resolve("config.json"));
        ModelConfig config = ModelConfig.read("config.json", json);
        Map<String, Tensor> numbers;
        try (var file = Safetensors.open(folder.resolve("numbers.safetensors"))) {
            numbers = file.tensors();
        }
        Sketches sketches = Sketches.unfitted(config.patchTokens(), config.width());
        for (Kernels kernels : Kernels.values()) {
            try (var inner = manager.newSubManager();
                    var file = Safetensors.open(folder.resolve("weights.safetensors"));
                    var encoder =
                            ScriptedEncoder.load(
                                    inner,
                                    config,
                                    2,
                                    10,
                                    sketches,
                                    new StoredWeights("golden", file),
                                    Precision.FP32,
                                    8,
                                    kernels,
                                    4)) {
                Tensor input = numbers.get("input");
                NDArray pixels =
                        inner.create(FloatBuffer.wrap(input.values()), new Shape(input.shape()));
                // the official stacking: ten bands of Sentinel-2, then two of Sentinel-1
                var s1 = encoder.s1(squares(config, pixels.get(":, 10:")));
                var s2 = encoder.s2(squares(config, pixels.get(":, :10")));
                assertClose(s1.features(), numbers.get("features_s1").values(), 2e-5);
                assertClose(s2.features(), numbers.get("features_s2").values(), 2e-5);
                assertClose(s1.tokens(), withoutClassToken(numbers.get("tokens_s1")), 2e-5);
                assertClose(s2.tokens(), withoutClassToken(numbers.get("tokens_s2")), 2e-5);
            }
        }
    }

    /** (B, C, H, W) → (B, N, C·P·P). */
    private static NDArray squares(ModelConfig config, NDArray pixels) {
        long batch = pixels.getShape().get(0);
        int grid = config.gridSize();
        int side = config.patchSize();
        return pixels.reshape(batch, -1, grid, side, grid, side)
                .transpose(0, 2, 4, 1, 3, 5)
                .reshape(batch, config.patchTokens(), -1);
    }

    private static float[] withoutClassToken(Tensor tokens) {
        try (var inner = manager.newSubManager()) {
            return inner.create(FloatBuffer.wrap(tokens.values()), new Shape(tokens.shape()))
                    .get(":, 1:")
                    .toFloatArray();
        }
    }

    @Test
    void archiveIsSmallAndHoldsNoWeights() {
        var config = config(2, Set.of(Placement.SHARED));
        var script =
                new EncoderScript(
                        config,
                        2,
                        S2_BANDS,
                        Sketches.unfitted(config.patchTokens(), config.width()),
                        Kernels.PACKED,
                        Precision.FP32,
                        8);

        assertThat(ScriptArchive.of(script.text())).hasSizeLessThan(32 << 10);
    }

    private static void assertIsTheNetwork(
            ModelConfig config,
            WeightSource weights,
            Kernels kernels,
            Precision precision,
            int batch,
            double tolerance) {
        Sketches sketches = Sketches.unfitted(config.patchTokens(), config.width());
        try (var inner = manager.newSubManager();
                var script =
                        ScriptedEncoder.load(
                                inner, config, 2, S2_BANDS, sketches, weights, precision, batch,
                                kernels, 4)) {
            int side = config.imageSize();
            NDArray p1 = inner.randomNormal(new Shape(batch, 2, side, side));
            NDArray p2 = inner.randomNormal(new Shape(batch, S2_BANDS, side, side));
            var network = new CrossSensorEncoder(config, 2, S2_BANDS);
            Weights.load(network, config, weights, inner);
            NDArray t1 = network.s1Tokens(ForwardPass.INFERENCE, p1);
            NDArray t2 = network.s2Tokens(ForwardPass.INFERENCE, p2);

            ScriptedEncoder.Output[] pair = script.pair(squares(config, p1), squares(config, p2));

            for (var output : List.of(script.s1(squares(config, p1)), pair[0])) {
                assertIsTheNetwork(output, network, t1, sketches.s1(), tolerance);
            }
            for (var output : List.of(script.s2(squares(config, p2)), pair[1])) {
                assertIsTheNetwork(output, network, t2, sketches.s2(), tolerance);
            }
        }
    }

    private static void assertIsTheNetwork(
            ScriptedEncoder.Output found,
            CrossSensorEncoder network,
            NDArray tokens,
            Sketch sketch,
            double tolerance) {
        float[] features = network.features(ForwardPass.INFERENCE, tokens).toFloatArray();
        assertClose(found.features(), features, tolerance);
        assertClose(found.tokens(), network.withoutClassToken(tokens).toFloatArray(), tolerance);
        float[] own = found.tokens().toFloatArray();
        byte[] bytes = found.sketches().toByteArray();
        int width = (int) found.tokens().getShape().get(2);
        int positions = (int) found.tokens().getShape().get(1);
        assertThat(bytes).hasSize(own.length / width * sketch.size());
        for (int i = 0; i < bytes.length; i += 7) {
            int row = i / sketch.size();
            int k = i % sketch.size();
            double sum = 0;
            for (int d = 0; d < width; d++) {
                sum +=
                        sketch.projection().values()[k * width + d]
                                * (own[row * width + d]
                                        - sketch.mean().values()[row % positions * width + d]);
            }
            double steps = sum / sketch.scale().values()[k];
            assertThat((double) bytes[i])
                    .isCloseTo(Math.max(-127, Math.min(127, steps)), within(0.501));
        }
    }

    /** Within the tolerance, absolute or of the largest entry where that is above 1. */
    private static void assertClose(NDArray found, float[] expected, double tolerance) {
        float[] values = found.toFloatArray();
        assertThat(values).hasSameSizeAs(expected);
        double largest = 1;
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double difference = Math.abs((double) values[i] - expected[i]);
            worst = difference <= worst ? worst : difference;
        }
        assertThat(worst).isLessThan(tolerance * largest);
    }

    private static ModelConfig config(int specificDepth, Set<Placement> placement) {
        return new ModelConfig(
                12,
                3,
                24,
                2,
                specificDepth,
                2,
                2,
                "specific",
                8,
                1,
                2,
                "random",
                "disjoint",
                0.5,
                false,
                new SoftMoeConfig(placement, 3, 2, 16, 2));
    }
}
