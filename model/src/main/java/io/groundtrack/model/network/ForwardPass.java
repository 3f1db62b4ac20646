package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * One forward through the network: where it takes weights from.
 *
 * @param store null when nothing is trained: weights are then taken as they lie in the parameters,
 *     so that threads share no state
 * @param routing sees the combine weights of every Soft MoE layer on the way
 */
public record ForwardPass(ParameterStore store, boolean training, CombineObserver routing) {
    public static final ForwardPass INFERENCE = new ForwardPass(null, false);

    public ForwardPass(ParameterStore store, boolean training) {
        this(store, training, CombineObserver.NOBODY);
    }

    /** The weight on the device of {@code beside}. */
    NDArray weight(Parameter parameter, NDArray beside) {
        return store == null
                ? parameter.getArray()
                : store.getValue(parameter, beside.getDevice(), training);
    }

    /**
     * The weight, reshaped, as an array of {@code beside}'s manager. A result belongs to the
     * manager of its first operand: what is computed from a bare weight would stay as long as the
     * model.
     */
    NDArray weightView(Parameter parameter, NDArray beside, long... shape) {
        NDArray view = weight(parameter, beside).reshape(shape);
        view.attach(beside.getManager());
        return view;
    }
}
