package io.groundtrack.ingest.adapter.web;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What a {@link PushServer} asks about each request. */
public interface Door {

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param text one line
     * @param headers beside the usual ones
     */
    record Answer(int status, String text, Map<String, String> headers) {

        public static Answer of(int status, String text) {
            return new Answer(status, text, Map.of());
        }
    }

    /** Why a request is turned away before its body is read; empty to let it in. */
    Optional<Answer> turnedAway(Headers headers);

    /**
     * The answer, given when all that the request brought is durable. An {@link IOException} means
     * that it is not: the sender is asked to come again.
     */
    Answer answer(Headers headers, byte[] body) throws IOException, InterruptedException;
}
