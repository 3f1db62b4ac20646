package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.io.IOException;

/**
 * Hands notices on after an {@link AssetRewriter} has seen their Items. Notices without an Item
 * with assets, such as deletions, pass as they are.
 *
 * <p>Errors: what the rewriter or the next sink throws; the notice is then not handed on.
 */
public final class RewritingSink implements NoticeSink {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NoticeSink next;
    private final AssetRewriter rewriter;

    /** {@code next} is closed with this. */
    public RewritingSink(NoticeSink next, AssetRewriter rewriter) {
        this.next = next;
        this.rewriter = rewriter;
    }

    @Override
    public void publish(Sensor sensor, String key, byte[] notice) throws IOException {
        var event = JSON.readTree(notice);
        if (event instanceof ObjectNode envelope
                && envelope.get("data") instanceof ObjectNode item
                && item.get("assets") instanceof ObjectNode) {
            envelope.set("data", rewriter.rewrite(item));
            next.publish(sensor, key, JSON.writeValueAsBytes(envelope));
        } else {
            next.publish(sensor, key, notice);
        }
    }

    @Override
    public void refuse(
            String source, String subject, RejectReason reason, String message, byte[] original)
            throws IOException {
        next.refuse(source, subject, reason, message, original);
    }

    @Override
    public void flush() throws IOException {
        next.flush();
    }

    @Override
    public void close() throws IOException {
        next.close();
    }
}
