package io.groundtrack.ingest.adapter.poll;

import java.io.IOException;
import java.time.Instant;

/** A catalogue that can be asked for all entries whose time is not before a given one. */
public interface PageSource {

    /** First page of what has this time or a later one, by time where the catalogue can sort. */
    Page from(Instant time) throws IOException, InterruptedException;

    /** The page that another one linked to. */
    Page follow(Page.Link link) throws IOException, InterruptedException;
}
