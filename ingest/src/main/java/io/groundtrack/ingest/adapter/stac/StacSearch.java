package io.groundtrack.ingest.adapter.stac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.poll.FeedItem;
import io.groundtrack.ingest.adapter.poll.Page;
import io.groundtrack.ingest.adapter.poll.PageReader;
import io.groundtrack.ingest.adapter.poll.PageSource;
import io.groundtrack.ingest.adapter.web.FeedClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The item search of a STAC API, page by page.
 *
 * <p>in: a time, or the {@code next} link of a page (GET or POST, body, merge) → out: {@link Page}s
 * of Items as bytes. A link to another origin is refused. Source: STAC API 1.0.0, item search,
 * paging.
 */
public final class StacSearch implements PageSource {

    private final FeedClient client;
    private final URI search;
    private final StacQuery query;
    private final boolean post;
    private final PageReader reader;

    /**
     * @param base URL of the API's landing page
     * @param post search by POST; else by GET
     * @param maxItemBytes longest Item
     */
    public StacSearch(
            FeedClient client, URI base, StacQuery query, boolean post, int maxItemBytes) {
        this.client = client;
        this.search = URI.create(base.toString().replaceFirst("/+$", "") + "/search");
        this.query = query;
        this.post = post;
        this.reader = new PageReader("features", Set.of("links"), maxItemBytes, search.toString());
    }

    /** Whether the API says that it sorts (conformance class of the sort extension). */
    public static boolean sorts(FeedClient client, URI base)
            throws IOException, InterruptedException {
        for (var conforms : FeedJson.read(client.get(base)).path("conformsTo")) {
            if (conforms.asText("").endsWith("item-search#sort")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Page from(Instant time) throws IOException, InterruptedException {
        if (post) {
            var body = text(query.body(time));
            return page(new Page.Link(search, Optional.of(body)));
        }
        return page(
                new Page.Link(URI.create(search + "?" + query.parameters(time)), Optional.empty()));
    }

    @Override
    public Page follow(Page.Link link) throws IOException, InterruptedException {
        return page(link);
    }

    private Page page(Page.Link link) throws IOException, InterruptedException {
        var bytes =
                link.body().isPresent()
                        ? client.post(
                                link.uri(), link.body().get().getBytes(StandardCharsets.UTF_8))
                        : client.get(link.uri());
        var cut = reader.read(bytes, this::entry);
        return new Page(cut.items(), cut.refused(), next(link, cut.rest().path("links")));
    }

    private FeedItem entry(JsonNode item) {
        return new FeedItem(
                item.path("id").asText(""),
                FeedJson.time(item.path("properties").path(query.timeField())),
                new byte[0]);
    }

    private Optional<Page.Link> next(Page.Link asked, JsonNode links) throws IOException {
        for (var link : links) {
            if (!link.path("rel").asText("").equals("next") || !link.path("href").isTextual()) {
                continue;
            }
            var uri = client.link(asked.uri(), link.path("href").textValue());
            var method = link.path("method").asText("GET").toUpperCase(Locale.ROOT);
            if (!method.equals("POST")) {
                return Optional.of(new Page.Link(uri, Optional.empty()));
            }
            return Optional.of(new Page.Link(uri, Optional.of(text(body(asked, link)))));
        }
        return Optional.empty();
    }

    private static JsonNode body(Page.Link asked, JsonNode link) throws IOException {
        var before = asked.body().orElse("{}").getBytes(StandardCharsets.UTF_8);
        if (!(link.path("body") instanceof ObjectNode body)) {
            return FeedJson.read(before);
        }
        if (!link.path("merge").asBoolean(false)) {
            return body;
        }
        return FeedJson.readObject(before).setAll(body);
    }

    private static String text(JsonNode tree) {
        return new String(FeedJson.write(tree), StandardCharsets.UTF_8);
    }
}
