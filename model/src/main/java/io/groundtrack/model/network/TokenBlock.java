package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A DJL block of one array in, one array out, with the typed call that this network is written in.
 *
 * <p>Results belong to the manager of the input. Weights are given by {@link Weights}, never
 * initialised by DJL.
 */
public abstract class TokenBlock extends AbstractBlock {

    public abstract NDArray apply(ForwardPass pass, NDArray x);

    @Override
    protected final NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        return new NDList(apply(new ForwardPass(store, training), inputs.singletonOrThrow()));
    }

    /** Tokens keep their shape; blocks that change it say so. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }

    protected final Parameter weight(String name, long... shape) {
        return addParameter(parameter(name, shape));
    }

    static Parameter parameter(String name, long... shape) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(shape))
                .build();
    }
}
