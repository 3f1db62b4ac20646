package io.groundtrack.model.check;

/** What kind of output a comparison is about. */
public enum OutputGroup {
    TOKENS("tokens", Kind.TENSOR),
    FEATURES("features", Kind.TENSOR),
    MASKED_FEATURES("masked features", Kind.TENSOR),
    MASKS("masks", Kind.TENSOR),
    PREDICTIONS("predictions", Kind.TENSOR),
    LAYER("Soft MoE layer", Kind.TENSOR),
    LOSSES("losses", Kind.LOSS),
    GRADIENTS("gradients", Kind.GRADIENT),
    PARAMETERS("parameters", Kind.COUNT),
    UNKNOWN("unknown", Kind.OTHER);

    /** How outputs are counted. */
    public enum Kind {
        TENSOR("tensors"),
        GRADIENT("gradients"),
        LOSS("losses"),
        COUNT("counts"),
        OTHER("others");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        public String plural() {
            return plural;
        }
    }

    private final String title;
    private final Kind kind;

    OutputGroup(String title, Kind kind) {
        this.title = title;
        this.kind = kind;
    }

    public String title() {
        return title;
    }

    public Kind kind() {
        return kind;
    }
}
