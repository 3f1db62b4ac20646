package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.cdse.CdseNotifications;
import io.groundtrack.ingest.adapter.cdse.ItemLookup;
import io.groundtrack.ingest.adapter.cdse.OdataItem;
import io.groundtrack.ingest.adapter.cdse.StacLookup;
import io.groundtrack.ingest.adapter.web.FeedClient;
import io.groundtrack.ingest.adapter.web.FeedClient.Settings;
import io.groundtrack.ingest.adapter.web.FeedClient.TokenSource;
import io.groundtrack.ingest.adapter.web.Patience;
import io.groundtrack.ingest.adapter.web.Pause;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What both commands of the Copernicus Data Space take: where the files of a product are. */
final class CdseArguments {

    @Option(
            names = "--assets",
            paramLabel = "ROOT",
            defaultValue = "s3://eodata",
            description =
                    "What stands for /eodata in asset hrefs: ${DEFAULT-VALUE} (the default), or a folder.")
    String assets;

    @Option(
            names = "--resolve-stac",
            paramLabel = "URL",
            description =
                    "Take assets from the Item in this STAC API, as https://stac.dataspace.copernicus.eu/v1; without it, or where it has none, they follow from the product's layout.")
    URI stac;

    CdseNotifications notifications(URI source, FeedCounts counts) {
        var settings =
                new Settings(
                        TokenSource.NONE,
                        Duration.ofSeconds(10),
                        8 << 20,
                        new Patience(2, Duration.ofMillis(500), Duration.ofSeconds(2)),
                        Clock.systemUTC(),
                        Pause.REAL);
        var lookup =
                stac == null
                        ? ItemLookup.NONE
                        : new StacLookup(new FeedClient(stac, settings, counts), stac);
        return new CdseNotifications(source, new OdataItem(assets), lookup, Clock.systemUTC());
    }
}
