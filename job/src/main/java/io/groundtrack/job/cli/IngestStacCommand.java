package io.groundtrack.job.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.poll.CursorWalk;
import io.groundtrack.ingest.adapter.poll.CursorWalk.Paging;
import io.groundtrack.ingest.adapter.stac.StacAnnouncements;
import io.groundtrack.ingest.adapter.stac.StacQuery;
import io.groundtrack.ingest.adapter.stac.StacSearch;
import io.groundtrack.ingest.adapter.web.FeedClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest stac}: the Items of a STAC API, as they are updated. */
@Command(
        name = "stac",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a STAC API for the Items that are new or were updated, again and again.",
            "Goes on where it stopped; an Item marked deprecated is announced as deleted."
        },
        footer = {
            "",
            "Examples:",
            "  groundtrack ingest stac --url https://earth-search.aws.element84.com/v1 \\",
            "    --collection sentinel-2-l2a --bbox 10,46,12,48 --state earth-search.json",
            "  groundtrack ingest stac --url https://stac.dataspace.copernicus.eu/v1 --filter cql2 \\",
            "    --collection sentinel-1-grd --state cdse.json --once --out notices.jsonl"
        })
final class IngestStacCommand implements Callable<Integer> {

    /** How to go from page to page; see {@link Paging}. */
    enum Pages {
        AUTO,
        TIME,
        LINKS
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            required = true,
            description = "Landing page of the API. Links to other hosts are not followed.")
    URI url;

    @Option(
            names = "--collection",
            required = true,
            split = ",",
            paramLabel = "ID",
            description = "Collections to search; repeatable.")
    List<String> collections;

    @Option(
            names = "--area",
            paramLabel = "FILE",
            description = "Only what touches this GeoJSON geometry.")
    Path area;

    @Option(
            names = "--datetime",
            paramLabel = "INTERVAL",
            description = "Only acquisitions of this time, as 2024-01-01T00:00:00Z/..")
    String datetime;

    @Option(
            names = "--time-field",
            paramLabel = "NAME",
            defaultValue = "updated",
            description =
                    "Property that says when an Item was updated (default: ${DEFAULT-VALUE}).")
    String timeField;

    @Option(
            names = "--filter",
            paramLabel = "NAME",
            defaultValue = "query",
            description =
                    "How the API compares times: query, cql2, or none (default: ${DEFAULT-VALUE}).")
    StacQuery.Filter filter;

    @Option(
            names = "--pages",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "From page to page by auto, time or links (default: ${DEFAULT-VALUE}: by time where the API says that it sorts).")
    Pages pages;

    @Option(names = "--get", description = "Search by GET instead of POST.")
    boolean get;

    @Mixin PollArguments poll = new PollArguments();
    @Mixin IngestArguments ingest = new IngestArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        url = withoutLastSlash(url);
        var counts = new FeedCounts();
        var run = new IngestRun(spec, "ingest stac", ingest, counts);
        var maxBytes = ingest.maxNoticeBytes();
        var query =
                new StacQuery(
                        collections,
                        poll.bbox,
                        geometry(),
                        Optional.ofNullable(datetime),
                        timeField,
                        filter,
                        poll.limit);
        var client = new FeedClient(url, FeedClient.Settings.usual(poll.token()), counts);
        return run.untilStopped(
                sink -> {
                    var announcer = new Announcer(sink, counts, maxBytes);
                    var announcements = new StacAnnouncements(url, Clock.systemUTC());
                    var walk =
                            new CursorWalk(
                                    new StacSearch(client, url, query, !get, maxBytes),
                                    (items, refused) -> {
                                        var heard = Heard.nothing();
                                        refused.forEach(heard::refuse);
                                        for (var item : items) {
                                            heard.announce(announcements.of(item));
                                        }
                                        announcer.deliver(heard);
                                    },
                                    poll.cursor("", url + " " + String.join(",", collections)),
                                    paging(client),
                                    poll.overlap,
                                    Clock.systemUTC(),
                                    counts);
                    poll.run(List.of(walk), run::progress);
                });
    }

    /** The state file knows a feed by its URL, which means the same with and without the slash. */
    private static URI withoutLastSlash(URI url) {
        var text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private Paging paging(FeedClient client) throws IOException, InterruptedException {
        return switch (pages) {
            case TIME -> Paging.SORTED;
            case LINKS -> Paging.LINKED;
            case AUTO ->
                    filter != StacQuery.Filter.NONE && StacSearch.sorts(client, url)
                            ? Paging.SORTED
                            : Paging.LINKED;
        };
    }

    private Optional<ObjectNode> geometry() throws IOException {
        if (area == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(area) || Files.size(area) > 1 << 20) {
            throw new IOException("--area " + area + ": no file (expected: GeoJSON, up to 1 MiB)");
        }
        var json = FeedJson.readObject(Files.readAllBytes(area));
        var geometry = json.path("geometry") instanceof ObjectNode inner ? inner : json;
        if (!geometry.path("coordinates").isArray()) {
            throw new IOException("--area " + area + ": no geometry (expected: GeoJSON)");
        }
        return Optional.of(geometry);
    }
}
