package io.groundtrack.model.optimiser;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adam with the decay of weights kept apart from the gradient.
 *
 * <p>In: weights by name, their gradients as the last backward pass left them. Out: the weights,
 * changed in place; gradients set to zero.
 *
 * <p>State: two moments of each weight and the count of steps. All arrays are made once; a step
 * leaves none behind. Not thread safe.
 *
 * <p>Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2019; the order of
 * operations as in PyTorch, so that a step is equal to its.
 */
public final class AdamW {
    /**
     * @param values the weight's memory without its gradient: what is written here is not recorded
     */
    private record Slot(
            String name,
            NDArray weight,
            NDArray values,
            NDArray first,
            NDArray second,
            boolean decays) {}

    private final NDManager manager;
    private final AdamWOptions options;
    private final List<Slot> slots = new ArrayList<>();
    private long steps;

    /**
     * @param manager owns the moments
     * @param weights initialised, with gradients required
     */
    public AdamW(NDManager manager, Map<String, Parameter> weights, AdamWOptions options) {
        this.manager = manager;
        this.options = options;
        new TreeMap<>(weights)
                .forEach(
                        (name, parameter) -> {
                            NDArray weight = parameter.getArray();
                            NDArray values = weight.stopGradient();
                            values.attach(manager);
                            int dimensions = weight.getShape().dimension();
                            slots.add(
                                    new Slot(
                                            name,
                                            weight,
                                            values,
                                            manager.zeros(weight.getShape()),
                                            manager.zeros(weight.getShape()),
                                            options.decay().reaches(name, dimensions)));
                        });
    }

    /** Steps done. */
    public long steps() {
        return steps;
    }

    /** Root of the sum of all gradients' squares. Not finite where any gradient is not. */
    public double gradientNorm() {
        double squares = 0;
        try (NDManager scope = manager.newSubManager()) {
            for (Slot slot : slots) {
                squares += gradient(slot, scope).square().sum().getFloat();
            }
        }
        return Math.sqrt(squares);
    }

    /**
     * One step.
     *
     * @param gradientFactor what every gradient is multiplied by first; see {@link
     *     #clipping(double, double)}
     */
    public void step(double learningRate, double gradientFactor) {
        steps++;
        double correction1 = 1 - Math.pow(options.beta1(), steps);
        double correction2 = 1 - Math.pow(options.beta2(), steps);
        for (Slot slot : slots) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray gradient = gradient(slot, scope);
                if (gradientFactor != 1) {
                    gradient.muli((float) gradientFactor);
                }
                if (slot.decays()) {
                    slot.values().muli((float) (1 - learningRate * options.weightDecay()));
                }
                move(slot.first(), gradient, options.beta1());
                NDArray squares = gradient.square();
                move(slot.second(), squares, options.beta2());
                NDArray change = slot.second().sqrt();
                change.attach(scope);
                change.divi((float) Math.sqrt(correction2)).addi((float) options.eps());
                NDArray ratio = slot.first().div(change);
                ratio.attach(scope);
                slot.values().subi(ratio.muli((float) (learningRate / correction1)));
                // always +0, whatever sign it had
                gradient.subi(gradient);
            }
        }
    }

    /**
     * The factor that brings all gradients together to a norm of at most {@code largest}: one for
     * positive and negative entries alike, so that the direction stays.
     *
     * @param largest 0 = no clipping
     */
    public static double clipping(double norm, double largest) {
        return largest > 0 && norm > largest ? largest / (norm + 1e-6) : 1;
    }

    /** Name → first moment; not to be closed. */
    public Map<String, NDArray> firstMoments() {
        var moments = new TreeMap<String, NDArray>();
        slots.forEach(slot -> moments.put(slot.name(), slot.first()));
        return moments;
    }

    /** Name → second moment; not to be closed. */
    public Map<String, NDArray> secondMoments() {
        var moments = new TreeMap<String, NDArray>();
        slots.forEach(slot -> moments.put(slot.name(), slot.second()));
        return moments;
    }

    /** Goes on after {@code steps} steps; the moments have been filled through their accessors. */
    public void goOnAfter(long steps) {
        this.steps = steps;
    }

    /** {@code moment ← beta·moment + (1 − beta)·value}; {@code value} is used up. */
    private static void move(NDArray moment, NDArray value, double beta) {
        NDArray share = value.mul((float) (1 - beta));
        moment.muli((float) beta).addi(share);
        share.close();
    }

    private static NDArray gradient(Slot slot, NDManager scope) {
        NDArray gradient = slot.weight().getGradient();
        gradient.attach(scope);
        return gradient;
    }
}
