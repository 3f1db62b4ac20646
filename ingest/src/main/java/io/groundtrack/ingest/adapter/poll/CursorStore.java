package io.groundtrack.ingest.adapter.poll;

import java.io.IOException;

/** Where a cursor outlives the process. */
public interface CursorStore {

    /** The cursor as it was saved last, or a new one. */
    Cursor load() throws IOException;

    /** Returns when it is durable. */
    void save(Cursor cursor) throws IOException;
}
