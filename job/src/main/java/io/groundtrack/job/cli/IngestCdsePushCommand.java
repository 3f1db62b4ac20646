package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.cdse.CdseDoor;
import io.groundtrack.ingest.adapter.web.BasicAuth;
import io.groundtrack.ingest.adapter.web.SecretFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest cdse push}: the endpoint of a subscription. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Listens for the notifications of a push subscription.",
            "Answers 200 when their notices are durable, 503 when they are not, 401 to strangers."
        },
        footer = {
            "",
            "Example: groundtrack ingest cdse push --listen 127.0.0.1:8085 --user cdse --password-file /etc/groundtrack/cdse.password"
        })
final class IngestCdsePushCommand implements Callable<Integer> {

    @Option(
            names = "--user",
            paramLabel = "NAME",
            required = true,
            description = "NotificationEpUsername of the subscription.")
    String user;

    @Option(
            names = "--password-file",
            required = true,
            paramLabel = "FILE",
            description = "File with its NotificationEpPassword.")
    Path password;

    @Mixin ListenArguments listen = new ListenArguments();
    @Mixin CdseArguments cdse = new CdseArguments();
    @Mixin IngestArguments ingest = new IngestArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var counts = new FeedCounts();
        var run = new IngestRun(spec, "ingest cdse push", ingest, counts);
        var source = URI.create("https://catalogue.dataspace.copernicus.eu/odata/v1/Subscriptions");
        var auth = new BasicAuth(user, new SecretFile("--password-file", password).read());
        var maxBytes = ingest.maxNoticeBytes();
        var notifications = cdse.notifications(source, counts);
        return run.untilStopped(
                sink -> {
                    var door =
                            new CdseDoor(
                                    auth,
                                    notifications,
                                    new Announcer(sink, counts, maxBytes),
                                    source.toString());
                    try (var server = listen.server(door, counts, run::progress)) {
                        server.start();
                        run.progress("listening at http:/" + server.address() + listen.path);
                        new CountDownLatch(1).await();
                    }
                });
    }
}
