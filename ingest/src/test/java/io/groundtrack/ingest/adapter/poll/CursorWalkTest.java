package io.groundtrack.ingest.adapter.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.Refused;
import io.groundtrack.ingest.adapter.poll.CursorWalk.Paging;
import io.groundtrack.schemas.RejectReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorWalkTest {

    private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

    @TempDir private Path folder;

    private final List<String> taken = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    private static FeedItem item(String id, String time) {
        return new FeedItem(id, Optional.of(Instant.parse(time)), id.getBytes());
    }

    private CursorFile file() {
        return new CursorFile(folder.resolve("state.json"), "feed", NOW.minusSeconds(86_400));
    }

    private CursorWalk walk(PageSource source, Paging paging) {
        return new CursorWalk(
                source,
                (items, bad) -> {
                    items.forEach(i -> taken.add(i.id()));
                    refused.addAll(bad);
                },
                file(),
                paging,
                Duration.ofHours(1),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new FeedCounts());
    }

    /** The same page, whatever is asked. */
    private record Always(Page page) implements PageSource {
        @Override
        public Page from(Instant time) {
            return page;
        }

        @Override
        public Page follow(Page.Link link) {
            return page;
        }
    }

    @Test
    void anEntryOfTheYear9999DoesNotTakeTheCursorThere() throws Exception {
        walk(
                        new Always(
                                new Page(
                                        List.of(
                                                item("a", "2024-05-01T11:00:00Z"),
                                                item("b", "9999-12-31T23:59:59Z")),
                                        List.of(),
                                        Optional.empty())),
                        Paging.SORTED)
                .run();

        assertThat(taken).containsExactly("a", "b");
        assertThat(file().load().position()).isEqualTo(NOW);
    }

    @Test
    void pagesInACircleEndInAnError() {
        var link = new Page.Link(URI.create("https://example.org/next"), Optional.empty());
        var page =
                new Page(List.of(item("a", "2024-05-01T11:00:00Z")), List.of(), Optional.of(link));

        assertThatThrownBy(() -> walk(new Always(page), Paging.LINKED).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("circle");
        assertThatThrownBy(() -> walk(new Always(page), Paging.SORTED).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void aCatalogueThatSaysItSortsAndDoesNotIsAnError() {
        var page =
                new Page(
                        List.of(
                                item("b", "2024-05-01T11:30:00Z"),
                                item("a", "2024-05-01T11:00:00Z")),
                        List.of(),
                        Optional.empty());

        assertThatThrownBy(() -> walk(new Always(page), Paging.SORTED).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--pages links");
        assertThat(taken).isEmpty();
    }

    @Test
    void whatIsRefusedIsRefusedOnce() throws Exception {
        var bad = new Refused("x", "", RejectReason.TOO_LARGE, "large", new byte[] {1});
        var page =
                new Page(
                        List.of(item("a", "2024-05-01T11:30:00Z")), List.of(bad), Optional.empty());
        walk(new Always(page), Paging.SORTED).run();
        walk(new Always(page), Paging.SORTED).run();

        assertThat(refused).hasSize(1);
        assertThat(taken).containsExactly("a");
    }

    @Test
    void aStateFileOfAnotherFeedOrADamagedOneIsNotUsed() throws Exception {
        file().save(new Cursor(NOW));
        var state = folder.resolve("state.json");

        assertThat(file().load().position()).isEqualTo(NOW);
        assertThatThrownBy(() -> new CursorFile(state, "other", NOW).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to feed, not to other");

        Files.writeString(state, Files.readString(state).substring(0, 20));
        assertThatThrownBy(() -> file().load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("state.json");
        assertThat(folder.resolve("state.json.new")).doesNotExist();
    }

    @Test
    void aCursorRemembersAtMostSoMany() {
        var cursor = new Cursor(NOW);
        for (var i = 0; i < 3 * Cursor.MOST; i++) {
            cursor.remember(
                    new FeedItem("i" + i, Optional.of(NOW.plusMillis(i)), new byte[] {1}), NOW);
        }

        assertThat(cursor.met()).hasSizeLessThanOrEqualTo(2 * Cursor.MOST);
        assertThat(
                        cursor.isNew(
                                new FeedItem(
                                        "i" + (3 * Cursor.MOST - 1),
                                        Optional.empty(),
                                        new byte[] {1})))
                .isFalse();
    }
}
