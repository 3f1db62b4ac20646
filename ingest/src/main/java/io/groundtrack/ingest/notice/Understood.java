package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.Reject;

/** What became of one notice at the door. */
public sealed interface Understood {

    /** It is about a product that is taken. */
    record Taken(GranuleNotice notice) implements Understood {}

    /** It is sound, but about a product nobody asked for; the ledger line says why. */
    record Ignored(LedgerEntry entry) implements Understood {}

    /** It cannot be read. */
    record Rejected(Reject reject) implements Understood {}
}
