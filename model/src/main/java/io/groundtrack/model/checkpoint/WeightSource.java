package io.groundtrack.model.checkpoint;

/** Where a network's weights come from: a file, or a seed. */
public interface WeightSource {
    /**
     * The weight's values, row-major.
     *
     * @param name official name, such as {@code backbone.norm.weight}
     * @param shape the shape the network needs
     * @throws IllegalArgumentException naming the weight and the reason, where it cannot be had
     */
    float[] values(String name, long[] shape);
}
