package io.groundtrack.ingest.adapter.poll;

import io.groundtrack.ingest.adapter.Refused;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A page of a search.
 *
 * @param items in the order of the catalogue
 * @param refused entries that can be no item
 * @param next how to ask for the page after it
 */
public record Page(List<FeedItem> items, List<Refused> refused, Optional<Link> next) {

    /**
     * A request for a page.
     *
     * @param body to be posted; empty for a GET
     */
    public record Link(URI uri, Optional<String> body) {}
}
