package io.groundtrack.job.cli;

import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.sns.HttpsFetcher;
import io.groundtrack.ingest.adapter.sns.SceneMessages;
import io.groundtrack.ingest.adapter.sns.SnsDoor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest sns}: the endpoint of an HTTP subscription to SNS topics. */
@Command(
        name = "sns",
        mixinStandardHelpOptions = true,
        description = {
            "Listens for new-scene messages of AWS SNS; every message is checked against its signature.",
            "Answers 200 when their notices are durable, 503 when they are not."
        },
        footer = {
            "",
            "Example: groundtrack ingest sns --listen 127.0.0.1:8086 --topic arn:aws:sns:eu-west-1:214830741341:NewSentinel2Product"
        })
final class IngestSnsCommand implements Callable<Integer> {

    @Option(
            names = "--topic",
            required = true,
            split = ",",
            paramLabel = "ARN",
            description = "Topics that are let in; repeatable.")
    List<String> topics;

    @Option(
            names = "--confirm",
            description =
                    "Confirm subscriptions to these topics; without it the URL is shown, for a person to open.")
    boolean confirm;

    @Option(
            names = "--max-age",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "Oldest message that is let in (default: ${DEFAULT-VALUE}).")
    int maxAge;

    @Mixin ListenArguments listen = new ListenArguments();
    @Mixin IngestArguments ingest = new IngestArguments();

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (maxAge < 1) {
            throw new IllegalArgumentException("--max-age " + maxAge + " (expected: 1 or more)");
        }
        for (var topic : topics) {
            if (!topic.matches("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+")) {
                throw new IllegalArgumentException(
                        "--topic "
                                + topic
                                + " (expected: as arn:aws:sns:eu-west-1:214830741341:NewSentinel2Product)");
            }
        }
        var counts = new FeedCounts();
        var run = new IngestRun(spec, "ingest sns", ingest, counts);
        var maxBytes = ingest.maxNoticeBytes();
        return run.untilStopped(
                sink -> {
                    var door =
                            new SnsDoor(
                                    new SnsDoor.Policy(
                                            Set.copyOf(topics), Duration.ofHours(maxAge), confirm),
                                    new HttpsFetcher(),
                                    new SceneMessages(),
                                    new Announcer(sink, counts, maxBytes),
                                    counts,
                                    Clock.systemUTC(),
                                    run::progress);
                    try (var server = listen.server(door, counts, run::progress)) {
                        server.start();
                        run.progress("listening at http:/" + server.address() + listen.path);
                        new CountDownLatch(1).await();
                    }
                });
    }
}
