package io.groundtrack.model.torchfile;

import io.groundtrack.model.torchfile.Pickled.Dict;
import io.groundtrack.model.torchfile.Pickled.Opaque;
import io.groundtrack.model.torchfile.Pickled.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tensors of a pickle's root by name: its {@code state_dict}, or the root itself where it is a
 * dictionary of tensors.
 *
 * <p>A prefix that wrappers put before every name is stripped: {@code module.} (data parallel),
 * {@code _orig_mod.} (torch.compile), {@code model.} (a Lightning module's field), in any order,
 * only where every tensor has it.
 *
 * @param prefix what was stripped
 * @param skipped what else the file holds, in words
 */
record StateDict(Map<String, View> views, String prefix, List<String> skipped) {
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "model.");
    private static final int MOST_NAMED = 20;

    static StateDict of(String source, Object root) {
        if (!(root instanceof Dict top)) {
            String what = root instanceof Opaque opaque ? "an object " + opaque.what() : "no table";
            throw new IllegalArgumentException(
                    source
                            + ": it holds "
                            + what
                            + " (expected: a dictionary of tensors, or one with a state_dict;"
                            + " save model.state_dict())");
        }
        var skipped = new ArrayList<String>();
        Dict weights = top;
        if (top.items.get("state_dict") instanceof Dict inner) {
            weights = inner;
            for (Object key : top.items.keySet()) {
                if (!"state_dict".equals(key)) {
                    note(skipped, key);
                }
            }
        }
        Map<String, View> views = new TreeMap<>();
        for (Map.Entry<Object, Object> entry : weights.items.entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof View view) {
                views.put(name, view);
            } else {
                note(skipped, entry.getKey());
            }
        }
        if (views.isEmpty()) {
            throw new IllegalArgumentException(
                    source
                            + ": no state_dict and no tensors at the top (it holds "
                            + skipped
                            + ")");
        }
        return strip(views, List.copyOf(skipped));
    }

    private static void note(List<String> skipped, Object key) {
        if (skipped.size() < MOST_NAMED) {
            skipped.add(key instanceof String name ? shortened(name) : "a key that is no text");
        } else if (skipped.size() == MOST_NAMED) {
            skipped.add("and more");
        }
    }

    private static String shortened(String name) {
        return name.length() <= 80 ? name : name.substring(0, 80) + "…";
    }

    private static StateDict strip(Map<String, View> views, List<String> skipped) {
        // one name is enough to find what all may share
        String sample = views.keySet().iterator().next();
        int stripped = 0;
        for (int length = next(sample, 0); length > 0; length = next(sample, stripped)) {
            String prefix = sample.substring(0, stripped + length);
            if (!views.keySet().stream().allMatch(n -> n.startsWith(prefix))) {
                break;
            }
            stripped += length;
        }
        if (stripped == 0) {
            return new StateDict(views, "", skipped);
        }
        var shorter = new TreeMap<String, View>();
        for (Map.Entry<String, View> entry : views.entrySet()) {
            shorter.put(entry.getKey().substring(stripped), entry.getValue());
        }
        return new StateDict(shorter, sample.substring(0, stripped), skipped);
    }

    private static int next(String name, int from) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix, from)) {
                return prefix.length();
            }
        }
        return 0;
    }
}
