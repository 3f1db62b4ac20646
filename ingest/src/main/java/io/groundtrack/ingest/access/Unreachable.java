package io.groundtrack.ingest.access;

/** What becomes of a granule whose host does not answer, after all attempts. */
public enum Unreachable {
    /** The job fails and restarts from its checkpoint: nothing is lost, everything waits. */
    FAIL,
    /** The granule is rejected as ASSET_MISSING: the rest goes on. */
    REJECT
}
