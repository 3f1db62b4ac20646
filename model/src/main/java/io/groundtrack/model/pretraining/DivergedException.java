package io.groundtrack.model.pretraining;

/** A loss or a gradient stopped being a number; the weights were not touched by that step. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
