package io.groundtrack.ingest.adapter.sns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks signatures with certificates of SNS.
 *
 * <p>in: message whose certificate URL has been checked → out: whether its signature holds. State:
 * at most {@link #MOST} certificates by URL, the oldest go first. Errors: {@link IOException} where
 * a certificate cannot be had now. What is trusted: the host, by TLS; the certificate must be in
 * its time, named for SNS, and hold an RSA key of 2048 bits at least. Source: "Verifying the
 * signatures of Amazon SNS messages".
 */
final class SigningCertificates {

    private static final int MOST = 16;
    private static final int LEAST_KEY_BITS = 2048;

    private final CertificateFetcher fetcher;
    private final Clock clock;
    private final Map<URI, X509Certificate> known =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<URI, X509Certificate> eldest) {
                    return size() > MOST;
                }
            };

    SigningCertificates(CertificateFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    boolean holds(SnsMessage message) throws IOException, InterruptedException {
        var key = key(message.certificate());
        if (key == null) {
            return false;
        }
        try {
            var check =
                    Signature.getInstance(
                            message.signatureVersion() == 1 ? "SHA1withRSA" : "SHA256withRSA");
            check.initVerify(key);
            check.update(message.signed());
            return check.verify(message.signature());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Null where the certificate is none to trust. */
    private synchronized PublicKey key(URI uri) throws IOException, InterruptedException {
        var certificate = known.get(uri);
        if (certificate == null) {
            try {
                certificate =
                        (X509Certificate)
                                CertificateFactory.getInstance("X.509")
                                        .generateCertificate(
                                                new ByteArrayInputStream(fetcher.fetch(uri)));
            } catch (GeneralSecurityException e) {
                return null;
            }
        }
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (GeneralSecurityException e) {
            known.remove(uri);
            return null;
        }
        var key = certificate.getPublicKey();
        var name = certificate.getSubjectX500Principal().getName();
        if (!(key instanceof RSAKey rsa)
                || rsa.getModulus().bitLength() < LEAST_KEY_BITS
                || !name.matches(
                        "(?:.*,)?CN=sns(?:\\.[a-z0-9-]+)?\\.amazonaws\\.com(?:\\.cn)?(?:,.*)?")) {
            return null;
        }
        known.put(uri, certificate);
        return key;
    }
}
