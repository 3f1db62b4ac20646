package io.groundtrack.model.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.TreeMap;

/**
 * An average of the weights that forgets: {@code mean ← k·mean + (1 − k)·weight} after every step.
 *
 * <p>State: one array a weight, made once. Not thread safe.
 */
public final class MovingAverage {
    private final NDManager manager;
    private final double keep;
    private final Map<String, NDArray> weights = new TreeMap<>();
    private final Map<String, NDArray> means = new TreeMap<>();

    /**
     * Starts at the weights as they are.
     *
     * @param manager owns the means
     * @param keep k, in [0, 1)
     */
    public MovingAverage(NDManager manager, Map<String, Parameter> weights, double keep) {
        this.manager = manager;
        this.keep = keep;
        weights.forEach(
                (name, parameter) -> {
                    NDArray values = parameter.getArray().stopGradient();
                    values.attach(manager);
                    this.weights.put(name, values);
                    NDArray mean = values.duplicate();
                    mean.attach(manager);
                    means.put(name, mean);
                });
    }

    public void update() {
        means.forEach(
                (name, mean) -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray share = weights.get(name).mul((float) (1 - keep));
                        share.attach(scope);
                        mean.muli((float) keep).addi(share);
                    }
                });
    }

    /** Name → mean; not to be closed. */
    public Map<String, NDArray> means() {
        return means;
    }
}
