package io.groundtrack.model.torchfile;

import io.groundtrack.model.torchfile.Pickled.Dict;
import io.groundtrack.model.torchfile.Pickled.Global;
import io.groundtrack.model.torchfile.Pickled.Opaque;
import io.groundtrack.model.torchfile.Pickled.Sequence;
import io.groundtrack.model.torchfile.Pickled.Storage;
import io.groundtrack.model.torchfile.Pickled.Tuple;
import io.groundtrack.model.torchfile.Pickled.View;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the few functions that a file of weights calls would give. Anything else gives a
 * placeholder, and its name is noted.
 *
 * <p>Source: {@code torch/_utils.py} and {@code torch/serialization.py} of PyTorch 2.7, read for
 * the order of arguments.
 */
final class KnownCalls {
    private static final int MOST_NAMES = 100;

    /** A storage class or a dtype's name → how the numbers are stored. */
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("DoubleStorage", "F64"),
                    Map.entry("FloatStorage", "F32"),
                    Map.entry("HalfStorage", "F16"),
                    Map.entry("BFloat16Storage", "BF16"),
                    Map.entry("float64", "F64"),
                    Map.entry("float32", "F32"),
                    Map.entry("float16", "F16"),
                    Map.entry("bfloat16", "BF16"));

    private final HeapBudget budget;
    private final Set<String> unknown = new TreeSet<>();

    KnownCalls(HeapBudget budget) {
        this.budget = budget;
    }

    /** Names of classes and functions that were not run. */
    Set<String> unknown() {
        return unknown;
    }

    Object call(Object callable, Object arguments) {
        if (callable instanceof Global function && arguments instanceof Tuple given) {
            Object result = known(function, given);
            if (result != null) {
                return result;
            }
        }
        return opaque(callable);
    }

    Opaque opaque(Object callable) {
        String what = callable instanceof Global global ? global.toString() : "a call of a value";
        if (unknown.size() < MOST_NAMES) {
            unknown.add(what);
        }
        budget.take(24);
        return new Opaque(what);
    }

    private Object known(Global function, Tuple given) {
        if (function.is("collections", "OrderedDict")) {
            return dict(given);
        }
        if (function.is("torch", "Size")) {
            return given.size() == 1 && given.get(0) instanceof Tuple sizes ? sizes : null;
        }
        if (function.module().equals("torch._utils")) {
            return switch (function.name()) {
                case "_rebuild_tensor", "_rebuild_tensor_v2" -> view(given, null);
                case "_rebuild_tensor_v3" ->
                        given.size() > 6 && given.get(6) instanceof Global type
                                ? view(given, type)
                                : null;
                case "_rebuild_parameter", "_rebuild_parameter_with_state" ->
                        given.size() > 0 && given.get(0) instanceof View view ? view : null;
                default -> null;
            };
        }
        if (function.is("torch._tensor", "_rebuild_from_type_v2")
                && given.size() > 2
                && given.get(0) instanceof Global inner
                && inner.module().equals("torch._utils")
                && given.get(2) instanceof Tuple innerGiven) {
            return known(inner, innerGiven);
        }
        return null;
    }

    /** Of nothing, or of a list of pairs. */
    private Dict dict(Tuple given) {
        budget.take(120);
        var dict = new Dict();
        if (given.size() == 1 && given.get(0) instanceof Sequence pairs) {
            // for each call, not for each pair that fits: one list may be given many times
            budget.take(80L * pairs.items.size());
            for (Object pair : pairs.items) {
                if (pair instanceof Tuple two && two.size() == 2) {
                    dict.items.put(two.get(0), two.get(1));
                } else if (pair instanceof Sequence two && two.items.size() == 2) {
                    dict.items.put(two.items.get(0), two.items.get(1));
                }
            }
        }
        return dict;
    }

    /** (storage, offset, sizes, strides, …). */
    private View view(Tuple given, Global dtype) {
        if (given.size() >= 4
                && given.get(0) instanceof Storage storage
                && given.get(1) instanceof Long offset
                && given.get(2) instanceof Tuple sizes
                && given.get(3) instanceof Tuple strides) {
            budget.take(48);
            String type = dtype == null ? storage.type() : typeName(dtype);
            return new View(storage, type, offset, sizes, strides);
        }
        return null;
    }

    /** ("storage", class, key, device, count). */
    Object persistent(Object id) {
        if (id instanceof Tuple five
                && five.size() == 5
                && "storage".equals(five.get(0))
                && five.get(1) instanceof Global type
                && five.get(2) instanceof String key
                && five.get(4) instanceof Long count) {
            budget.take(40);
            return new Storage(typeName(type), key, count);
        }
        return opaque(new Global("persistent", "id"));
    }

    private static String typeName(Global type) {
        return TYPES.getOrDefault(type.name(), type.name());
    }
}
