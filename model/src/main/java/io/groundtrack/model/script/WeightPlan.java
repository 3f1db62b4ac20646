package io.groundtrack.model.script;

import io.groundtrack.model.checkpoint.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which weight lies where in the script's list {@code w}, and in what form; grows while the text is
 * written, so that the two cannot disagree.
 */
final class WeightPlan {
    /** What becomes of a weight when it is loaded. The script's method {@code put} knows them. */
    enum Form {
        /** 32-bit, as it is. */
        KEEP,
        /** In the precision of the products. */
        LOW,
        /** Matrix (out, in) in that precision, laid out for oneDNN. */
        PACKED,
        /** The same of a matrix (in, out). */
        PACKED_TURNED
    }

    /**
     * One tensor of the list.
     *
     * @param part which of the equal parts of its source's values it is
     */
    record Place(int at, Form form, int part, long[] shape) {
        int size() {
            int size = 1;
            for (long side : shape) {
                size = Math.multiplyExact(size, Math.toIntExact(side));
            }
            return size;
        }
    }

    /** What is read, or computed, at one time, and the places it goes to. */
    record Step(Function<WeightSource, float[]> values, List<Place> places) {}

    private final List<Step> steps = new ArrayList<>();
    private int size;

    List<Step> steps() {
        return steps;
    }

    /** Length of the list. */
    int size() {
        return size;
    }

    /** Keeps {@code count} places in a row free; the index of the first. */
    int reserve(int count) {
        int first = size;
        size += count;
        return first;
    }

    void put(Function<WeightSource, float[]> values, Place... places) {
        steps.add(new Step(values, List.of(places)));
    }

    void put(String name, Form form, int at, long... shape) {
        put(source -> source.values(name, shape), new Place(at, form, 0, shape));
    }

    void keep(String name, int at, long... shape) {
        put(name, Form.KEEP, at, shape);
    }
}
