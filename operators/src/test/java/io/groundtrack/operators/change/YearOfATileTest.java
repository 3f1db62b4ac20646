package io.groundtrack.operators.change;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static io.groundtrack.testing.builders.NoticeBuilder.aNotice;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.operators.classification.Patches;
import io.groundtrack.operators.pairing.PairingOptions;
import io.groundtrack.operators.pairing.TileSteps;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.ChangeState;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.PatchPair;
import io.groundtrack.schemas.Strip;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One year of 20 patches: two orbits of each sensor, clouds, repeated notices, two reprocessings, a
 * delete and a tile split over two granules, from notices to live classifications and alerts
 * through the cores of all steps. In any order it ends the same. The number of orders is {@code
 * -Dsame.shuffles}.
 */
class YearOfATileTest {

    private static final int SHUFFLES = Integer.getInteger("same.shuffles", 5);
    private static final PairingOptions PAIRING =
            new PairingOptions(Duration.ofDays(3), 0.3, null, 1);

    private static List<GranuleNotice> year;
    private static End inOrder;

    /** What lives at the end, and what it came from. */
    private record End(
            Map<String, Change> alerts,
            Map<String, Classification> classifications,
            Map<String, String> pairs,
            Map<String, List<String>> contents) {}

    @BeforeAll
    static void inOrder() {
        year = year();
        inOrder = run(year, new Random(0), Duration.ZERO);
    }

    @Test
    void theYearHasSomethingOfEverything() {
        assertThat(inOrder.contents.keySet().stream().map(k -> k.split("\\|")[1]).distinct())
                .hasSize(20);
        assertThat(inOrder.contents.values())
                .as("the seam of the pass in two parts")
                .anyMatch(granules -> granules.size() == 2);
        var last = inOrder.contents.values().stream().flatMap(List::stream).distinct().toList();
        assertThat(last.stream().filter(id -> id.endsWith("v2"))).hasSize(2);
        assertThat(last).noneMatch(id -> id.startsWith("s2-122-12"));
        assertThat(inOrder.pairs).hasSizeGreaterThan(20 * 60);
        assertThat(inOrder.classifications.values())
                .as("from both sensors, and from one")
                .anyMatch(c -> c.getS1Pass() != null && c.getS2Pass() != null)
                .anyMatch(c -> c.getS1Pass() == null || c.getS2Pass() == null);
        assertThat(inOrder.alerts.values().stream().map(Change::getState).distinct())
                .contains(ChangeState.CONFIRMED, ChangeState.FINISHED);
        assertThat(inOrder.alerts).hasSizeGreaterThan(5);
    }

    @Test
    void alertsAreThoseOfTheFinalSetFoldedOnce() {
        var byPatch = new TreeMap<String, List<PatchOutcome>>();
        inOrder.contents.forEach(
                (key, granules) -> {
                    var at = key.split("\\|");
                    byPatch.computeIfAbsent(at[1], p -> new ArrayList<>())
                            .add(YearOfLooks.outcome(at[1], at[0], granules, 1));
                });
        var alerts = new TreeMap<String, Change>();
        byPatch.values()
                .forEach(
                        outcomes -> {
                            var fold = new PatchFold(YearOfLooks.OPTIONS, YearOfLooks.THRESHOLDS);
                            outcomes.stream()
                                    .map(o -> Look.of(o, YearOfLooks.OPTIONS))
                                    .filter(Look::isSeen)
                                    .sorted(Look.IN_TIME)
                                    .forEach(fold::look);
                            new PatchAlerts(YearOfLooks.OPTIONS)
                                    .of(PatchPlace.of(outcomes.get(0)), fold)
                                    .forEach(alert -> alerts.put(alert.getId(), alert));
                        });
        assertThat(inOrder.alerts).isEqualTo(alerts);
    }

    @Test
    void anyOrderEndsTheSame() {
        IntStream.rangeClosed(1, SHUFFLES).parallel().forEach(YearOfATileTest::assertEndsTheSame);
    }

    private static void assertEndsTheSame(int seed) {
        var random = new Random(seed);
        var shuffled = new ArrayList<>(year);
        Collections.shuffle(shuffled, random);
        var end = run(shuffled, random, seed % 2 == 0 ? Duration.ofHours(2) : Duration.ZERO);
        assertThat(end.pairs).as("pairs, order %d", seed).isEqualTo(inOrder.pairs);
        assertThat(end.contents).as("observations, order %d", seed).isEqualTo(inOrder.contents);
        assertThat(end.classifications)
                .as("classifications, order %d", seed)
                .isEqualTo(inOrder.classifications);
        assertThat(end.alerts).as("alerts, order %d", seed).isEqualTo(inOrder.alerts);
    }

