package io.groundtrack.ingest.access;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;

/**
 * Files as a test allows them: options by key, waits that take no time, names that lead anywhere.
 */
final class Access {

    private final Map<String, String> options = new TreeMap<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private RemotePolicy.Resolver resolver = InetAddress::getAllByName;

    private Access() {}

    /** May read from a server on loopback, and gives up quickly. */
    static Access to(PlayServer... servers) {
        var hosts = new ArrayList<String>();
        for (var server : servers) {
            hosts.add("127.0.0.1:" + server.port());
        }
        return nowhere()
                .with("assets.allowed-hosts", String.join(";", hosts))
                .with("assets.allowed-networks", "127.0.0.0/8");
    }

    static Access nowhere() {
        return new Access()
                .with("assets.base", Path.of("").toAbsolutePath().toString())
                .with("assets.http.first-byte-timeout", "20 s")
                .with("assets.http.request-timeout", "20 s");
    }

    Access with(String key, String value) {
        options.put(key, value);
        return this;
    }

    Access resolving(RemotePolicy.Resolver with) {
        resolver = with;
        return this;
    }

    /** The waits between attempts, which took no time. */
    List<Duration> waits() {
        return waits;
    }

    AccessOptions options() {
        return AccessOptions.from(Configuration.fromMap(options));
    }

    AssetFiles files() {
        return new AssetFiles(
                options(),
                resolver,
                new Backoff() {
                    @Override
                    Duration before(int attempt, Optional<Duration> asked) {
                        return asked.isPresent()
                                ? super.before(attempt, asked)
                                : Duration.ofMillis(200L << (attempt - 1));
                    }

                    @Override
                    long pause(Duration wait) {
                        waits.add(wait);
                        return wait.toNanos();
                    }
                });
    }
}
