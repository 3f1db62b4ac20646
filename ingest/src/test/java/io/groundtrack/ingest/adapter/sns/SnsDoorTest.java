package io.groundtrack.ingest.adapter.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import io.groundtrack.ingest.adapter.Announcer;
import io.groundtrack.ingest.adapter.Collected;
import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.FeedJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages signed with keys of our own, whose certificates are handed out as SNS would. */
class SnsDoorTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:214830741341:NewSentinel2Product";
    private static final String HOST = "https://sns.eu-west-1.amazonaws.com/";
    private static final String SCENE =
            "{\"name\":\"S2A_MSIL1C_20190115T145721_N0207_R039_T19MBP_20190115T164135\","
                    + "\"timestamp\":\"2019-01-15T14:57:21.024Z\",\"tiles\":[{\"path\":\"tiles/19/M/BP/2019/1/15/0\","
                    + "\"utmZone\":19,\"latitudeBand\":\"M\",\"gridSquare\":\"BP\"}]}";

    @TempDir private static Path folder;
    private static KeyStore keys;

    private final Collected sink = new Collected();
    private final FeedCounts counts = new FeedCounts();
    private final List<URI> fetched = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Instant now = Instant.now();
    private boolean confirm;
    private boolean away;

    @BeforeAll
    static void makeKeys() throws Exception {
        var store = folder.resolve("keys.p12");
        key(store, "sns", "CN=sns.amazonaws.com,O=x", 2048);
        key(store, "other", "CN=example.org,O=x", 2048);
        key(store, "short", "CN=sns.amazonaws.com,O=x", 1024);
        keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, "password".toCharArray());
        }
    }

    private static void key(Path store, String alias, String name, int bits) throws Exception {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        String.valueOf(bits),
                        "-dname",
                        name,
                        "-validity",
                        "30",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private SnsDoor door() {
        return new SnsDoor(
                new SnsDoor.Policy(Set.of(TOPIC), Duration.ofHours(24), confirm),
                uri -> {
                    fetched.add(uri);
                    if (away) {
                        throw new IOException("no network");
                    }
                    var alias = uri.getPath().replaceAll("^/|\\.pem$", "");
                    return uri.getPath().endsWith(".pem") ? pem(alias) : new byte[0];
                },
                new SceneMessages(),
                new Announcer(sink, counts, 4 << 20),
                counts,
                Clock.fixed(now, ZoneOffset.UTC),
                said::add);
    }

    private static byte[] pem(String alias) throws IOException {
        try {
            var der = keys.getCertificate(alias).getEncoded();
            return ("-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private ObjectNode message(String type, String version) throws IOException {
        var json = FeedJson.readObject("{}".getBytes(StandardCharsets.US_ASCII));
        json.put("Type", type);
        json.put("MessageId", "2283514d-9c1a-5cf7-b387-05f5b4c9f03a");
        json.put("TopicArn", TOPIC);
        json.put("Message", SCENE);
        json.put("Timestamp", now.minusSeconds(5).toString());
        json.put("SignatureVersion", version);
        json.put("SigningCertURL", HOST + "sns.pem");
        if (type.equals("Notification")) {
            json.put("Subject", "S2A_MSIL1C_20190115T145721");
        } else {
            json.put("Token", "2336412f37");
            json.put("SubscribeURL", HOST + "?Action=ConfirmSubscription&Token=2336412f37");
        }
        return json;
    }

    /** Written anew here, from the words of the documentation, so that a fault is not shared. */
    private static ObjectNode signed(ObjectNode json, String alias) throws Exception {
        var text = new StringBuilder();
        for (var name :
                new String[] {
                    "Message",
                    "MessageId",
                    "Subject",
                    "SubscribeURL",
                    "Timestamp",
                    "Token",
                    "TopicArn",
                    "Type"
                }) {
            if (json.has(name)) {
                text.append(name).append("\n").append(json.get(name).asText()).append("\n");
            }
        }
        var signature =
                Signature.getInstance(
                        json.get("SignatureVersion").asText().equals("1")
                                ? "SHA1withRSA"
                                : "SHA256withRSA");
        signature.initSign((PrivateKey) keys.getKey(alias, "password".toCharArray()));
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        json.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
        return json;
    }

    private int send(ObjectNode json) throws Exception {
        return door().answer(new Headers(), FeedJson.write(json)).status();
    }

    @Test
    void bothVersionsOfTheSignatureAreTakenAndRepeatsDoNoHarm() throws Exception {
        assertThat(send(signed(message("Notification", "1"), "sns"))).isEqualTo(200);
        assertThat(send(signed(message("Notification", "2"), "sns"))).isEqualTo(200);
        var withoutSubject = message("Notification", "2");
        withoutSubject.remove("Subject");
        assertThat(send(signed(withoutSubject, "sns"))).isEqualTo(200);

        assertThat(sink.notices).hasSize(3);
        assertThat(sink.taken().get(0).getProductKey()).contains("_R039_19MBP_");
        assertThat(sink.taken().get(0).getEventId()).isEqualTo(sink.taken().get(1).getEventId());
    }

    @Test
    void aMessageThatWasChangedOrSignedByAnotherIsNotHeard() throws Exception {
        for (var member : new String[] {"Message", "MessageId", "Subject", "Timestamp"}) {
            var json = signed(message("Notification", "2"), "sns");
            json.put(
                    member,
                    member.equals("Timestamp")
                            ? now.minusSeconds(6).toString()
                            : json.get(member).asText() + " ");

            assertThat(send(json)).as(member).isEqualTo(403);
        }
        var version = signed(message("Notification", "2"), "sns").put("SignatureVersion", "1");
        assertThat(send(version)).isEqualTo(403);
        assertThat(send(signed(message("Notification", "2"), "other"))).isEqualTo(403);
        for (var alias : new String[] {"other", "short"}) {
            var json = message("Notification", "2").put("SigningCertURL", HOST + alias + ".pem");

            assertThat(send(signed(json, alias))).as(alias).isEqualTo(403);
        }
        assertThat(sink.notices).isEmpty();
        assertThat(sink.refused).isEmpty();
    }

    @Test
    void certificatesComeFromSnsInTheRegionOfTheTopicAlone() throws Exception {
        for (var url :
                new String[] {
                    "http://sns.eu-west-1.amazonaws.com/sns.pem",
                    "https://sns.eu-west-1.amazonaws.com.example.org/sns.pem",
                    "https://example.org/sns.eu-west-1.amazonaws.com/sns.pem",
                    "https://sns.eu-west-1.amazonaws.com@example.org/sns.pem",
                    "https://sns.eu-west-1.amazonaws.com:8443/sns.pem",
                    "https://sns.us-east-1.amazonaws.com/sns.pem",
                    "https://sns.eu-west-1.amazonaws.com/sns",
                    "https://sns.eu-west-1.amazonaws.com/?x=.pem",
                    "https://evil-sns.eu-west-1.amazonaws.com/sns.pem",
                    "https://s3.eu-west-1.amazonaws.com/bucket/sns.pem",
                    "file:///sns.pem",
                    "not a url"
                }) {
            var json = message("Notification", "2").put("SigningCertURL", url);

            assertThat(send(signed(json, "sns"))).as(url).isEqualTo(400);
        }
        assertThat(fetched).isEmpty();
    }

    @Test
    void otherTopicsAndOldMessagesAreTurnedAwayBeforeAnythingIsFetched() throws Exception {
        var other = message("Notification", "2");
        other.put("TopicArn", TOPIC.replace("NewSentinel2Product", "Other"));
        var old = message("Notification", "2");
        old.put("Timestamp", now.minus(Duration.ofHours(25)).toString());
        var future = message("Notification", "2");
        future.put("Timestamp", now.plus(Duration.ofHours(1)).toString());

        assertThat(send(signed(other, "sns"))).isEqualTo(403);
        assertThat(send(signed(old, "sns"))).isEqualTo(403);
        assertThat(send(signed(future, "sns"))).isEqualTo(403);
        assertThat(fetched).isEmpty();
    }

    @Test
    void aCertificateOutOfItsTimeIsNoneAndOneThatIsKnownIsNotFetchedAgain() throws Exception {
        var door = door();
        var body = FeedJson.write(signed(message("Notification", "2"), "sns"));
        door.answer(new Headers(), body);
        door.answer(new Headers(), body);
        assertThat(fetched).hasSize(1);

        now = now.plus(Duration.ofDays(60));
        assertThat(send(signed(message("Notification", "2"), "sns"))).isEqualTo(403);
    }

    @Test
    void aSubscriptionIsConfirmedByAPersonUnlessWeAreToldTo() throws Exception {
        assertThat(send(signed(message("SubscriptionConfirmation", "2"), "sns"))).isEqualTo(200);
        assertThat(fetched).hasSize(1);
        assertThat(said).singleElement().asString().contains("open " + HOST);

        confirm = true;
        assertThat(send(signed(message("SubscriptionConfirmation", "1"), "sns"))).isEqualTo(200);
        assertThat(fetched.get(2)).hasParameter("Action", "ConfirmSubscription");

        var elsewhere = message("SubscriptionConfirmation", "2");
        elsewhere.put("SubscribeURL", "https://example.org/?Action=ConfirmSubscription");
        assertThat(send(signed(elsewhere, "sns"))).isEqualTo(400);
        assertThat(fetched).hasSize(3);
    }

    @Test
    void withoutNetworkOrKafkaSnsIsAskedToComeAgain() throws Exception {
        var json = signed(message("Notification", "2"), "sns");
        away = true;
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> send(json)))
                .isInstanceOf(IOException.class);
        away = false;
        sink.broken = true;
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> send(json)))
                .isInstanceOf(IOException.class);
        sink.broken = false;
        assertThat(send(json)).isEqualTo(200);
        assertThat(sink.notices).hasSize(1);
    }

    @Test
    void whatIsNoMessageOfSnsIsAnswered() throws Exception {
        for (var body : new String[] {"", "7", "{}", "{\"Type\":\"Notification\"}", SCENE}) {
            assertThat(door().answer(new Headers(), body.getBytes(StandardCharsets.UTF_8)).status())
                    .as(body)
                    .isEqualTo(400);
        }
        var text = message("Notification", "2").put("Message", "not json");
        assertThat(send(signed(text, "sns"))).isEqualTo(200);
        assertThat(sink.refused).hasSize(1);
    }
}
