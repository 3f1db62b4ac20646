package io.groundtrack.model.optimiser;

import java.util.Locale;
import java.util.Set;

/** Which weights decay towards zero. */
public enum Decay {
    /** Every one, as the official code of CSMAE has it. */
    ALL,
    /** Matrices only: not norms, biases, class and mask tokens, slots and scales of Soft MoE. */
    MATRICES;

    private static final Set<String> EXEMPT =
            Set.of("bias", "b1", "b2", "phi", "scale", "cls_token", "cls_token_s2", "mask_token");

    /**
     * @param name official name, such as {@code backbone.norm.weight}
     * @param dimensions of the weight's shape
     */
    public boolean reaches(String name, int dimensions) {
        if (this == ALL) {
            return true;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean norm = last.equals("weight") && dimensions == 1;
        return !norm && !EXEMPT.contains(last);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
