package io.groundtrack.model.torchfile;

import io.groundtrack.model.torchfile.Pickled.Dict;
import io.groundtrack.model.torchfile.Pickled.Global;
import io.groundtrack.model.torchfile.Pickled.None;
import io.groundtrack.model.torchfile.Pickled.Opaque;
import io.groundtrack.model.torchfile.Pickled.Sequence;
import io.groundtrack.model.torchfile.Pickled.Tuple;
import java.util.HashMap;
import java.util.Map;

/**
 * The stack machine that a pickle is a program for, protocols 0 to 5, without anything to run.
 *
 * <p>In: the bytes. Out: the object left at the end. Names stay names ({@link KnownCalls}); bytes
 * and sets are skipped; buffers outside the pickle are refused.
 *
 * <p>State: one stack, one memo, both within a {@link HeapBudget}; no recursion.
 *
 * <p>Errors: {@link IllegalArgumentException} with the byte and the reason.
 *
 * <p>Source: the opcode table of Python's {@code pickletools}.
 */
final class PickleMachine {
    private static final Object MARK = new Object();

    private final PickleInput in;
    private final HeapBudget budget;
    private final KnownCalls calls;
    private final PickleStack stack;
    private final Map<Long, Object> memo = new HashMap<>();

    PickleMachine(PickleInput in, HeapBudget budget, KnownCalls calls) {
        this.in = in;
        this.budget = budget;
        this.calls = calls;
        stack = new PickleStack(in, budget, MARK);
    }

