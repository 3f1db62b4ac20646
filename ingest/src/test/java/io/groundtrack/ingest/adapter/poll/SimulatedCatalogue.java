package io.groundtrack.ingest.adapter.poll;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A catalogue in memory whose pages are counted by offset over what is there at that moment, as the
 * worst of real ones do.
 */
final class SimulatedCatalogue implements PageSource {

    /** An entry: the second it was updated in, and how often. */
    record Entry(String id, long second, int version) {

        FeedItem item() {
            return new FeedItem(
                    id,
                    Optional.of(Instant.ofEpochSecond(second)),
                    (id + "@" + second + "#" + version).getBytes(StandardCharsets.UTF_8));
        }
    }

    final Map<String, Entry> entries = new TreeMap<>();
    private final boolean sorts;
    private final boolean filters;
    private final int pageSize;
    private final Runnable beforeEachPage;

    SimulatedCatalogue(boolean sorts, boolean filters, int pageSize, Runnable beforeEachPage) {
        this.sorts = sorts;
        this.filters = filters;
        this.pageSize = pageSize;
        this.beforeEachPage = beforeEachPage;
    }

    void put(String id, long second) {
        entries.merge(
                id,
                new Entry(id, second, 0),
                (old, given) -> new Entry(id, second, old.version + 1));
    }

    @Override
    public Page from(Instant time) {
        return page(time.getEpochSecond(), 0);
    }

    @Override
    public Page follow(Page.Link link) {
        var words = link.uri().getSchemeSpecificPart().split("/");
        return page(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    }

    private Page page(long from, int offset) {
        beforeEachPage.run();
        var found = new ArrayList<Entry>();
        for (var entry : entries.values()) {
            if (!filters || entry.second >= from) {
                found.add(entry);
            }
        }
        if (sorts) {
            found.sort(Comparator.comparingLong(Entry::second).thenComparing(Entry::id));
        } else {
            found.sort(Comparator.comparing(entry -> Integer.reverse(entry.id.hashCode())));
        }
        var end = Math.min(offset + pageSize, found.size());
        var items =
                offset >= end
                        ? List.<FeedItem>of()
                        : found.subList(offset, end).stream().map(Entry::item).toList();
        return new Page(
                items,
                List.of(),
                end < found.size()
                        ? Optional.of(
                                new Page.Link(
                                        URI.create("page:" + from + "/" + end), Optional.empty()))
                        : Optional.empty());
    }
}
