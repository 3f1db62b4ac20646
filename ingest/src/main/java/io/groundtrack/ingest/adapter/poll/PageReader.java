package io.groundtrack.ingest.adapter.poll;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import io.groundtrack.ingest.adapter.Refused;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Cuts a page into its entries, one after the other.
 *
 * <p>in: JSON object with an array of entries (GeoJSON {@code features}, OData {@code value}) →
 * out: the bytes of each entry, and the few other members that are asked for as trees. No entry is
 * built as a tree beside another; one that is no object, or longer than allowed, is refused alone.
 * Errors: {@link IOException} where the page is not JSON or has no such array.
 */
public final class PageReader {

    private static final int ORIGINAL_BYTES = 64 * 1024;
    private static final int MOST_ENTRIES = 100_000;

    private final String array;
    private final Set<String> others;
    private final int maxEntryBytes;
    private final String source;

    /**
     * @param array member that holds the entries
     * @param others members that are kept
     * @param maxEntryBytes longest entry
     * @param source said with what is refused
     */
    public PageReader(String array, Set<String> others, int maxEntryBytes, String source) {
        this.array = array;
        this.others = others;
        this.maxEntryBytes = maxEntryBytes;
        this.source = source;
    }

    /**
     * @param items those that are objects of a fitting length
     * @param refused all others
     * @param rest the members that were asked for
     */
    public record Cut(List<FeedItem> items, List<Refused> refused, ObjectNode rest) {}

    /**
     * @param entry id and time of an entry
     */
    public Cut read(byte[] page, Function<JsonNode, FeedItem> entry) throws IOException {
        var cut =
                new Cut(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        JsonNodeFactory.instance.objectNode());
        var found = false;
        try (var parser = FeedJson.factory().createParser(page)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException(source + ": page is no JSON object (expected: one)");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var token = parser.nextToken();
                if (name.equals(array) && token == JsonToken.START_ARRAY) {
                    found = true;
                    entries(parser, page, cut, entry);
                } else if (others.contains(name)) {
                    cut.rest.set(name, parser.readValueAsTree());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException(source + ": page is " + FeedJson.notJson(e).getMessage());
        }
        if (!found) {
            throw new IOException(source + ": page has no array " + array + " (expected: one)");
        }
        return cut;
    }

    private void entries(
            JsonParser parser, byte[] page, Cut cut, Function<JsonNode, FeedItem> entry)
            throws IOException {
        for (var count = 0; parser.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count >= MOST_ENTRIES) {
                throw new IOException(source + ": page of more than " + MOST_ENTRIES + " entries");
            }
            var start = (int) parser.currentTokenLocation().getByteOffset();
            var object = parser.currentToken() == JsonToken.START_OBJECT;
            parser.skipChildren();
            var end = (int) parser.currentLocation().getByteOffset();
            if (start < 0 || end <= start || object && page[start] != '{') {
                throw new IOException(source + ": page is not UTF-8 (expected: JSON in UTF-8)");
            }
            var bytes = Arrays.copyOfRange(page, start, end);
            if (!object) {
                cut.refused.add(refused(RejectReason.NOT_A_STAC_ITEM, "no JSON object", bytes));
            } else if (bytes.length > maxEntryBytes) {
                cut.refused.add(
                        refused(
                                RejectReason.TOO_LARGE,
                                bytes.length
                                        + " bytes (expected: at most "
                                        + maxEntryBytes
                                        + ", notices.max-bytes)",
                                bytes));
            } else {
                var item = entry.apply(FeedJson.read(bytes));
                if (item.id().isBlank() || item.id().length() > 512) {
                    cut.refused.add(
                            refused(
                                    RejectReason.NOT_A_STAC_ITEM,
                                    "id absent or longer than 512 characters",
                                    bytes));
                } else {
                    cut.items.add(new FeedItem(item.id(), item.time(), bytes));
                }
            }
        }
    }

    private Refused refused(RejectReason reason, String message, byte[] bytes) {
        return new Refused(
                source,
                "",
                reason,
                "entry of a page: " + message,
                Arrays.copyOf(bytes, Math.min(bytes.length, ORIGINAL_BYTES)));
    }
}
