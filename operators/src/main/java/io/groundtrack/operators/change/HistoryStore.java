package io.groundtrack.operators.change;

/**
 * Where the history of one patch is kept, in pieces that are read and written one by one; null is
 * none.
 */
interface HistoryStore {

    byte[] head();

    void head(byte[] bytes);

    /** A look, by pass. */
    byte[] look(String passId);

    void look(String passId, byte[] bytes);

    /** Looks in order, by {@link PatchHistory#PAGE_MS} of acquisition time. */
    byte[] page(long page);

    void page(long page, byte[] bytes);

    /** A fold, by series and place in its history. */
    byte[] fold(String name);

    void fold(String name, byte[] bytes);
}
