package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.poll.FeedItem;
import io.groundtrack.ingest.adapter.poll.Page;
import io.groundtrack.ingest.adapter.poll.PageReader;
import io.groundtrack.ingest.adapter.poll.PageSource;
import io.groundtrack.ingest.adapter.web.FeedClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The OData catalogue of the Copernicus Data Space, page by page, sorted by time of change or of
 * deletion.
 *
 * <p>in: a time, or the {@code @odata.nextLink} of a page → out: {@link Page}s of products with
 * their attributes. Its links count by offset, and no further than 10,000: so they are followed
 * within one time only (see {@code CursorWalk.Paging.SORTED}).
 */
public final class OdataSearch implements PageSource {

    /** Which list of the catalogue. */
    public enum Kind {
        PRODUCTS("Products", "ModificationDate"),
        DELETED("DeletedProducts", "DeletionDate");

        private final String set;
        private final String time;

        Kind(String set, String time) {
            this.set = set;
            this.time = time;
        }
    }

    private final FeedClient client;
    private final String base;
    private final Kind kind;
    private final String filter;
    private final int limit;
    private final PageReader reader;

    /**
     * @param base URL of the service, as {@code …/odata/v1}
     * @param filter what is asked for beside the time, see {@link OdataFilter}
     * @param limit products in a page, at most 1000
     * @param maxItemBytes longest product
     */
    public OdataSearch(
            FeedClient client, URI base, Kind kind, String filter, int limit, int maxItemBytes) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException(
                    "--limit: " + limit + " (expected: 1 to 1000 products in a page)");
        }
        this.client = client;
        this.base = base.toString().replaceFirst("/+$", "");
        this.kind = kind;
        this.filter = filter;
        this.limit = limit;
        this.reader =
                new PageReader(
                        "value",
                        Set.of("@odata.nextLink"),
                        maxItemBytes,
                        this.base + "/" + kind.set);
    }

    @Override
    public Page from(Instant time) throws IOException, InterruptedException {
        var whole = kind.time + " ge " + time + (filter.isEmpty() ? "" : " and " + filter);
        var uri =
                base
                        + "/"
                        + kind.set
                        + "?$filter="
                        + encoded(whole)
                        + "&$orderby="
                        + encoded(kind.time + " asc")
                        + "&$top="
                        + limit
                        + "&$expand=Attributes";
        return page(URI.create(uri));
    }

    @Override
    public Page follow(Page.Link link) throws IOException, InterruptedException {
        return page(link.uri());
    }

    private Page page(URI uri) throws IOException, InterruptedException {
        var cut = reader.read(client.get(uri), this::entry);
        var next = cut.rest().path("@odata.nextLink").asText("");
        return new Page(
                cut.items(),
                cut.refused(),
                next.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Page.Link(
                                        client.link(uri, next.replace(" ", "%20")),
                                        Optional.empty())));
    }

    private FeedItem entry(JsonNode product) {
        return new FeedItem(
                product.path("Id").asText(""), FeedJson.time(product.path(kind.time)), new byte[0]);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
