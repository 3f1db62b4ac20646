package io.groundtrack.ingest.access;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What kept us from a server, in words: the JDK often says no more than the name of a class.
 *
 * <p>in: a failure with its causes → out: what went wrong and what was expected, without address or
 * path; empty for failures of other kinds. The caller names the server.
 *
 * @param what went wrong
 * @param expected what would have been right
 */
public record NetworkFault(String what, String expected) {

    private static final int DEEPEST = 8;
    private static final String LISTENS = "a server that listens there";

    /** The words for {@code failure}. */
    public static Optional<NetworkFault> of(Throwable failure) {
        if (has(failure, UnknownHostException.class)
                || has(failure, UnresolvedAddressException.class)) {
            return fault("its host is unknown", "a name that DNS knows");
        }
        if (has(failure, SSLException.class)) {
            return tls(failure);
        }
        if (has(failure, HttpConnectTimeoutException.class)) {
            return fault("no connection in time", LISTENS);
        }
        if (has(failure, HttpTimeoutException.class)) {
            return fault("took too long", "an answer in time");
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return fault("no connection", LISTENS);
        }
        if (has(failure, ClosedChannelException.class)) {
            return fault("the connection was closed", "an answer");
        }
        return Optional.empty();
    }

    private static Optional<NetworkFault> tls(Throwable failure) {
        if (has(failure, CertificateExpiredException.class)
                || has(failure, CertificateNotYetValidException.class)) {
            return fault("its certificate is not in its time", "a valid one, and a right clock");
        }
        if (has(failure, CertPathBuilderException.class)
                || has(failure, CertPathValidatorException.class)) {
            return fault(
                    "its certificate is not trusted",
                    "one of an authority that Java knows; -Djavax.net.ssl.trustStore=FILE names"
                            + " others");
        }
        if (has(failure, SSLPeerUnverifiedException.class)
                || has(failure, CertificateException.class)) {
            return fault("its certificate is for another host", "the name in the address");
        }
        return fault("no TLS connection", "a server of TLS 1.2 or 1.3");
    }

    private static Optional<NetworkFault> fault(String what, String expected) {
        return Optional.of(new NetworkFault(what, expected));
    }

    /** Whether asking again will end the same way. */
    public static boolean isLasting(Throwable failure) {
        return has(failure, SSLHandshakeException.class)
                || has(failure, SSLPeerUnverifiedException.class);
    }

    @Override
    public String toString() {
        return what + " (expected: " + expected + ")";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        int depth = 0;
        for (var cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
