package io.groundtrack.model.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which sensors a head sees; both means their numbers side by side, S1 first. */
enum Input {
    S1("s1"),
    S2("s2"),
    BOTH("s1+s2");

    private final String key;

    Input(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Rows of one vector each. */
    float[][] of(float[][] s1, float[][] s2) {
        return ofCells(s1, s2, 1);
    }

    /** Rows of {@code cells} vectors one after another. */
    float[][] ofCells(float[][] s1, float[][] s2, int cells) {
        return switch (this) {
            case S1 -> s1;
            case S2 -> s2;
            case BOTH ->
                    IntStream.range(0, s1.length)
                            .mapToObj(i -> joined(s1[i], s2[i], cells))
                            .toArray(float[][]::new);
        };
    }

    private static float[] joined(float[] a, float[] b, int cells) {
        if (cells == 1) {
            float[] joined = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, joined, a.length, b.length);
            return joined;
        }
        int ofA = a.length / cells;
        int ofB = b.length / cells;
        var joined = new float[a.length + b.length];
        for (int n = 0; n < cells; n++) {
            System.arraycopy(a, n * ofA, joined, n * (ofA + ofB), ofA);
            System.arraycopy(b, n * ofB, joined, n * (ofA + ofB) + ofA, ofB);
        }
        return joined;
    }
}
