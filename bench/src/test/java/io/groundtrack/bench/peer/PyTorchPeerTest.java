package io.groundtrack.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.bench.peer.PeerProcess.PeerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our side of the conversation, with shell scripts in the peer's place. */
class PyTorchPeerTest {

    @TempDir private Path folder;

    private PyTorchPeer peer(String script) {
        return new PyTorchPeer(List.of("/bin/sh", "-c", script), folder.resolve("peer.log"));
    }

    @Test
    void timesAreTheAnswersOfThePeer() {
        try (var peer =
                peer(
                        "read a; echo '{\"torch\": \"2.7.1\", \"threads\": 2}';"
                                + " read b; echo \"$b\" >&2; echo '{\"seconds\": [0.5, 0.25]}'")) {
            assertThat(peer.hello(2)).containsEntry("torch", "2.7.1").containsEntry("threads", "2");
            assertThat(peer.encoder("eager", 8).run(2)).containsExactly(0.5, 0.25);
        }
        assertThat(folder.resolve("peer.log"))
                .content()
                .contains("\"do\":\"time\"", "\"mode\":\"eager\"", "\"batch\":8", "\"calls\":2");
    }

    @Test
    void refusalCarriesTheReasonAndTheNextRequestIsAnswered() {
        try (var peer =
                peer(
                        "read a; echo '{\"error\": \"no compiler\"}'; read b; echo '{\"torch\": 1}'")) {
            assertThatThrownBy(() -> peer.load(folder, "fp32"))
                    .isInstanceOf(PeerException.class)
                    .hasMessage("peer: load: no compiler");
            assertThat(peer.hello(1)).containsEntry("torch", "1");
        }
    }

    @Test
    void peerThatEndsIsNamedWithItsLog() throws IOException {
        try (var peer = peer("read a; echo 'killed for memory' >&2; exit 3")) {
            assertThatThrownBy(() -> peer.hello(1))
                    .isInstanceOf(PeerException.class)
                    .hasMessageContaining("peer: hello:")
                    .hasMessageContaining("peer.log");
        }
        assertThat(Files.readString(folder.resolve("peer.log"))).contains("killed for memory");
    }

    @Test
    void answerThatIsNoObjectIsRefused() {
        try (var peer = peer("read a; echo Traceback")) {
            assertThatThrownBy(() -> peer.hello(1))
                    .hasMessage("peer: hello: answered 'Traceback' (expected: a JSON object)");
        }
    }

    @Test
    void commandThatIsNotThereIsRefused() {
        assertThatThrownBy(
                        () ->
                                new PyTorchPeer(
                                        List.of(folder.resolve("python").toString()),
                                        folder.resolve("peer.log")))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("peer: cannot be started");
    }
}
