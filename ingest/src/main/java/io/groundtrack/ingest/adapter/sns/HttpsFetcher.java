package io.groundtrack.ingest.adapter.sns;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.web.FeedClient;
import io.groundtrack.ingest.adapter.web.FeedClient.Settings;
import io.groundtrack.ingest.adapter.web.FeedClient.TokenSource;
import io.groundtrack.ingest.adapter.web.Patience;
import io.groundtrack.ingest.adapter.web.Pause;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Over the network: two tries, no redirects, at most 64 KiB. */
public final class HttpsFetcher implements CertificateFetcher {

    private static final Settings SETTINGS =
            new Settings(
                    TokenSource.NONE,
                    Duration.ofSeconds(10),
                    64 << 10,
                    new Patience(2, Duration.ofMillis(200), Duration.ofSeconds(1)),
                    Clock.systemUTC(),
                    Pause.REAL);

    @Override
    public byte[] fetch(URI uri) throws IOException, InterruptedException {
        return new FeedClient(uri, SETTINGS, new FeedCounts()).get(uri);
    }
}
