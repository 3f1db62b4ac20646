package io.groundtrack.model.pretraining.data;

import io.groundtrack.model.checkpoint.RandomStream;

/**
 * A flip, a quarter turn, or both: one of the eight ways to lay a square on itself.
 *
 * <p>Both sensors of a patch are laid the same way.
 *
 * @param mirrored columns are reversed, before turning
 * @param quarters anticlockwise quarter turns, 0 to 3
 */
public record Turn(boolean mirrored, int quarters) {
    public static final Turn NONE = new Turn(false, 0);

    /**
     * Flips in each direction with probability one half, then 0 to 3 quarter turns, all equally
     * likely; a vertical flip is a horizontal one and half a turn.
     */
    public static Turn drawn(RandomStream stream) {
        boolean horizontal = stream.uniform() < 0.5;
        boolean vertical = stream.uniform() < 0.5;
        int turns = (int) (stream.uniform() * 4);
        return new Turn(horizontal != vertical, (turns + (vertical ? 2 : 0)) % 4);
    }

    /** Where pixel {@code at} of the result, row-major, comes from. */
    int source(int at, int side) {
        int row = at / side;
        int column = at % side;
        for (int i = 0; i < quarters; i++) {
            int turned = side - 1 - row;
            row = column;
            column = turned;
        }
        return row * side + (mirrored ? side - 1 - column : column);
    }

    /** {@link #source} of every pixel. */
    public int[] sources(int side) {
        var sources = new int[side * side];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source(i, side);
        }
        return sources;
    }
}
