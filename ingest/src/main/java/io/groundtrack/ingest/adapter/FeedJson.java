package io.groundtrack.ingest.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads what others send: depth, names, numbers and texts are bounded before anything is built.
 *
 * <p>in: bytes whose number the caller has bounded → out: trees. Errors: {@link IOException} in one
 * line that holds nothing of the text it is about.
 */
public final class FeedJson {

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxStringLength(1 << 20)
                                                    .maxNameLength(4096)
                                                    .maxNumberLength(256)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Reads a value out of the middle of a text. */
    private static final ObjectMapper PIECES =
            JSON.copy().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private FeedJson() {}

    /** The factory with these bounds, for reading piece by piece. */
    public static JsonFactory factory() {
        return PIECES.getFactory();
    }

    public static JsonNode read(byte[] bytes) throws IOException {
        try {
            var tree = JSON.readTree(bytes);
            if (tree == null || tree.isMissingNode()) {
                throw new IOException("empty (expected: JSON)");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw notJson(e);
        }
    }

    /** The object, or an error that says what else it is. */
    public static ObjectNode readObject(byte[] bytes) throws IOException {
        if (read(bytes) instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("no JSON object (expected: one)");
    }

    public static byte[] write(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a parser says, without the text it quotes. */
    public static IOException notJson(JsonProcessingException e) {
        var at = e.getLocation();
        return new IOException(
                "not JSON, or over its bounds (depth 64, texts of 1 MiB)"
                        + (at == null ? "" : ", at byte " + at.getByteOffset()));
    }

    /** An RFC 3339 time of the years 1970 to 9999; empty where it is none. */
    public static Optional<Instant> time(JsonNode value) {
        var text = value.asText("").trim();
        if (!value.isTextual() || text.length() < 19 || text.length() > 40) {
            return Optional.empty();
        }
        text = text.replace(' ', 'T');
        try {
            // some catalogues leave the zone out and mean UTC
            var zoned = text.matches(".*(Z|z|[+-]\\d{2}:?\\d{2})") ? text : text + "Z";
            var time = OffsetDateTime.parse(zoned);
            return time.getYear() >= 1970 && time.getYear() <= 9999
                    ? Optional.of(time.toInstant())
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
