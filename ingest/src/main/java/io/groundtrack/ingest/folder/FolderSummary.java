package io.groundtrack.ingest.folder;

import java.time.Instant;
import java.util.List;

/**
 * What one look at the folders led to.
 *
 * @param created products announced
 * @param updated announced again because a file changed
 * @param deleted taken back because they are gone
 * @param unchanged known already
 * @param refused that cannot become a notice; kept where rejects are kept
 * @param ignored of other missions
 * @param waiting not whole yet, each with what is missing
 * @param kept gone, but their folder cannot be read or is empty: nothing is taken back
 * @param settles when the next of those that are still changing may be whole; null: none
 */
public record FolderSummary(
        int created,
        int updated,
        int deleted,
        int unchanged,
        int refused,
        int ignored,
        List<String> waiting,
        List<String> kept,
        Instant settles) {

    /** Whether anything was sent. */
    public boolean sent() {
        return created + updated + deleted + refused > 0;
    }
}
