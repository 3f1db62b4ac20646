package io.groundtrack.ingest.adapter.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.Collected;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.poll.CursorFile;
import io.groundtrack.ingest.adapter.poll.CursorWalk;
import io.groundtrack.ingest.adapter.poll.CursorWalk.Paging;
import io.groundtrack.ingest.adapter.poll.Page;
import io.groundtrack.ingest.adapter.web.FeedClient;
import io.groundtrack.ingest.adapter.web.LoopbackApi;
import io.groundtrack.schemas.Operation;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A STAC API on the loopback. */
class StacSearchTest {

    private static final int LARGEST_ITEM = 100_000;
    private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");

    @TempDir private Path folder;

    private final FeedCounts counts = new FeedCounts();
    private final Collected sink = new Collected();

    private static StacQuery query(StacQuery.Filter filter) {
        return new StacQuery(
                List.of("sentinel-2-l2a"),
                List.of(10.0, 46.0, 12.0, 48.0),
                Optional.empty(),
                Optional.of("2024-01-01T00:00:00Z/.."),
                "updated",
                filter,
                2);
    }

    private StacSearch search(LoopbackApi api, boolean post) {
        return new StacSearch(
                new FeedClient(api.base(), api.settings(3, 1 << 20), counts),
                api.base(),
                query(post ? StacQuery.Filter.QUERY : StacQuery.Filter.CQL2),
                post,
                LARGEST_ITEM);
    }

    private static String item(String id, String updated) {
        return "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\""
                + id
                + "\",\"geometry\":null,\"properties\":{\"constellation\":\"sentinel-2\",\"updated\":\""
                + updated
                + "\"},\"assets\":{}}";
    }

    private static String page(String items, String links) {
        return "{\"type\":\"FeatureCollection\",\"links\":["
                + links
                + "],\"features\":["
                + items
                + "]}";
    }

    @Test
    void aPostIsFollowedByThePostItsLinkMergesInto() throws Exception {
        try (var api =
                new LoopbackApi(
                        (exchange, body) ->
                                LoopbackApi.send(
                                        exchange,
                                        200,
                                        page(
                                                item("a", "2024-02-01T00:00:00Z"),
                                                body.contains("token")
                                                        ? ""
                                                        : "{\"rel\":\"next\",\"method\":\"POST\",\"href\":\"/search\",\"merge\":true,\"body\":{\"token\":\"next:b\"}}")))) {
            var search = search(api, true);
            var first = search.from(FROM);
            var second = search.follow(first.next().orElseThrow());

            assertThat(first.items()).hasSize(1);
            assertThat(second.next()).isEmpty();
            assertThat(api.requests.get(0))
                    .startsWith("POST /search ")
                    .contains(
                            "\"collections\":[\"sentinel-2-l2a\"]",
                            "\"bbox\":[10.0,46.0,12.0,48.0]",
                            "\"query\":{\"updated\":{\"gte\":\"2024-01-01T00:00:00Z\"}}",
                            "{\"field\":\"properties.updated\",\"direction\":\"asc\"}");
            assertThat(api.requests.get(1))
                    .contains("\"collections\":[\"sentinel-2-l2a\"]", "\"token\":\"next:b\"");
        }
    }

    @Test
    void aGetIsFollowedByTheLinkAsItStands() throws Exception {
        try (var api =
                new LoopbackApi(
                        (exchange, body) ->
                                LoopbackApi.send(
                                        exchange,
                                        200,
                                        page(
                                                "",
                                                "{\"rel\":\"next\",\"href\":\"/search?token=x\"}")))) {
            var search = search(api, false);
            search.follow(search.from(FROM).next().orElseThrow());

            assertThat(api.requests.get(0))
                    .startsWith("GET /search?collections=sentinel-2-l2a&limit=2&bbox=10.0%2C46.0")
                    .contains("sortby=%2Bproperties.updated%2C%2Bid")
                    .contains("filter=updated%20%3E%3D%20TIMESTAMP%28%272024-01-01T00%3A00%3A00Z");
            assertThat(api.requests.get(1)).isEqualTo("GET /search?token=x");
        }
    }

