package io.groundtrack.job.story;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.Utm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the ground segment says of a product after it has announced it: notice in, notice out. */
final class Reissue {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Reissue() {}

    /**
     * The product comes again, processed anew: under another name, with the pixels of {@code like}.
     */
    static byte[] reprocessed(byte[] notice, byte[] like) {
        var event = read(notice);
        var made = sent(event).plus(Duration.ofDays(60));
        var item = item(event);
        var name = item.path("id").asText();
        // re-issues of Sentinel-1 differ in the last four characters
        item.put("id", name.substring(0, name.length() - 4) + "0002");
        item.set("assets", read(like).path("data").path("assets"));
        properties(item).put("processing:datetime", made.toString());
        return resent(event, "item.create", made);
    }

    /** The Item is corrected: what was sensed ends at {@code easting}, west of what it said. */
    static byte[] endingAt(int easting, Area area, byte[] notice) {
        var event = read(notice);
        var utm = Utm.ofEpsg(area.frame().epsg());
        int bottom = area.top() - area.height() * 10;
        var west = utm.toDegrees(area.left() + 10, bottom + 10);
        var east = utm.toDegrees(easting, area.top() - 10);
        var item = item(event);
        var ring = item.putObject("geometry").put("type", "Polygon").putArray("coordinates");
        var corners = ring.addArray();
        for (var corner :
                List.of(
                        west,
                        utm.toDegrees(easting, bottom + 10),
                        east,
                        utm.toDegrees(area.left() + 10, area.top() - 10),
                        west)) {
            corners.addArray().add(corner[0]).add(corner[1]);
        }
        item.putArray("bbox").add(west[0]).add(west[1]).add(east[0]).add(east[1]);
        return resent(event, "item.update", sent(event).plus(Duration.ofDays(1)));
    }

    /** The product is withdrawn. */
    static byte[] deleted(byte[] notice) {
        var event = read(notice);
        return resent(event, "item.delete", sent(event).plus(Duration.ofDays(2)));
    }

    /** Name of the product that a notice is about. */
    static String nameOf(byte[] notice) {
        return read(notice).path("data").path("id").asText();
    }

    /** When it was sensed. */
    static Instant sensed(byte[] notice) {
        return Instant.parse(
                read(notice).path("data").path("properties").path("start_datetime").asText());
    }

    /** Relative orbit it was sensed on. */
    static int orbit(byte[] notice) {
        return read(notice).path("data").path("properties").path("sat:relative_orbit").asInt();
    }

    private static byte[] resent(ObjectNode event, String type, Instant time) {
        event.put("type", type);
        event.put("time", time.toString());
        event.put("id", item(event).path("id").asText() + "/" + time);
        properties(item(event)).put("updated", time.toString());
        try {
            return JSON.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant sent(ObjectNode event) {
        return Instant.parse(event.path("time").asText());
    }

    private static ObjectNode item(ObjectNode event) {
        return (ObjectNode) event.path("data");
    }

    private static ObjectNode properties(ObjectNode item) {
        return (ObjectNode) item.path("properties");
    }

    private static ObjectNode read(byte[] notice) {
        try {
            return (ObjectNode) JSON.readTree(notice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
