package io.groundtrack.ingest.adapter.stac;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.ingest.adapter.FeedJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * What is searched for in a STAC API.
 *
 * <p>in: a time → out: the search for Items updated then or later, as body of a POST or query of a
 * GET. Source: STAC API 1.0.0 item search, with the sort, query and filter extensions.
 *
 * @param collections ids; at least one
 * @param bbox west, south, east, north; empty for everywhere
 * @param area GeoJSON geometry instead of a box
 * @param datetime RFC 3339 interval of the acquisition
 * @param timeField property that says when an Item was updated
 * @param filter extension by which times are compared
 * @param limit Items in a page
 */
public record StacQuery(
        List<String> collections,
        List<Double> bbox,
        Optional<ObjectNode> area,
        Optional<String> datetime,
        String timeField,
        Filter filter,
        int limit) {

    /** Ways to say "at or after". */
    public enum Filter {
        /** The query extension. */
        QUERY,
        /** The filter extension in CQL2. */
        CQL2,
        /** The API cannot: everything is read each time. */
        NONE
    }

    public StacQuery {
        if (collections.isEmpty()) {
            throw new IllegalArgumentException("--collection: none (expected: at least one)");
        }
        var box = bbox.size();
        if (box != 0
                && (box != 4
                        || !bbox.stream().allMatch(Double::isFinite)
                        || Math.abs(bbox.get(0)) > 180
                        || Math.abs(bbox.get(2)) > 180
                        || bbox.get(1) < -90
                        || bbox.get(3) > 90
                        || bbox.get(1) >= bbox.get(3))) {
            throw new IllegalArgumentException(
                    "--bbox: " + bbox + " (expected: west,south,east,north in degrees)");
        }
        if (box != 0 && area.isPresent()) {
            throw new IllegalArgumentException("--bbox and --area (expected: one of them)");
        }
        if (!timeField.matches("[A-Za-z0-9_:.-]{1,64}")) {
            throw new IllegalArgumentException(
                    "--time-field: " + timeField + " (expected: the name of a property)");
        }
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException(
                    "--limit: " + limit + " (expected: 1 to 10000 Items in a page)");
        }
        collections = List.copyOf(collections);
        bbox = List.copyOf(bbox);
    }

    ObjectNode body(Instant from) {
        var nodes = JsonNodeFactory.instance;
        var body = nodes.objectNode();
        collections.forEach(body.putArray("collections")::add);
        body.put("limit", limit);
        if (!bbox.isEmpty()) {
            bbox.forEach(body.putArray("bbox")::add);
        }
        area.ifPresent(geometry -> body.set("intersects", geometry));
        datetime.ifPresent(interval -> body.put("datetime", interval));
        var sort = body.putArray("sortby");
        sort.addObject().put("field", "properties." + timeField).put("direction", "asc");
        sort.addObject().put("field", "id").put("direction", "asc");
        switch (filter) {
            case QUERY -> body.putObject("query").putObject(timeField).put("gte", from.toString());
            case CQL2 -> {
                body.put("filter-lang", "cql2-json");
                var filter = body.putObject("filter");
                filter.put("op", ">=");
                var args = filter.putArray("args");
                args.addObject().put("property", timeField);
                args.addObject().put("timestamp", from.toString());
            }
            case NONE -> {}
        }
        return body;
    }

    String parameters(Instant from) {
        var query = new StringJoiner("&");
        query.add("collections=" + encoded(String.join(",", collections)));
        query.add("limit=" + limit);
        if (!bbox.isEmpty()) {
            query.add(
                    "bbox="
                            + encoded(
                                    bbox.stream()
                                            .map(String::valueOf)
                                            .collect(Collectors.joining(","))));
        }
        area.ifPresent(
                geometry ->
                        query.add(
                                "intersects="
                                        + encoded(
                                                new String(
                                                        FeedJson.write(geometry),
                                                        StandardCharsets.UTF_8))));
        datetime.ifPresent(interval -> query.add("datetime=" + encoded(interval)));
        query.add("sortby=" + encoded("+properties." + timeField + ",+id"));
        switch (filter) {
            case QUERY ->
                    query.add(
                            "query="
                                    + encoded(
                                            "{\"" + timeField + "\":{\"gte\":\"" + from + "\"}}"));
            case CQL2 ->
                    query.add(
                            "filter-lang=cql2-text&filter="
                                    + encoded(timeField + " >= TIMESTAMP('" + from + "')"));
            case NONE -> {}
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
