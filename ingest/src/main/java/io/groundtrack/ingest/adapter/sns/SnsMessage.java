package io.groundtrack.ingest.adapter.sns;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundtrack.ingest.adapter.FeedJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One message of SNS as it is posted to a subscriber.
 *
 * @param type Notification, SubscriptionConfirmation or UnsubscribeConfirmation
 * @param id MessageId
 * @param topic TopicArn
 * @param region of the topic
 * @param time Timestamp
 * @param message what the publisher sent
 * @param subscribe URL that confirms a subscription
 * @param signatureVersion 1 (SHA-1) or 2 (SHA-256), with RSA
 * @param signature over {@code signed}
 * @param signed the text that was signed
 * @param certificate URL of the certificate
 */
record SnsMessage(
        String type,
        String id,
        String topic,
        String region,
        Instant time,
        String message,
        Optional<URI> subscribe,
        int signatureVersion,
        byte[] signature,
        byte[] signed,
        URI certificate) {

    private static final Pattern TOPIC =
            Pattern.compile("arn:aws(?:-cn|-us-gov)?:sns:([a-z0-9-]{4,32}):\\d{12}:[\\w.-]{1,256}");
    private static final Pattern HOST =
            Pattern.compile("sns\\.([a-z0-9-]{4,32})\\.amazonaws\\.com(\\.cn)?");
    private static final List<String> NOTIFICATION =
            List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
    private static final List<String> CONFIRMATION =
            List.of(
                    "Message",
                    "MessageId",
                    "SubscribeURL",
                    "Timestamp",
                    "Token",
                    "TopicArn",
                    "Type");

    /** The message; an {@link IOException} that names the member that is not as it should be. */
    static SnsMessage of(byte[] body) throws IOException {
        var json = FeedJson.readObject(body);
        var type = text(json, "Type");
        var members =
                switch (type) {
                    case "Notification" -> NOTIFICATION;
                    case "SubscriptionConfirmation", "UnsubscribeConfirmation" -> CONFIRMATION;
                    default -> throw wrong("Type", "Notification or a confirmation");
                };
        var topic = text(json, "TopicArn");
        var arn = TOPIC.matcher(topic);
        if (!arn.matches()) {
            throw wrong("TopicArn", "the ARN of a topic");
        }
        var region = arn.group(1);
        var version = text(json, "SignatureVersion");
        if (!version.matches("[12]")) {
            throw wrong("SignatureVersion", "1 or 2");
        }
        var subscribe =
                type.equals("Notification")
                        ? Optional.<URI>empty()
                        : Optional.of(ofSns(text(json, "SubscribeURL"), "SubscribeURL", region));
        var certificate = ofSns(text(json, "SigningCertURL"), "SigningCertURL", region);
        if (!certificate.getPath().endsWith(".pem") || certificate.getQuery() != null) {
            throw wrong("SigningCertURL", "a path that ends in .pem");
        }
        var time =
                FeedJson.time(json.path("Timestamp"))
                        .orElseThrow(() -> wrong("Timestamp", "an RFC 3339 time"));
        return new SnsMessage(
                type,
                text(json, "MessageId"),
                topic,
                region,
                time,
                text(json, "Message"),
                subscribe,
                Integer.parseInt(version),
                signature(text(json, "Signature")),
                signed(json, members),
                certificate);
    }

    private static byte[] signed(JsonNode json, List<String> members) {
        var text = new StringBuilder();
        for (var member : members) {
            var value = json.path(member);
            if (value.isTextual()) {
                text.append(member).append('\n').append(value.textValue()).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signature(String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong("Signature", "Base64");
        }
    }

    /** Only over https, at the host of SNS in the region of the topic, and nothing beside. */
    private static URI ofSns(String text, String member, String region) throws IOException {
        try {
            var uri = URI.create(text);
            var host = HOST.matcher(uri.getHost() == null ? "" : uri.getHost());
            if ("https".equals(uri.getScheme())
                    && host.matches()
                    && host.group(1).equals(region)
                    && (uri.getPort() == -1 || uri.getPort() == 443)
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getPath() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw wrong(member, "https://sns." + region + ".amazonaws.com/…");
    }

    private static String text(JsonNode json, String member) throws IOException {
        var value = json.path(member);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw wrong(member, "a text");
        }
        return value.textValue();
    }

    private static IOException wrong(String member, String expected) {
        return new IOException(member + ": not as expected (expected: " + expected + ")");
    }
}
