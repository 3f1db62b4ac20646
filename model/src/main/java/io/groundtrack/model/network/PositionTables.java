package io.groundtrack.model.network;

import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.checkpoint.WeightTable;

/**
 * Weights with the fixed tables of positions, which files may hold and which are always computed.
 *
 * @param others gives every other weight
 */
public record PositionTables(WeightSource others) implements WeightSource {
    private static final float TOLERANCE = 1e-4f;

    @Override
    public float[] values(String name, long[] shape) {
        return WeightTable.isPositionTable(name) ? table(shape) : others.values(name, shape);
    }

    private static float[] table(long[] shape) {
        var gridSize = (int) Math.round(Math.sqrt(shape[1] - 1.0));
        return PositionCode.table(gridSize, (int) shape[2]);
    }

    /** Refuses a stored table that is not the one the network computes. */
    public static void check(String source, String name, float[] stored, long[] shape) {
        float[] expected = table(shape);
        for (int i = 0; i < stored.length; i++) {
            if (Math.abs(stored[i] - expected[i]) > TOLERANCE) {
                throw new IllegalArgumentException(
                        source
                                + ": tensor "
                                + name
                                + ": value "
                                + i
                                + " is "
                                + stored[i]
                                + " (expected: "
                                + expected[i]
                                + ", the fixed sine-cosine code)");
            }
        }
    }
}
