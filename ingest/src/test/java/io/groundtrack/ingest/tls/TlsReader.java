package io.groundtrack.ingest.tls;

import io.groundtrack.ingest.access.AccessOptions;
import io.groundtrack.ingest.access.AssetFiles;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.stac.StacQuery;
import io.groundtrack.ingest.adapter.stac.StacSearch;
import io.groundtrack.ingest.adapter.web.FeedClient;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/** Reads an asset and a page of a STAC API from one server; a JVM of its own may run it. */
final class TlsReader {

    private TlsReader() {}

    /** Prints what it got: sums of two parts of the asset, and how many Items. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(asset(arguments[0]) + " " + items(arguments[0]));
    }

    /** Hashes of the first ten bytes of /asset and of a thousand far behind them. */
    static String asset(String server) throws IOException {
        var config =
                Configuration.fromMap(
                        Map.of(
                                "assets.allowed-hosts",
                                URI.create(server).getAuthority(),
                                "assets.allowed-networks",
                                "127.0.0.0/8"));
        try (var file = new AssetFiles(AccessOptions.from(config)).open(server + "/asset")) {
            return Arrays.hashCode(file.read(0, 10, "the head"))
                    + " "
                    + Arrays.hashCode(file.read(300_000, 1_000, "a block"));
        }
    }

    static int items(String server) throws IOException, InterruptedException {
        var base = URI.create(server + "/v1");
        var client =
                new FeedClient(
                        base,
                        FeedClient.Settings.usual(FeedClient.TokenSource.NONE),
                        new FeedCounts());
        var query =
                new StacQuery(
                        List.of("sentinel-2-l2a"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        "updated",
                        StacQuery.Filter.QUERY,
                        10);
        var search = new StacSearch(client, base, query, true, 100_000);
        return StacSearch.sorts(client, base)
                ? search.from(Instant.parse("2024-01-01T00:00:00Z")).items().size()
                : -1;
    }
}