    @Test
    void aLinkToAnotherHostStopsTheWalk() throws Exception {
        try (var api =
                new LoopbackApi(
                        (exchange, body) ->
                                LoopbackApi.send(
                                        exchange,
                                        200,
                                        page(
                                                item("a", "2024-02-01T00:00:00Z"),
                                                "{\"rel\":\"next\",\"href\":\"http://169.254.169.254/\"}")))) {
            assertThatThrownBy(() -> search(api, true).from(FROM))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("169.254.169.254 is not followed");
        }
    }

    @Test
    void pagesThatAreNoneAreErrorsAndBadEntriesAreRefusedAlone() throws Exception {
        var body = new String[1];
        try (var api = new LoopbackApi((exchange, b) -> LoopbackApi.send(exchange, 200, body[0]))) {
            var search = search(api, true);
            for (var bad :
                    new String[] {
                        "x",
                        "[]",
                        "{}",
                        "{\"features\":{}}",
                        "{\"features\":[{\"id\":",
                        "\"\"",
                        "{\"features\":[" + "[".repeat(2000) + "]}",
                        "{\"links\":[],\"features\":null}"
                    }) {
                body[0] = bad;
                assertThatThrownBy(() -> search.from(FROM))
                        .as(bad)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("page");
            }
            body[0] =
                    page(
                            "7,\"text\",[{}],null,{},"
                                    + item("long", "2024-02-01T00:00:00Z")
                                            .replace("null", "\"" + "ä".repeat(60_000) + "\"")
                                    + ","
                                    + item("good-ä", "2024-02-01T00:00:00Z"),
                            "");
            Page page = search.from(FROM);

            assertThat(page.items()).hasSize(1);
            assertThat(page.items().get(0).id()).isEqualTo("good-ä");
            assertThat(new String(page.items().get(0).json(), StandardCharsets.UTF_8))
                    .isEqualTo(item("good-ä", "2024-02-01T00:00:00Z"));
            assertThat(page.refused()).hasSize(6);
            assertThat(page.refused().get(5).reason()).isEqualTo(RejectReason.TOO_LARGE);
        }
    }

    @Test
    void theSortExtensionIsKnownByItsConformanceClass() throws Exception {
        var classes = new String[] {"\"https://api.stacspec.org/v1.0.0/item-search#sort\""};
        try (var api =
                new LoopbackApi(
                        (exchange, body) ->
                                LoopbackApi.send(
                                        exchange, 200, "{\"conformsTo\":[" + classes[0] + "]}"))) {
            var client = new FeedClient(api.base(), api.settings(1, 1 << 20), counts);

            assertThat(StacSearch.sorts(client, api.base())).isTrue();
            classes[0] = "\"https://api.stacspec.org/v1.0.0/item-search\"";
            assertThat(StacSearch.sorts(client, api.base())).isFalse();
        }
    }

    @Test
    void anOutageLosesNothingAndTheNextPollGoesOn() throws Exception {
        var answers =
                List.of(
                        page(
                                item("S2A_a", "2024-02-01T00:00:00Z")
                                        + ","
                                        + item("S2A_b", "2024-02-01T00:00:01Z"),
                                "{\"rel\":\"next\",\"href\":\"/search?p=2\"}"),
                        page(item("S2A_b", "2024-02-01T00:00:01Z"), ""));
        var down = new boolean[] {true};
        try (var api =
                new LoopbackApi(
                        (exchange, body) -> {
                            if (body.contains("00:00:01Z") && down[0]) {
                                LoopbackApi.send(exchange, 500, "");
                            } else {
                                LoopbackApi.send(
                                        exchange,
                                        200,
                                        answers.get(body.contains("00:00:01Z") ? 1 : 0));
                            }
                        })) {
            assertThatThrownBy(() -> walk(api).run())
                    .hasMessageContaining("status 500 (expected: 200), 3 tries");
            assertThat(sink.notices).hasSize(2);
            down[0] = false;
            walk(api).run();

            assertThat(sink.notices).hasSize(2);
            assertThat(counts.get(Kind.REPEATED)).isPositive();
            assertThat(api.requests.get(api.requests.size() - 2)).contains("2024-01-31T23:00:01Z");
        }
    }