    /**
     * Strips of one id stay in order, and so does what is told of pairs; between them, any order.
     */
    @SuppressWarnings("try") // the harness declares close() throws Exception
    private static End run(List<GranuleNotice> notices, Random random, Duration wait) {
        var steps =
                new TileSteps(
                        new PairingOptions(
                                PAIRING.window(),
                                PAIRING.minOverlap(),
                                null,
                                PAIRING.stripRows(),
                                wait,
                                List.of()));
        try (var listeners = new Listeners(Patches.withoutHorizon(PAIRING.window()))) {
            var clock = Instant.parse("2026-01-01T00:00:00Z");
            for (var notice : notices) {
                var strips = new ArrayList<>(steps.take(notice));
                clock = clock.plus(Duration.ofMinutes(random.nextInt(60)));
                strips.addAll(steps.clock(clock));
                listeners.send(strips, steps.pairs());
                listeners.deliver(random, 0.7);
            }
            listeners.send(steps.end(), steps.pairs());
            listeners.deliver(random, 1);
            assertThat(listeners.waiting).isEmpty();
            return new End(
                    listeners.alerts(),
                    new TreeMap<>(listeners.classes.live()),
                    new TreeMap<>(steps.patchPairs()),
                    new TreeMap<>(steps.contents()));
        } catch (Exception e) {
            throw new AssertionError("the harness fails", e);
        }
    }

    /** Change tracking and classification, and what is on its way to them. */
    @SuppressWarnings("try") // the harness declares close() throws Exception
    private record Listeners(
            Patches classes, Map<String, LivePatch> patches, Map<String, Deque<Object>> waiting)
            implements AutoCloseable {

        private static final String PAIRS = "pairs";

        Listeners(Patches classes) {
            this(classes, new TreeMap<>(), new TreeMap<>());
        }

        void send(List<Strip> strips, List<PatchPair> pairs) {
            for (var strip : strips) {
                on(strip.getStripId()).addAll(YearOfLooks.outcomes(strip));
            }
            if (!pairs.isEmpty()) {
                on(PAIRS).addAll(pairs);
            }
        }

        private Deque<Object> on(String channel) {
            return waiting.computeIfAbsent(channel, id -> new ArrayDeque<>());
        }

        void deliver(Random random, double share) throws Exception {
            var channels = new ArrayList<>(waiting.keySet());
            Collections.shuffle(channels, random);
            for (var channel : channels.subList(0, (int) Math.ceil(channels.size() * share))) {
                for (var arrival : waiting.remove(channel)) {
                    classes.take(arrival);
                    if (arrival instanceof PatchOutcome outcome) {
                        patches.computeIfAbsent(outcome.getPatchId(), id -> new LivePatch(outcome))
                                .take(outcome);
                    }
                }
            }
        }

        Map<String, Change> alerts() {
            return patches.values().stream()
                    .flatMap(patch -> patch.live().values().stream())
                    .collect(Collectors.toMap(Change::getId, a -> a, (a, b) -> b, TreeMap::new));
        }

        @Override
        public void close() throws Exception {
            classes.close();
        }
    }

    private static List<GranuleNotice> year() {
        var notices = new ArrayList<GranuleNotice>();
        for (int orbit : new int[] {44, 146, 22, 122}) {
            boolean isRadar = orbit == 44 || orbit == 146;
            int cycle = isRadar ? 12 : 10;
            int phase = Map.of(44, 1, 146, 6, 22, 2, 122, 7).get(orbit);
            for (int n = 0; n * cycle + phase < 365; n++) {
                var pass = (isRadar ? "s1-" : "s2-") + orbit + "-" + n;
                var time = Observations.BEGINNING.plus(Duration.ofDays(n * cycle + phase));
                if (pass.equals("s2-22-20")) {
                    tell(notices, granule(isRadar, orbit, pass, "a", 1, time).rows(0, 2), 0);
                    var later = time.plusSeconds(20);
                    tell(notices, granule(isRadar, orbit, pass, "b", 1, later).rows(2, 3), 0);
                    continue;
                }
                tell(notices, granule(isRadar, orbit, pass, "", 1, time), n % 9 == 0 ? 2 : 0);
                if (pass.equals("s2-22-8") || pass.equals("s1-44-10")) {
                    tell(notices, granule(isRadar, orbit, pass, "", 2, time), 0);
                }
                if (pass.equals("s2-122-12")) {
                    notices.add(
                            aNotice()
                                    .about(granule(isRadar, orbit, pass, "", 1, time))
                                    .deletes()
                                    .sent(time.plus(Duration.ofDays(9)))
                                    .build());
                }
            }
        }
        notices.sort((a, b) -> a.getEventTime().compareTo(b.getEventTime()));
        return notices;
    }

    private static GranuleBuilder granule(
            boolean isRadar, int orbit, String pass, String part, int version, Instant time) {
        return (isRadar ? aGranule().s1() : aGranule().s2())
                .relativeOrbit(orbit)
                .pass(pass)
                .productKey(pass + part)
                .named(pass + part + "v" + version)
                .acquired(time)
                .version("05.0" + version, time.plus(Duration.ofDays(version)))
                .rows(0, 3)
                .columns(0, 4);
    }

    private static void tell(List<GranuleNotice> notices, GranuleBuilder granule, int repeats) {
        var first = granule.build().getVersion().getEventTime();
        for (int i = 0; i <= repeats; i++) {
            notices.add(aNotice().about(granule).sent(first.plusSeconds(3_600L * i)).build());
        }
    }
}
