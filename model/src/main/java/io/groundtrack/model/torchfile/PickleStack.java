package io.groundtrack.model.torchfile;

import java.util.Arrays;

/** The stack of a {@link PickleMachine}: what is taken from it was put there, and is no mark. */
final class PickleStack {
    private final PickleInput in;
    private final HeapBudget budget;
    private final Object mark;
    private Object[] items = new Object[256];
    private int size;

    PickleStack(PickleInput in, HeapBudget budget, Object mark) {
        this.in = in;
        this.budget = budget;
        this.mark = mark;
    }

    void push(Object value) {
        if (size == items.length) {
            budget.take(8L * size);
            items = Arrays.copyOf(items, 2 * size);
        }
        items[size++] = value;
    }

    Object peek() {
        if (size == 0 || items[size - 1] == mark) {
            throw in.refused("its stack is empty");
        }
        return items[size - 1];
    }

    Object pop() {
        Object top = peek();
        items[--size] = null;
        return top;
    }

    /** The topmost values, the deepest first. */
    Object[] pop(int count) {
        var values = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            values[i] = pop();
        }
        return values;
    }

    /** A value or a mark. */
    void popAny() {
        if (size == 0) {
            throw in.refused("its stack is empty");
        }
        items[--size] = null;
    }

    /** What lies above the topmost mark, the deepest first; the mark goes too. */
    Object[] popToMark() {
        int at = size - 1;
        while (at >= 0 && items[at] != mark) {
            at--;
        }
        if (at < 0) {
            throw in.refused("no mark on its stack");
        }
        budget.take(16 + 4L * (size - at));
        Object[] values = Arrays.copyOfRange(items, at + 1, size);
        Arrays.fill(items, at, size, null);
        size = at;
        return values;
    }
}
