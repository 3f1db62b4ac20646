package io.groundtrack.ingest.adapter.cdse;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Heard;
import io.groundtrack.ingest.adapter.Refused;
import io.groundtrack.ingest.adapter.web.BasicAuth;
import io.groundtrack.ingest.adapter.web.Door;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The endpoint of a push subscription.
 *
 * <p>in: notifications with the credentials of the subscription → out: 200 once their notices are
 * durable; 401 for other credentials; 400 for what is not JSON, which is kept. Source:
 * Subscriptions API of the Copernicus Data Space, NotificationEpUsername and
 * NotificationEpPassword.
 */
public final class CdseDoor implements Door {

    private static final Answer STRANGER =
            new Answer(
                    401,
                    "who are you?",
                    Map.of("WWW-Authenticate", "Basic realm=\"groundtrack\", charset=\"UTF-8\""));

    private final BasicAuth auth;
    private final CdseNotifications notifications;
    private final Announcer announcer;
    private final String source;

    public CdseDoor(
            BasicAuth auth, CdseNotifications notifications, Announcer announcer, String source) {
        this.auth = auth;
        this.notifications = notifications;
        this.announcer = announcer;
        this.source = source;
    }

    @Override
    public Optional<Answer> turnedAway(Headers headers) {
        return auth.admits(headers) ? Optional.empty() : Optional.of(STRANGER);
    }

    @Override
    public Answer answer(Headers headers, byte[] body) throws IOException, InterruptedException {
        JsonNode json;
        try {
            json = FeedJson.read(body);
        } catch (IOException e) {
            announcer.deliver(
                    new Heard(
                            List.of(),
                            List.of(
                                    new Refused(
                                            source,
                                            "",
                                            RejectReason.NOT_JSON,
                                            "notification: " + e.getMessage(),
                                            body))));
            return Answer.of(400, "not JSON");
        }
        var heard = notifications.notifications(json);
        announcer.deliver(heard);
        return Answer.of(200, "taken");
    }
}
