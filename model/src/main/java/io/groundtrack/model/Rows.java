package io.groundtrack.model;

import io.groundtrack.model.script.ScriptedEncoder.Output;
import java.util.Arrays;

/** Collects what parts of a list give, in the list's order. Parts may be taken side by side. */
final class Rows {
    private final int shape;
    private final float[][] features;
    private final byte[][] sketches;
    private final float[][] tokens;

    /**
     * @param count patches in the list
     * @param shape patches in a part, those that only pad it included
     */
    Rows(int count, int shape) {
        this.shape = shape;
        features = new float[count][];
        sketches = new byte[count][];
        tokens = new float[count][];
    }

    void takeEncoded(Output output, int from, int count) {
        split(output.features().toFloatArray(), features, from, count);
        byte[] all = output.sketches().toByteArray();
        int size = all.length / shape;
        for (int i = 0; i < count; i++) {
            sketches[from + i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
        }
    }

    void takeTokens(Output output, int from, int count) {
        split(output.tokens().toFloatArray(), tokens, from, count);
    }

    private void split(float[] all, float[][] into, int from, int count) {
        int size = all.length / shape;
        for (int i = 0; i < count; i++) {
            into[from + i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
        }
    }

    Encoded encoded() {
        return new Encoded(features, sketches, shape);
    }

    float[][] tokens() {
        return tokens;
    }
}
