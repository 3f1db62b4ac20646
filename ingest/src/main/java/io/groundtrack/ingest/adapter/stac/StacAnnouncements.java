package io.groundtrack.ingest.adapter.stac;

import io.groundtrack.ingest.adapter.Announcement;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.ItemForms;
import io.groundtrack.ingest.adapter.poll.FeedItem;
import io.groundtrack.schemas.Operation;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/**
 * What an Item of a catalogue announces.
 *
 * <p>in: Item → out: created where it was never updated since, else updated; deleted where the Item
 * says {@code deprecated} (version extension). An Item that is no longer found announces nothing: a
 * catalogue may be away, or filter otherwise.
 */
public final class StacAnnouncements {

    private final URI source;
    private final Clock clock;

    /**
     * @param source URL of the API
     * @param clock for Items that carry no time of their own
     */
    public StacAnnouncements(URI source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    public Announcement of(FeedItem entry) throws IOException {
        var item = ItemForms.normalised(FeedJson.readObject(entry.json()), source);
        var properties = item.path("properties");
        var created = FeedJson.time(properties.path("created"));
        var updated = FeedJson.time(properties.path("updated"));
        var time =
                updated.or(entry::time)
                        .or(() -> created)
                        .or(() -> FeedJson.time(properties.path("published")))
                        .orElseGet(clock::instant);
        var operation =
                properties.path("deprecated").asBoolean(false)
                        ? Operation.DELETE
                        : created.isPresent() && updated.isPresent() && !created.equals(updated)
                                ? Operation.UPDATE
                                : Operation.CREATE;
        var collection = item.path("collection").asText("");
        return new Announcement(
                item,
                operation,
                source,
                (collection.length() <= 256 ? collection : "") + "/" + entry.id() + "@" + time,
                time);
    }
}
