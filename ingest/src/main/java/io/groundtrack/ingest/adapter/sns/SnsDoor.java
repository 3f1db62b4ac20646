package io.groundtrack.ingest.adapter.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedCounts.Kind;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.Refused;
import io.groundtrack.ingest.adapter.web.Door;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The endpoint of an HTTP subscription to SNS topics.
 *
 * <p>in: messages → out: 200 once their notices are durable; 403 for a topic that is not ours, a
 * message that is too old, or a signature that does not hold; 400 for what is no message of SNS. A
 * message may come twice. A subscription is confirmed by a person, or by us where that is asked
 * for, at the host of SNS alone. State: certificates. Source: "Parsing Amazon SNS message formats".
 */
public final class SnsDoor implements Door {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(15);

    /**
     * @param topics ARNs that are let in
     * @param maxAge of a message; SNS tries for six hours by itself
     * @param confirm whether subscriptions are confirmed by us
     */
    public record Policy(Set<String> topics, Duration maxAge, boolean confirm) {}

    private final Policy policy;
    private final CertificateFetcher fetcher;
    private final SigningCertificates certificates;
    private final SceneMessages scenes;
    private final Announcer announcer;
    private final FeedCounts counts;
    private final Clock clock;
    private final Consumer<String> progress;

    public SnsDoor(
            Policy policy,
            CertificateFetcher fetcher,
            SceneMessages scenes,
            Announcer announcer,
            FeedCounts counts,
            Clock clock,
            Consumer<String> progress) {
        this.policy = policy;
        this.fetcher = fetcher;
        this.certificates = new SigningCertificates(fetcher, clock);
        this.scenes = scenes;
        this.announcer = announcer;
        this.counts = counts;
        this.clock = clock;
        this.progress = progress;
    }

    /** SNS has no password: the signature of the body says who it is. */
    @Override
    public Optional<Answer> turnedAway(Headers headers) {
        return Optional.empty();
    }

    @Override
    public Answer answer(Headers headers, byte[] body) throws IOException, InterruptedException {
        SnsMessage message;
        try {
            message = SnsMessage.of(body);
        } catch (IOException e) {
            counts.add(Kind.DENIED);
            return Answer.of(400, e.getMessage());
        }
        // before a certificate is fetched for a stranger
        if (!policy.topics().contains(message.topic())) {
            return denied("TopicArn is not one of ours");
        }
        var now = clock.instant();
        if (message.time().isBefore(now.minus(policy.maxAge()))
                || message.time().isAfter(now.plus(CLOCKS_DIFFER))) {
            return denied("Timestamp is too old, or in the future");
        }
        if (!certificates.holds(message)) {
            return denied("Signature does not hold");
        }
        switch (message.type()) {
            case "Notification" -> deliver(message);
            case "SubscriptionConfirmation" -> confirm(message);
            default -> progress.accept("the subscription to " + message.topic() + " was ended");
        }
        return Answer.of(200, "taken");
    }

    private void deliver(SnsMessage message) throws IOException {
        var bytes = message.message().getBytes(StandardCharsets.UTF_8);
        JsonNode json;
        try {
            json = FeedJson.read(bytes);
        } catch (IOException e) {
            announcer.deliver(
                    new Heard(
                            List.of(),
                            List.of(
                                    new Refused(
                                            message.topic(),
                                            message.id(),
                                            RejectReason.NOT_JSON,
                                            "Message: " + e.getMessage(),
                                            bytes))));
            return;
        }
        var heard = scenes.of(json, message.topic(), message.id(), message.time());
        announcer.deliver(heard);
    }

    private void confirm(SnsMessage message) throws IOException, InterruptedException {
        var url = message.subscribe().orElseThrow();
        if (policy.confirm()) {
            fetcher.fetch(url);
            progress.accept("subscribed to " + message.topic());
        } else {
            progress.accept("to subscribe to " + message.topic() + ", open " + url);
        }
    }

    private Answer denied(String why) {
        counts.add(Kind.DENIED);
        return Answer.of(403, why);
    }
}
