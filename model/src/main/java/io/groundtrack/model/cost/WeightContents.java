package io.groundtrack.model.cost;

import io.groundtrack.model.checkpoint.Safetensors;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The table of contents of a file of weights, held against a network. */
final class WeightContents {
    private static final String S1 = "backbone.patch_embed.proj.weight";
    private static final String S2 = "backbone.patch_embed_s2.proj.weight";
    private static final String POSITIONS = "pos_embed";
    private static final String DECODER = "decoder";

    private final String source;
    private final Safetensors stored;

    WeightContents(String source, Safetensors stored) {
        this.source = source;
        this.stored = stored;
    }

    int s1Bands() {
        return bands(S1);
    }

    int s2Bands() {
        return bands(S2);
    }

    private int bands(String name) {
        long[] shape = stored.shape(name);
        if (shape.length != 4 || shape[1] < 1 || shape[1] > 1024) {
            throw new IllegalArgumentException(
                    source
                            + ": tensor "
                            + name
                            + ": shape "
                            + Arrays.toString(shape)
                            + " (expected: (width, 1 to 1024 bands, patch_size, patch_size))");
        }
        return (int) shape[1];
    }

    /**
     * Weights in the file, without the fixed tables of positions; every one of them must be the
     * network's, and the other way round. The decoders may be absent altogether.
     */
    long countFitting(BuiltNetwork network) {
        boolean decoders = stored.names().stream().anyMatch(name -> name.startsWith(DECODER));
        Map<String, long[]> wanted =
                new TreeMap<>(decoders ? network.shapes() : network.encoderShapes());
        wanted.keySet().removeIf(name -> name.endsWith(POSITIONS));
        wanted.forEach(
                (name, shape) -> {
                    if (!Arrays.equals(stored.shape(name), shape)) {
                        throw new IllegalArgumentException(
                                source
                                        + ": tensor "
                                        + name
                                        + ": shape "
                                        + Arrays.toString(stored.shape(name))
                                        + " (expected: "
                                        + Arrays.toString(shape)
                                        + ", as config.json says)");
                    }
                });
        long count = 0;
        for (String name : stored.names()) {
            if (!name.endsWith(POSITIONS)) {
                if (!wanted.containsKey(name)) {
                    throw new IllegalArgumentException(
                            source
                                    + ": tensor "
                                    + name
                                    + ": not part of the network of config.json");
                }
                count += Arrays.stream(wanted.get(name)).reduce(1, Math::multiplyExact);
            }
        }
        return count;
    }
}
