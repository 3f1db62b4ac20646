package io.groundtrack.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class NetworkFaultTest {

    private static String words(Throwable failure) {
        return NetworkFault.of(failure).map(NetworkFault::toString).orElse("none");
    }

    @Test
    void whatTheJdkSaysByTheNameOfAClassIsSaidInWords() {
        assertThat(words(new ConnectException().initCause(new UnresolvedAddressException())))
                .isEqualTo("its host is unknown (expected: a name that DNS knows)");
        assertThat(words(new ConnectException().initCause(new ClosedChannelException())))
                .isEqualTo("no connection (expected: a server that listens there)");
        assertThat(words(new HttpConnectTimeoutException(null)))
                .startsWith("no connection in time");
        assertThat(words(new HttpTimeoutException(null))).startsWith("took too long");
        assertThat(words(new IOException(new ClosedChannelException())))
                .isEqualTo("the connection was closed (expected: an answer)");
    }

    @Test
    void aHandshakeThatFailsIsToldByItsCause() {
        var late =
                new SSLHandshakeException("x")
                        .initCause(new CertificateExpiredException("NotAfter"));

        assertThat(words(late))
                .isEqualTo(
                        "its certificate is not in its time (expected: a valid one, and a right"
                                + " clock)");
        assertThat(words(new SSLHandshakeException("protocol_version")))
                .isEqualTo("no TLS connection (expected: a server of TLS 1.2 or 1.3)");
        assertThat(NetworkFault.isLasting(late)).isTrue();
    }

    @Test
    void otherFailuresKeepTheirOwnWords() {
        assertThat(words(new IOException("disk"))).isEqualTo("none");
        assertThat(NetworkFault.isLasting(new ConnectException())).isFalse();
    }

    @Test
    void causesInACircleEnd() {
        var one = new IOException("one");
        var two = new IOException("two", one);
        one.initCause(two);

        assertThat(words(one)).isEqualTo("none");
    }
}
