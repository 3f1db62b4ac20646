package io.groundtrack.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.groundtrack.bench.models.BenchFolders;
import io.groundtrack.bench.models.OurEncoder;
import io.groundtrack.bench.models.SamplePatches;
import io.groundtrack.model.script.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementTest {

    @TempDir private Path folder;

    private static Map<String, float[]> features(float... values) {
        return Map.of("s1", values, "s2", values);
    }

    @Test
    void differenceIsTheLargestOfBothSensors() {
        var left = Map.of("s1", new float[] {1, 2}, "s2", new float[] {3, 4});
        var right = Map.of("s1", new float[] {1, 2.5f}, "s2", new float[] {3.25f, 4});
        assertThat(Agreement.largestDifference(left, right)).isEqualTo(0.5);
    }

    @Test
    void featuresThatAreNotNumbersNeverAgree() {
        double difference = Agreement.largestDifference(features(Float.NaN, 1), features(1, 1));
        assertThat(difference <= Agreement.FP32_DIFFERENCE).isFalse();
    }

    @Test
    void cosineIsThatOfTheWorstPatch() {
        // eight patches of two numbers; the last one stands across: cosine 0.6
        var left = new float[16];
        var right = new float[16];
        for (int i = 0; i < 16; i += 2) {
            left[i] = 1;
            right[i] = 2;
        }
        right[14] = 3;
        right[15] = 4;
        assertThat(Agreement.smallestCosine(features(left), features(right)))
                .isCloseTo(0.6, within(1e-9));
    }

    @Test
    void peerWithFewerFeaturesIsRefused() {
        assertThatThrownBy(() -> Agreement.largestDifference(features(1, 2), features(1)))
                .hasMessage("features: 1 of the peer (expected: 2)");
    }

    /** Needs the environment that bench/peers/requirements.txt describes. */
    @Test
    void pytorchComputesTheSameFromTheSameWeights() {
        Path peers = Path.of(System.getProperty("project.root", ".."), "bench", "peers");
        Path python = peers.resolve(".venv").resolve("bin").resolve("python");
        assumeTrue(Files.isExecutable(python), "no " + python);
        var folders = new BenchFolders(folder);
        for (String model : List.of("csmae-nano", "csmoe-nano")) {
            var command = List.of(python.toString(), peers.resolve("pytorch_peer.py").toString());
            try (var ours =
                            new OurEncoder(
                                    "ours",
                                    folders.of(model),
                                    8,
                                    2,
                                    Precision.FP32,
                                    SamplePatches.of(1, 120));
                    var peer = new PyTorchPeer(command, folder.resolve("peer.log"))) {
                peer.hello(2);
                // throws where they differ
                assertThat(Agreement.check(peer, folders.of(model), "fp32", ours)).hasSize(1);
            }
        }
    }
}
