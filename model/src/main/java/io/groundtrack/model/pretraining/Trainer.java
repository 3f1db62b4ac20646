package io.groundtrack.model.pretraining;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.ForwardPass;
import io.groundtrack.model.network.Losses;
import io.groundtrack.model.network.MaskedAutoencoder;
import io.groundtrack.model.network.Weights;
import io.groundtrack.model.optimiser.AdamW;
import io.groundtrack.model.optimiser.MovingAverage;
import io.groundtrack.model.pretraining.data.Batch;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The network and all that follows its gradients.
 *
 * <p>In: a batch → the weights, one step further, and the losses it was made from. State: weights,
 * moments, average: {@link #state}. Not thread safe; a step leaves no array behind.
 */
final class Trainer {
    private static final ForwardPass TRAINING = new ForwardPass(null, true);
    private static final NDIndex ALL = new NDIndex(":");
    private static final String WEIGHT = "weight/";
    private static final String FIRST = "first/";
    private static final String SECOND = "second/";
    private static final String AVERAGE = "average/";
    private static final String SCALE = ".mlp.scale";

    private final NDManager manager;
    private final PretrainOptions options;
    private final MaskedAutoencoder network;
    private final Map<String, Parameter> weights;
    private final AdamW optimiser;
    private final Optional<MovingAverage> average;

    /** Losses of a step, in the order of the log, and the norm of its gradient. */
    record Step(
            double total,
            double s1FromS1,
            double s2FromS2,
            double s1FromS2,
            double s2FromS1,
            double mim,
            double gradientNorm) {
        boolean finite() {
            return Double.isFinite(total) && Double.isFinite(gradientNorm);
        }
    }

    /**
     * @param manager owns weights and state
     * @param initial weights of the first step
     */
    Trainer(
            NDManager manager,
            MaskedAutoencoder network,
            PretrainOptions options,
            WeightSource initial) {
        this.manager = manager;
        this.options = options;
        this.network = network;
        Weights.load(network, initial, manager);
        weights = Weights.trainable(network);
        weights.values().forEach(this::moveToEngineMemory);
        Weights.thaw(network);
        optimiser = new AdamW(manager, weights, options.adamW());
        average =
                options.average() > 0
                        ? Optional.of(new MovingAverage(manager, weights, options.average()))
                        : Optional.empty();
    }

    /** Loaded arrays lie where Java put them; where an array begins may decide the last bit. */
    private void moveToEngineMemory(Parameter parameter) {
        NDArray copy = parameter.getArray().duplicate();
        parameter.close();
        parameter.setInitializer((owner, shape, type) -> copy);
        parameter.initialize(manager, DataType.FLOAT32);
        parameter.setInitializer(null);
    }

    MaskedAutoencoder network() {
        return network;
    }

    /**
     * One step. Where a loss or the gradient is not finite, no weight is touched and nothing but
     * {@link Step#finite} tells.
     */
    Step step(Batch batch, double learningRate) {
        double[] losses = new double[6];
        try (NDManager scope = manager.newSubManager()) {
            NDArray s1 = batch.s1(scope);
            NDArray s2 = batch.s2(scope);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                Losses found = network.reconstruct(TRAINING, s1, s2, batch.masks()).losses();
                collector.backward(found.total());
                losses = values(found);
            }
        }
        double norm = optimiser.gradientNorm();
        var step = new Step(losses[0], losses[1], losses[2], losses[3], losses[4], losses[5], norm);
        if (step.finite()) {
            optimiser.step(learningRate, AdamW.clipping(norm, options.clip()));
            average.ifPresent(MovingAverage::update);
        }
        return step;
    }

    private static double[] values(Losses losses) {
        return new double[] {
            losses.total().getFloat(),
            losses.s1FromS1().getFloat(),
            losses.s2FromS2().getFloat(),
            losses.s1FromS2().getFloat(),
            losses.s2FromS1().getFloat(),
            losses.mim().getFloat()
        };
    }

    /** Learned scale of every Soft MoE layer, by the layer's name; empty for a dense model. */
    Map<String, Double> scales() {
        var scales = new TreeMap<String, Double>();
        weights.forEach(
                (name, parameter) -> {
                    if (name.endsWith(SCALE)) {
                        String layer =
                                name.substring(
                                        name.indexOf('.') + 1, name.length() - SCALE.length());
                        scales.put(layer, (double) parameter.getArray().getFloat());
                    }
                });
        return scales;
    }

    /** All that another trainer needs to go on from here, beside the number of steps. */
    Map<String, NDArray> state() {
        var state = new TreeMap<String, NDArray>();
        weights.forEach((name, parameter) -> state.put(WEIGHT + name, parameter.getArray()));
        optimiser.firstMoments().forEach((name, moment) -> state.put(FIRST + name, moment));
        optimiser.secondMoments().forEach((name, moment) -> state.put(SECOND + name, moment));
        average.ifPresent(a -> a.means().forEach((name, mean) -> state.put(AVERAGE + name, mean)));
        return state;
    }

    /** The weights of a {@link #state}, for the constructor. */
    static WeightSource weightsOf(WeightSource state) {
        return (name, shape) -> state.values(WEIGHT + name, shape);
    }

    /** Goes on from a stored state; the weights were given to the constructor. */
    void goOnAfter(long steps, WeightSource state) {
        restore(optimiser.firstMoments(), FIRST, state);
        restore(optimiser.secondMoments(), SECOND, state);
        average.ifPresent(a -> restore(a.means(), AVERAGE, state));
        optimiser.goOnAfter(steps);
    }

    private void restore(Map<String, NDArray> arrays, String prefix, WeightSource state) {
        arrays.forEach(
                (name, array) -> {
                    float[] values = state.values(prefix + name, array.getShape().getShape());
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray stored = scope.create(FloatBuffer.wrap(values), array.getShape());
                        NDArray copy = stored.duplicate();
                        copy.attach(manager);
                        array.intern(copy);
                    }
                });
    }

    /**
     * Exchanges the weights for their moving average while {@code work} runs, where one is kept: it
     * is what the run gives in the end.
     */
    <T> T withFinalWeights(Supplier<T> work) {
        if (average.isEmpty()) {
            return work.get();
        }
        Map<String, NDArray> means = average.get().means();
        exchange(means);
        try {
            return work.get();
        } finally {
            exchange(means);
        }
    }

    /** Swaps values in place; nothing is rounded. */
    private void exchange(Map<String, NDArray> means) {
        means.forEach(
                (name, mean) -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray weight = flat(weights.get(name).getArray().stopGradient(), scope);
                        NDArray average = flat(mean.stopGradient(), scope);
                        NDArray kept = weight.duplicate();
                        kept.attach(scope);
                        weight.set(ALL, average);
                        average.set(ALL, kept);
                    }
                });
    }

    /** Another shape of the same memory. */
    private static NDArray flat(NDArray array, NDManager scope) {
        array.attach(scope);
        return array.reshape(array.size());
    }
}
