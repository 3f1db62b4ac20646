package io.groundtrack.job;

import java.util.List;

/** uids of the steps: never changed after the first savepoint; a rename is a migration. */
public final class OperatorUids {

    public static final String SENTINEL1_NOTICES = "sentinel1-notices";
    public static final String SENTINEL2_NOTICES = "sentinel2-notices";
    public static final String READ_NOTICES = "read-notices";
    public static final String RESOLVE_GRANULE_VERSIONS = "resolve-granule-versions";
    public static final String PAIR_BY_FOOTPRINT = "pair-by-footprint";
    public static final String CUT_INTO_PATCHES = "cut-into-patches";
    public static final String EMBED_PATCHES = "embed-patches";
    public static final String CLASSIFY_PATCHES = "classify-patches";
    public static final String TRACK_CHANGE = "track-change";
    public static final String TELL_OUTCOMES = "tell-outcomes";
    public static final String EMBEDDINGS = "write-embeddings";
    public static final String CLASSIFICATIONS = "write-classifications";
    public static final String CHANGES = "write-changes";
    public static final String DEAD_LETTERS = "write-dead-letters";
    public static final String LEDGER = "write-ledger";

    /** Sources of a replay that hands over: their positions are of no use to another job. */
    public static final String SENTINEL1_HISTORY = "sentinel1-history";

    public static final String SENTINEL2_HISTORY = "sentinel2-history";

    /** Steps of a replay from stored embeddings, in place of all up to embed-patches. */
    public static final String STORED_ROW_GROUPS = "stored-row-groups";

    public static final String STORED_EMBEDDINGS = "stored-embeddings";
    public static final String STORED_FOLDER = "stored-folder";
    public static final String STORED_PASSES = "stored-passes";

    private OperatorUids() {}

    /** uids of the steps that remember notices, pairs and looks: what a replay hands over. */
    public static List<String> history() {
        return List.of(RESOLVE_GRANULE_VERSIONS, PAIR_BY_FOOTPRINT, CLASSIFY_PATCHES, TRACK_CHANGE);
    }

    /** All uids of the job on notices, sources first. */
    public static List<String> all() {
        return List.of(
                SENTINEL1_NOTICES,
                SENTINEL2_NOTICES,
                READ_NOTICES,
                RESOLVE_GRANULE_VERSIONS,
                PAIR_BY_FOOTPRINT,
                CUT_INTO_PATCHES,
                EMBED_PATCHES,
                CLASSIFY_PATCHES,
                TRACK_CHANGE,
                TELL_OUTCOMES,
                EMBEDDINGS,
                CLASSIFICATIONS,
                CHANGES,
                DEAD_LETTERS,
                LEDGER);
    }
}
