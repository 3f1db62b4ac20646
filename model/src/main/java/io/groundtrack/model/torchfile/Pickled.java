package io.groundtrack.model.torchfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can build here, beside {@link String}, {@link Long}, {@link Double} and {@link
 * Boolean}.
 *
 * <p>Containers are compared by identity: one may hold itself, and comparing contents would then
 * not end.
 */
interface Pickled {
    enum None implements Pickled {
        NONE
    }

    /** The name of a function or class; never looked up. */
    record Global(String module, String name) implements Pickled {
        boolean is(String otherModule, String otherName) {
            return module.equals(otherModule) && name.equals(otherName);
        }

        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /** Stands for anything not known. */
    record Opaque(String what) implements Pickled {}

    final class Tuple implements Pickled {
        private final Object[] items;

        Tuple(Object... items) {
            this.items = items;
        }

        int size() {
            return items.length;
        }

        Object get(int index) {
            return items[index];
        }
    }

    final class Sequence implements Pickled {
        final List<Object> items = new ArrayList<>();
    }

    final class Dict implements Pickled {
        final Map<Object, Object> items = new LinkedHashMap<>();
    }

    /** Raw bytes of the archive, {@code data/<key>}. */
    record Storage(String type, String key, long count) implements Pickled {}

    /** A view of a storage; not yet checked. */
    record View(Storage storage, String type, long offset, Tuple sizes, Tuple strides)
            implements Pickled {}
}