    Object run() {
        while (true) {
            int opcode = in.u1();
            if (opcode == '.') {
                return stack.pop();
            }
            step(opcode);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(in.u1());
            case 0x95 -> in.u8(); // frame: how the writer buffered
            case '(' -> stack.push(MARK);
            case '0' -> stack.popAny();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.peek());
            case 'N' -> stack.push(None.NONE);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> push((long) in.u1());
            case 'M' -> push((long) in.u2());
            case 'J' -> push((long) in.i4());
            case 'I', 'L' -> push(number(in.line()));
            case 0x8a -> push(in.integer(in.u1()));
            case 0x8b -> push(in.integer(in.u4()));
            case 'G' -> push(in.bigEndianDouble());
            case 'F' -> {
                in.line();
                push(new Opaque("a number in words"));
            }
            case 'X' -> push(in.text(in.u4()));
            case 0x8c -> push(in.text(in.u1()));
            case 0x8d -> push(in.text(in.u8()));
            case 'V' -> push(in.line());
            case 'U' -> push(in.text(in.u1()));
            case 'T' -> push(in.text(in.u4()));
            case 'S' -> push(unquoted(in.line()));
            case 'C' -> skipBytes(in.u1());
            case 'B' -> skipBytes(in.u4());
            case 0x8e, 0x96 -> skipBytes(in.u8());
            default -> stepOnContainers(opcode);
        }
    }

    private void stepOnContainers(int opcode) {
        switch (opcode) {
            case ')' -> pushTuple();
            case 't' -> pushTuple(stack.popToMark());
            case 0x85 -> pushTuple(stack.pop(1));
            case 0x86 -> pushTuple(stack.pop(2));
            case 0x87 -> pushTuple(stack.pop(3));
            case ']' -> push(sequence());
            case 'l' -> push(sequence(stack.popToMark()));
            case 'a' -> append(stack.pop(1));
            case 'e' -> append(stack.popToMark());
            case '}' -> push(dict());
            case 'd' -> push(dict(stack.popToMark()));
            case 's' -> put(stack.pop(2));
            case 'u' -> put(stack.popToMark());
            case 0x8f -> push(new Opaque("a set"));
            case 0x90 -> stack.popToMark();
            case 0x91 -> {
                stack.popToMark();
                push(new Opaque("a set"));
            }
            default -> stepOnObjects(opcode);
        }
    }

    private void stepOnObjects(int opcode) {
        switch (opcode) {
            case 'p' -> memoise(line());
            case 'q' -> memoise(in.u1());
            case 'r' -> memoise(in.u4());
            case 0x94 -> memoise(memo.size());
            case 'g' -> recall(line());
            case 'h' -> recall(in.u1());
            case 'j' -> recall(in.u4());
            case 'c' -> pushGlobal(in.line(), in.line());
            case 0x93 -> {
                Object[] words = stack.pop(2);
                if (words[0] instanceof String module && words[1] instanceof String name) {
                    pushGlobal(module, name);
                } else {
                    throw in.refused("a name that is no text");
                }
            }
            case 'i' -> {
                in.line();
                in.line();
                stack.popToMark();
                push(new Opaque("an instance"));
            }
            case 'o' -> {
                stack.popToMark();
                push(new Opaque("an instance"));
            }
            case 'R', 0x81 -> {
                Object[] two = stack.pop(2);
                push(calls.call(two[0], two[1]));
            }
            case 0x92 -> push(calls.opaque(stack.pop(3)[0]));
            case 'b' -> stack.pop(); // an object's state; nothing here has any
            case 'P' -> {
                in.line();
                push(new Opaque("a persistent id"));
            }
            case 'Q' -> push(calls.persistent(stack.pop()));
            case 0x82 -> extension(1);
            case 0x83 -> extension(2);
            case 0x84 -> extension(4);
            case 0x97, 0x98 -> throw in.refused("a buffer outside the pickle");
            default -> throw in.refused(String.format("unknown opcode 0x%02x", opcode));
        }
    }

    private void protocol(int version) {
        if (version > 5) {
            throw in.refused("pickle protocol " + version + " (expected: at most 5)");
        }
    }

    private void extension(int bytes) {
        in.skip(bytes);
        push(new Opaque("an extension"));
    }

    private void push(Object value) {
        budget.take(value instanceof String text ? 56 + text.length() : 24);
        stack.push(value);
    }

    private void skipBytes(long length) {
        in.skip(length);
        push(new Opaque("bytes"));
    }

    private void pushTuple(Object... items) {
        push(new Tuple(items));
    }

    private void pushGlobal(String module, String name) {
        budget.take(80L + module.length() + name.length());
        push(new Global(module, name));
    }

    private Sequence sequence(Object... items) {
        budget.take(48);
        var sequence = new Sequence();
        addAll(sequence, items);
        return sequence;
    }

    private void append(Object[] items) {
        if (stack.peek() instanceof Sequence sequence) {
            addAll(sequence, items);
        }
    }

    private void addAll(Sequence sequence, Object[] items) {
        budget.take(16L * items.length);
        for (Object item : items) {
            sequence.items.add(item);
        }
    }

    private Dict dict(Object... items) {
        budget.take(120);
        var dict = new Dict();
        putAll(dict, items);
        return dict;
    }

    private void put(Object[] items) {
        if (stack.peek() instanceof Dict dict) {
            putAll(dict, items);
        }
    }

    private void putAll(Dict dict, Object[] items) {
        if (items.length % 2 != 0) {
            throw in.refused("a key without a value");
        }
        budget.take(40L * items.length);
        for (int i = 0; i < items.length; i += 2) {
            dict.items.put(items[i], items[i + 1]);
        }
    }

    private void memoise(long index) {
        budget.take(80);
        memo.put(index, stack.peek());
    }

    private void recall(long index) {
        Object value = memo.get(index);
        if (value == null) {
            throw in.refused("nothing was kept as " + index);
        }
        stack.push(value);
    }

    private long line() {
        if (number(in.line()) instanceof Long index) {
            return index;
        }
        throw in.refused("a number that is none");
    }

    private static Object number(String text) {
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        try {
            return digits.length() > 20 ? new Opaque("a number") : Long.valueOf(digits);
        } catch (NumberFormatException e) {
            return new Opaque("a number");
        }
    }

    private static String unquoted(String text) {
        return text.length() < 2 ? "" : text.substring(1, text.length() - 1);
    }
}
