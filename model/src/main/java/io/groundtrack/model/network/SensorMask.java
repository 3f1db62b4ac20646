package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which tokens of one sensor the encoder sees, for every patch of a batch.
 *
 * <p>Each patch has its own shuffle of its N tokens; the first K of it are kept, in that order. Not
 * trained, no state; arrays are not copied.
 *
 * @param kept K, the same for all patches of the batch
 * @param shuffle (B, N): places of tokens in shuffled order
 * @param restore (B, N): the inverse, the rank of each place
 */
public record SensorMask(int kept, int[][] shuffle, int[][] restore) {

    static SensorMask of(int kept, int[][] shuffle) {
        var restore = new int[shuffle.length][];
        for (int b = 0; b < shuffle.length; b++) {
            restore[b] = new int[shuffle[b].length];
            for (int rank = 0; rank < shuffle[b].length; rank++) {
                restore[b][shuffle[b][rank]] = rank;
            }
        }
        return new SensorMask(kept, shuffle, restore);
    }

    /** Ascending noise; equal numbers keep their order. */
    static int[][] shuffle(float[][] noise) {
        var shuffle = new int[noise.length][];
        for (int b = 0; b < noise.length; b++) {
            float[] row = noise[b];
            shuffle[b] =
                    IntStream.range(0, row.length)
                            .boxed()
                            .sorted(Comparator.comparingDouble(i -> row[i]))
                            .mapToInt(Integer::intValue)
                            .toArray();
        }
        return shuffle;
    }

    static int[][] reversed(int[][] shuffle) {
        var reversed = new int[shuffle.length][];
        for (int b = 0; b < shuffle.length; b++) {
            int last = shuffle[b].length - 1;
            int[] row = shuffle[b];
            reversed[b] = IntStream.rangeClosed(0, last).map(i -> row[last - i]).toArray();
        }
        return reversed;
    }

    public int batch() {
        return shuffle.length;
    }

    /** N. */
    public int tokens() {
        return shuffle[0].length;
    }

    /** (B, N) in order of places: 1 where the token was removed, 0 where it was kept. */
    public float[][] removed() {
        var removed = new float[batch()][tokens()];
        for (int b = 0; b < batch(); b++) {
            Arrays.fill(removed[b], 1);
            for (int rank = 0; rank < kept; rank++) {
                removed[b][shuffle[b][rank]] = 0;
            }
        }
        return removed;
    }

    NDArray removed(NDManager manager) {
        return manager.create(removed());
    }

    /** (B, K): rows of kept tokens in the table (B·N, …) of all. */
    NDArray keptRows(NDManager manager) {
        var rows = new long[batch() * kept];
        for (int b = 0; b < batch(); b++) {
            for (int rank = 0; rank < kept; rank++) {
                rows[b * kept + rank] = (long) b * tokens() + shuffle[b][rank];
            }
        }
        return manager.create(rows, new Shape(batch(), kept));
    }

    /** (B, 1 + K): rows of the class token and of kept tokens in the table (1 + N, D) of places. */
    NDArray keptPlaces(NDManager manager) {
        var rows = new long[batch() * (1 + kept)];
        for (int b = 0; b < batch(); b++) {
            for (int rank = 0; rank < kept; rank++) {
                rows[b * (1 + kept) + 1 + rank] = 1L + shuffle[b][rank];
            }
        }
        return manager.create(rows, new Shape(batch(), 1L + kept));
    }

    /**
     * (B, 1 + N): where the class token and the token of every place lie in the table (B·(1 + L) +
     * 1, D) of a source's tokens followed by one mask token.
     *
     * @param sourceKept L, how many tokens the source has; ranks from there on are mask tokens
     */
    NDArray restoreRows(NDManager manager, int sourceKept) {
        int length = 1 + tokens();
        long maskToken = (long) batch() * (1 + sourceKept);
        var rows = new long[batch() * length];
        for (int b = 0; b < batch(); b++) {
            long classToken = (long) b * (1 + sourceKept);
            rows[b * length] = classToken;
            for (int place = 0; place < tokens(); place++) {
                int rank = restore[b][place];
                rows[b * length + 1 + place] =
                        rank < sourceKept ? classToken + 1 + rank : maskToken;
            }
        }
        return manager.create(rows, new Shape(batch(), length));
    }
}
