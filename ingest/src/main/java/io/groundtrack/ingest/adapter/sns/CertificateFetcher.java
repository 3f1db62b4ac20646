package io.groundtrack.ingest.adapter.sns;

import java.io.IOException;
import java.net.URI;

/** Gets what lies behind a URL of SNS that has been checked. */
@FunctionalInterface
public interface CertificateFetcher {

    byte[] fetch(URI uri) throws IOException, InterruptedException;
}
