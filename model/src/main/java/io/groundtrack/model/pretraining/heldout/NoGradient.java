package io.groundtrack.model.pretraining.heldout;

import ai.djl.pytorch.jni.JniUtils;

/** While open, the engine keeps no graph of what this thread computes. */
final class NoGradient implements AutoCloseable {
    private final boolean before = JniUtils.isGradMode();

    NoGradient() {
        JniUtils.setGradMode(false);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
