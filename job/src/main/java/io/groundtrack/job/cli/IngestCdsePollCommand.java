package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.cdse.CdseNotifications;
import io.groundtrack.ingest.adapter.cdse.OdataFilter;
import io.groundtrack.ingest.adapter.cdse.OdataSearch;
import io.groundtrack.ingest.adapter.poll.CursorWalk;
import io.groundtrack.ingest.adapter.poll.CursorWalk.Paging;
import io.groundtrack.ingest.adapter.web.FeedClient;
import io.groundtrack.schemas.Operation;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest cdse poll}: the OData catalogue, products and deleted products. */
@Command(
        name = "poll",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the OData catalogue for products that are new, were changed, or deleted.",
            "Goes on where it stopped; deleted products are kept in FILE.deleted of --state."
        },
        footer = {
            "",
            "Example: groundtrack ingest cdse poll --collection SENTINEL-2 --product-type S2MSI2A --bbox 10,46,12,48 --state cdse.json"
        })
final class IngestCdsePollCommand implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "https://catalogue.dataspace.copernicus.eu/odata/v1",
            description = "The OData service (default: ${DEFAULT-VALUE}).")
    URI url;

    @Option(
            names = "--collection",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "SENTINEL-1,SENTINEL-2",
            description = "Collections (default: ${DEFAULT-VALUE}).")
    List<String> collections;

    @Option(
            names = "--product-type",
            paramLabel = "TYPE",
            split = ",",
            description = "Product types, as S2MSI2A or IW_GRDH_1S (default: all).")
    List<String> types = List.of();

    @Option(
            names = "--filter",
            paramLabel = "ODATA",
            description = "Any OData filter beside these.")
    String filter;

    @Option(names = "--no-deleted", description = "Do not ask for deleted products.")
    boolean noDeleted;

    @Mixin CdseArguments cdse = new CdseArguments();
    @Mixin PollArguments poll = new PollArguments();
    @Mixin IngestArguments ingest = new IngestArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var counts = new FeedCounts();
        var run = new IngestRun(spec, "ingest cdse poll", ingest, counts);
        var maxBytes = ingest.maxNoticeBytes();
        var where = OdataFilter.of(collections, types, poll.bbox, Optional.ofNullable(filter));
        var client = new FeedClient(url, FeedClient.Settings.usual(poll.token()), counts);
        var products =
                new OdataSearch(
                        client, url, OdataSearch.Kind.PRODUCTS, where, poll.limit, maxBytes);
        var deleted =
                new OdataSearch(client, url, OdataSearch.Kind.DELETED, where, poll.limit, maxBytes);
        var notifications = cdse.notifications(url, counts);
        return run.untilStopped(
                sink -> {
                    var announcer = new Announcer(sink, counts, maxBytes);
                    var first =
                            walk(
                                    products,
                                    listener(notifications, Operation.UPDATE, announcer),
                                    "",
                                    where,
                                    counts);
                    var second =
                            walk(
                                    deleted,
                                    listener(notifications, Operation.DELETE, announcer),
                                    ".deleted",
                                    where,
                                    counts);
                    poll.run(noDeleted ? List.of(first) : List.of(first, second), run::progress);
                });
    }

    private CursorWalk walk(
            OdataSearch search,
            CursorWalk.Taker taker,
            String suffix,
            String where,
            FeedCounts counts) {
        return new CursorWalk(
                search,
                taker,
                poll.cursor(suffix, url + suffix + " " + where),
                Paging.SORTED,
                poll.overlap,
                Clock.systemUTC(),
                counts);
    }

    private static CursorWalk.Taker listener(
            CdseNotifications notifications, Operation operation, Announcer announcer) {
        return (items, refused) -> {
            var heard = Heard.nothing();
            refused.forEach(heard::refuse);
            for (var item : items) {
                try {
                    var one = notifications.product(FeedJson.readObject(item.json()), operation);
                    one.announced().forEach(heard::announce);
                    one.refused().forEach(heard::refuse);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("asked to stop");
                }
            }
            announcer.deliver(heard);
        };
    }
}