    private CursorWalk walk(LoopbackApi api) {
        var announcements = new StacAnnouncements(api.base(), Clock.systemUTC());
        return new CursorWalk(
                search(api, true),
                (items, refused) -> {
                    var heard = Heard.nothing();
                    for (var item : items) {
                        heard.announce(announcements.of(item));
                    }
                    new Announcer(sink, counts, 4 << 20).deliver(heard);
                },
                new CursorFile(folder.resolve("state.json"), "feed", FROM),
                Paging.SORTED,
                Duration.ofHours(1),
                Clock.systemUTC(),
                counts);
    }

    @Test
    void theRealAnswerOfEarthSearchIsReadAndTaken() throws Exception {
        var file = "eodag/tests/resources/provider_responses/earth_search_search.json";
        var answer =
                Files.readString(Collected.shared(file))
                        .replace(
                                "https://earth-search.aws.element84.com/v1/collections/sentinel-2-l1c/items?",
                                "/next?");
        try (var api =
                new LoopbackApi((exchange, body) -> LoopbackApi.send(exchange, 200, answer))) {
            var page = search(api, true).from(FROM);
            var heard = Heard.nothing();
            heard.announce(
                    new StacAnnouncements(api.base(), Clock.systemUTC()).of(page.items().get(0)));
            new Announcer(sink, counts, 4 << 20).deliver(heard);

            assertThat(page.next()).isPresent();
            assertThat(page.items().get(0).time())
                    .contains(Instant.parse("2024-02-06T15:02:12.605Z"));
            var notice = sink.taken().get(0);
            assertThat(notice.getProductKey())
                    .isEqualTo("S2_20240206T131259_R081_27VWK_S20240206T131359_L1C");
            assertThat(notice.getVersion().getBaseline()).isEqualTo("05.10");
            assertThat(notice.getOperation()).isEqualTo(Operation.CREATE);
        }
    }

    @Test
    void anItemSaysWhatHappenedToIt() throws Exception {
        var announcements =
                new StacAnnouncements(URI.create("https://example.org/v1"), Clock.systemUTC());
        var json =
                FeedJson.readObject(
                        item("S2A_x", "2024-02-01T00:00:00Z").getBytes(StandardCharsets.UTF_8));
        var properties = (ObjectNode) json.path("properties");
        properties.put("created", "2024-01-01T00:00:00Z");
        properties.put("eopf:datastrip_id", "S2A_OPER_MSI_L2A_DS_X");
        ((ObjectNode) json.path("assets")).putObject("B02").put("href", "./B02.tif");
        json.putArray("links")
                .addObject()
                .put("rel", "self")
                .put("href", "https://example.org/v1/items/x/");
        assertThat(announced(announcements, json).operation()).isEqualTo(Operation.UPDATE);
        assertThat(announced(announcements, json).item().at("/properties/s2:datastrip_id").asText())
                .isEqualTo("S2A_OPER_MSI_L2A_DS_X");
        assertThat(announced(announcements, json).item().at("/assets/B02/href").asText())
                .isEqualTo("https://example.org/v1/items/x/B02.tif");

        properties.put("deprecated", true);
        assertThat(announced(announcements, json).operation()).isEqualTo(Operation.DELETE);
    }

    private static io.groundtrack.ingest.adapter.Announcement announced(
            StacAnnouncements announcements, ObjectNode json) throws IOException {
        return announcements.of(
                new io.groundtrack.ingest.adapter.poll.FeedItem(
                        json.path("id").asText(), Optional.empty(), FeedJson.write(json)));
    }
}
