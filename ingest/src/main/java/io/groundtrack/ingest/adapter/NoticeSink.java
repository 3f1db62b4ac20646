package io.groundtrack.ingest.adapter;

import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;

/**
 * Where notices go: the topic of their sensor, or a file.
 *
 * <p>Notices may arrive twice and in any order: the job tells repeats by their content. So a door
 * that is unsure publishes again.
 */
public interface NoticeSink extends AutoCloseable {

    /**
     * Hands over one notice, which need not be durable before {@link #flush}.
     *
     * @param key product the notice is about; equal keys keep their order
     */
    void publish(Sensor sensor, String key, byte[] notice) throws IOException;

    /**
     * Keeps what can never become a notice, for a person to look at.
     *
     * @param source where it came from
     * @param subject product or message it is about; empty where unknown
     * @param message what, where, and what was expected
     * @param original its bytes; the first 64 KiB are kept
     */
    void refuse(String source, String subject, RejectReason reason, String message, byte[] original)
            throws IOException;

    /**
     * Returns when all that was handed over since the last call is durable; throws where any of it
     * is not, which must then be handed over again.
     */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
