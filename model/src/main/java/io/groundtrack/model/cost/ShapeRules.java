package io.groundtrack.model.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.index.full.NDIndexFullSlice;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;

/** Shapes in → shape out, for the operations of the network; refuses what does not fit. */
final class ShapeRules {
    private ShapeRules() {}

    /** Trailing axes are aligned; an axis of one is repeated. */
    static Shape broadcast(Shape a, Shape b) {
        int dimensions = Math.max(a.dimension(), b.dimension());
        var out = new long[dimensions];
        for (int i = 1; i <= dimensions; i++) {
            long left = i <= a.dimension() ? a.get(a.dimension() - i) : 1;
            long right = i <= b.dimension() ? b.get(b.dimension() - i) : 1;
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException("shapes " + a + " and " + b + " do not fit");
            }
            out[dimensions - i] = left == 1 ? right : left;
        }
        return new Shape(out);
    }

    /** (…, m, k) × (…, k, n) → (…, m, n). */
    static Shape product(Shape a, Shape b) {
        if (a.dimension() < 2 || b.dimension() < 2) {
            throw new IllegalArgumentException(
                    "shapes " + a + " and " + b + " (expected: matrices)");
        }
        if (inner(a) != b.get(b.dimension() - 2)) {
            throw new IllegalArgumentException("shapes " + a + " and " + b + " do not fit");
        }
        Shape batch = broadcast(a.slice(0, a.dimension() - 2), b.slice(0, b.dimension() - 2));
        return batch.add(a.get(a.dimension() - 2), b.get(b.dimension() - 1));
    }

    /** Length of the last axis. */
    static long inner(Shape shape) {
        return shape.get(shape.dimension() - 1);
    }

    /** One axis may be −1: what is left. */
    static Shape reshape(Shape from, Shape to) {
        long[] axes = to.getShape().clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] == -1) {
                open = i;
            } else {
                known *= axes[i];
            }
        }
        if (open >= 0) {
            axes[open] = from.size() / known;
        }
        var shape = new Shape(axes);
        if (shape.size() != from.size()) {
            throw new IllegalArgumentException(from + " cannot become " + to);
        }
        return shape;
    }

    static Shape transpose(Shape from, int... axes) {
        var out = new long[from.dimension()];
        for (int i = 0; i < out.length; i++) {
            out[i] = from.get(axes.length == 0 ? out.length - 1 - i : axis(from, axes[i]));
        }
        return new Shape(out);
    }

    /** Sums, means and the like over some axes, or over all where none is given. */
    static Shape reduced(Shape from, int[] axes, boolean keep) {
        var gone = new boolean[from.dimension()];
        Arrays.fill(gone, axes.length == 0);
        for (int axis : axes) {
            gone[axis(from, axis)] = true;
        }
        var out = new ArrayList<Long>();
        for (int i = 0; i < gone.length; i++) {
            if (!gone[i]) {
                out.add(from.get(i));
            } else if (keep) {
                out.add(1L);
            }
        }
        return new Shape(out);
    }

    static Shape slice(Shape from, NDIndex index) {
        return NDIndexFullSlice.fromIndex(index, from)
                .orElseThrow(
                        () ->
                                new UnsupportedOperationException(
                                        "an index that is not a slice (expected: a rule for it)"))
                .getSqueezedShape();
    }

    static Shape concat(Shape first, Iterable<NDArray> others, int axis) {
        long[] out = first.getShape().clone();
        int along = axis(first, axis);
        for (NDArray other : others) {
            out[along] += other.getShape().get(along);
        }
        return new Shape(out);
    }

    static Shape with(Shape from, int axis, long length) {
        var axes = new ArrayList<Long>();
        for (long one : from.getShape()) {
            axes.add(one);
        }
        axes.add(axis < 0 ? axes.size() + 1 + axis : axis, length);
        return new Shape(axes);
    }

    static Shape without(Shape from, int... axes) {
        if (axes.length > 0) {
            return reduced(from, axes, false);
        }
        return new Shape(Arrays.stream(from.getShape()).filter(n -> n != 1).toArray());
    }

    private static int axis(Shape shape, int axis) {
        int found = axis < 0 ? shape.dimension() + axis : axis;
        if (found < 0 || found >= shape.dimension()) {
            throw new IllegalArgumentException("axis " + axis + " of " + shape);
        }
        return found;
    }
}
