package io.groundtrack.ingest.adapter.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.ingest.adapter.FeedCounts;
import io.groundtrack.ingest.adapter.poll.CursorWalk.Paging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No gap and no double at the edges of pages and polls, whatever happens between two of them. */
class CursorWalkProperties {

    private static final long START = 1_700_000_000L;
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    /** A store that forgets nothing, and may fail. */
    private static final class Memory implements CursorStore {
        private Instant position = Instant.ofEpochSecond(START - 3600);
        private List<FeedItem> met = List.of();
        private boolean broken;

        @Override
        public Cursor load() {
            var cursor = new Cursor(position);
            met.forEach(item -> cursor.remember(item, position));
            return cursor;
        }

        @Override
        public void save(Cursor cursor) throws IOException {
            if (broken) {
                broken = false;
                throw new IOException("stopped before the cursor was saved");
            }
            position = cursor.position();
            met = new ArrayList<>(lastMet);
            met.removeIf(item -> !cursor.met().containsKey(item.id()));
        }

        // the digest alone is in a cursor; here whole entries are kept to put them back
        private final List<FeedItem> lastMet = new ArrayList<>();
    }

    /** Everything of one trial. */
    private static final class Trial {
        final Random random;
        final Memory memory = new Memory();
        final List<String> delivered = new ArrayList<>();
        final SimulatedCatalogue catalogue;
        final Paging paging;
        long now = START;
        Runnable meanwhile = () -> {};

        Trial(long seed, Paging paging, int pageSize, boolean filters) {
            this.random = new Random(seed);
            this.paging = paging;
            this.catalogue =
                    new SimulatedCatalogue(
                            paging == Paging.SORTED, filters, pageSize, () -> meanwhile.run());
        }

        void fill(int count, int mostInOneSecond) {
            for (var i = 0; i < count; ) {
                var together = 1 + random.nextInt(mostInOneSecond);
                for (var j = 0; j < together && i < count; j++, i++) {
                    catalogue.put("item-" + catalogue.entries.size(), now);
                }
                now += random.nextInt(200);
            }
        }

        void poll(int failAt) throws IOException, InterruptedException {
            var deliveries = new int[1];
            new CursorWalk(
                            catalogue,
                            (items, refused) -> {
                                if (++deliveries[0] == failAt) {
                                    throw new IOException("Kafka is away");
                                }
                                memory.lastMet.addAll(items);
                                items.forEach(
                                        i ->
                                                delivered.add(
                                                        new String(
                                                                i.json(), StandardCharsets.UTF_8)));
                            },
                            memory,
                            paging,
                            OVERLAP,
                            Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC),
                            new FeedCounts())
                    .run();
        }

        List<String> there() {
            return catalogue.entries.values().stream()
                    .map(e -> new String(e.item().json(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Property(tries = 300, seed = "11")
    void aQuietCatalogueIsReadExactlyOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int pageSize,
            @ForAll @IntRange(min = 1, max = 60) int mostInOneSecond,
            @ForAll boolean sorted,
            @ForAll boolean filters)
            throws Exception {
        var trial = new Trial(seed, sorted ? Paging.SORTED : Paging.LINKED, pageSize, filters);
        for (var poll = 0; poll < 3; poll++) {
            trial.fill(trial.random.nextInt(60), mostInOneSecond);
            trial.poll(0);
        }

        assertThat(trial.delivered).containsExactlyInAnyOrderElementsOf(trial.there());
    }

    @Property(tries = 300, seed = "12")
    void nothingIsLostWhereverItIsStopped(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int pageSize,
            @ForAll boolean sorted)
            throws Exception {
        var trial = new Trial(seed, sorted ? Paging.SORTED : Paging.LINKED, pageSize, true);
        for (var poll = 0; poll < 6; poll++) {
            trial.fill(trial.random.nextInt(40), 15);
            trial.memory.broken = trial.random.nextInt(3) == 0;
            try {
                trial.poll(trial.random.nextInt(5));
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("stopped before.*|Kafka is away");
            }
        }
        trial.memory.broken = false;
        trial.poll(0);

        assertThat(new HashSet<>(trial.delivered)).containsAll(trial.there());
    }

    @Property(tries = 500, seed = "13")
    void anEntryThatMovesToTheEndMeanwhileTakesNoOtherWithIt(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int pageSize) throws Exception {
        var trial = new Trial(seed, Paging.SORTED, pageSize, true);
        trial.fill(40, 25);
        var pagesUntil = 1 + trial.random.nextInt(8);
        var pages = new int[1];
        trial.meanwhile =
                () -> {
                    if (++pages[0] == pagesUntil) {
                        // one that was seen already, so that all behind it move forward by one
                        var ids = List.copyOf(trial.catalogue.entries.keySet());
                        trial.catalogue.put(ids.get(trial.random.nextInt(ids.size())), ++trial.now);
                    }
                };
        trial.poll(0);
        trial.poll(0);

        assertThat(new HashSet<>(trial.delivered)).containsAll(trial.there());
    }

    @Property(tries = 300, seed = "14")
    void anEntryThatBecomesVisibleLateIsMetInTheOverlap(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int pageSize) throws Exception {
        var trial = new Trial(seed, Paging.SORTED, pageSize, true);
        for (var poll = 0; poll < 5; poll++) {
            trial.fill(20, 3);
            trial.poll(0);
            trial.catalogue.put(
                    "late-" + poll, trial.now - trial.random.nextInt((int) OVERLAP.toSeconds()));
            trial.poll(0);
        }

        assertThat(trial.delivered).containsExactlyInAnyOrderElementsOf(trial.there());
    }
}
