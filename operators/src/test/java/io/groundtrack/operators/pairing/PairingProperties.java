package io.groundtrack.operators.pairing;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static io.groundtrack.testing.builders.NoticeBuilder.aNotice;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;

/**
 * Order, repeats, updates and deletes of notices do not show in the pairs of a tile, nor in what is
 * cut; nothing is left out and nothing is cut twice (which {@link TileSteps} watches). The number
 * of histories is {@code -Djqwik.tries.default}.
 */
class PairingProperties {

    private static final Instant BEGINNING = Instant.parse("2024-03-01T10:00:00Z");
    private static final Duration HORIZON = Duration.ofDays(60);

    @Property(seed = "31", shrinking = ShrinkingMode.OFF)
    void anyOrderGivesThePairsOfTheSet(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        var notices = history(random);
        Collections.shuffle(notices, random);
        var options = new PairingOptions(Duration.ofDays(3), 0.3, null, 1 + random.nextInt(3));
        holdsTheFinalWord(notices, options, random);
    }

    @Property(seed = "32", shrinking = ShrinkingMode.OFF)
    void anyOrderWithinTheHorizonGivesThePairsOfTheSet(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        var notices = withinTheHorizon(history(random), random);
        var window = Duration.ofDays(1 + random.nextInt(6));
        var options = new PairingOptions(window, 0.3 * random.nextInt(3), HORIZON, 1);
        holdsTheFinalWord(notices, options, random);
    }

    @Property(seed = "33", shrinking = ShrinkingMode.OFF)
    void waitingAndPreferredOrbitsLeaveTheSame(@ForAll @LongRange(min = 0) long seed) {
        var random = new Random(seed);
        var notices = withinTheHorizon(history(random), random);
        var options =
                new PairingOptions(Duration.ofDays(4), 0.3, HORIZON, 2)
                        .waiting(Duration.ofHours(random.nextInt(25)))
                        .preferring(random.nextBoolean() ? 146 : 44);
        holdsTheFinalWord(notices, options, random);
    }

    private static void holdsTheFinalWord(
            List<GranuleNotice> notices, PairingOptions options, Random random) {
        var steps = new TileSteps(options);
        for (var notice : notices) {
            steps.take(notice);
            steps.clock(steps.now().plus(Duration.ofMinutes(random.nextInt(300))));
        }
        steps.end();

        Collection<List<Granule>> live =
                FinalWord.of(notices).stream()
                        .collect(Collectors.groupingBy(g -> g.getShare().getTile()))
                        .values();
        var pairs = FinalWord.patchPairs(live, options);
        assertThat(steps.patchPairs()).isEqualTo(pairs);
        assertThat(steps.contents())
                .as("every patch of every live pass was told, from what lives")
                .isEqualTo(FinalWord.contents(live));
        Statistics.label("has pairs")
                .collect(!pairs.isEmpty())
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 40));
        Statistics.label("has deletes")
                .collect(live.stream().mapToInt(List::size).sum() < products(notices))
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    private static long products(List<GranuleNotice> notices) {
        return notices.stream()
                .flatMap(n -> n.getTiles().stream().map(t -> n.getProductKey() + t.getTile()))
                .distinct()
                .count();
    }

    /**
     * Up to half a year of two orbits of each sensor, some passes in two parts, some on two tiles.
     */
    private static List<GranuleNotice> history(Random random) {
        var notices = new ArrayList<GranuleNotice>();
        int products = 4 + random.nextInt(14);
        int days = 10 + random.nextInt(random.nextBoolean() ? 170 : 25);
        for (int i = 0; i < products; i++) {
            boolean isRadar = random.nextBoolean();
            boolean isSecondOrbit = random.nextBoolean();
            int repeat = isRadar ? 12 : 10;
            int cycle = random.nextInt(1 + days / repeat);
            int phase = isRadar ? isSecondOrbit ? 6 : 1 : isSecondOrbit ? 5 : 2;
            int part = random.nextInt(3);
            var time = BEGINNING.plus(Duration.ofDays((long) cycle * repeat + phase));
            var orbit = isRadar ? isSecondOrbit ? 146 : 44 : isSecondOrbit ? 122 : 22;
            var name = (isRadar ? "s1-" : "s2-") + orbit + "-" + cycle;
            tell(random, isRadar, orbit, name, part, time.plusSeconds(25L * part), notices);
        }
        return notices;
    }

    private static void tell(
            Random random,
            boolean isRadar,
            int orbit,
            String pass,
            int part,
            Instant time,
            List<GranuleNotice> notices) {
        int versions = 1 + random.nextInt(3);
        int firstRow = part == 2 ? 2 : 0;
        for (int v = 1; v <= versions; v++) {
            var product = pass + "/" + part;
            // what a version covers is its own, however often it is told
            var shape = new Random(31L * product.hashCode() + v);
            int lastRow = (part == 1 ? 2 : 4) - shape.nextInt(2);
            var granule =
                    on("33UUP", isRadar, orbit, pass, time)
                            .productKey(product)
                            .named(product + "/v" + v)
                            .version("05.0" + v, time.plus(Duration.ofHours(v)))
                            .rows(firstRow, lastRow)
                            .columns(0, shape.nextInt(4));
            var notice = aNotice().about(granule);
            if (shape.nextInt(3) == 0) {
                var neighbour = on("33UVP", isRadar, orbit, pass + "-east", time);
                notice.onTiles(granule.share(), neighbour.rows(0, 1).columns(0, 1).share());
            }
            for (int times = random.nextInt(3); times >= 0; times--) {
                notices.add(notice.sent(time.plus(Duration.ofHours(20 + times))).build());
            }
            if (random.nextInt(6) == 0) {
                notices.add(notice.deletes().sent(time.plus(Duration.ofHours(40))).build());
            }
        }
    }

    private static GranuleBuilder on(
            String tile, boolean isRadar, int orbit, String pass, Instant time) {
        return (isRadar ? aGranule().s1() : aGranule().s2())
                .onTile(tile)
                .relativeOrbit(orbit)
                .pass(pass)
                .acquired(time);
    }

    /** Each arrives less than the horizon after its acquisition. */
    private static List<GranuleNotice> withinTheHorizon(
            List<GranuleNotice> notices, Random random) {
        var arrivals = new HashMap<GranuleNotice, Instant>();
        notices.forEach(
                n ->
                        arrivals.put(
                                n,
                                n.getAcquisitionTime()
                                        .plusSeconds(
                                                random.nextInt(
                                                        (int) HORIZON.toSeconds() - 3_600))));
        var inTime = new ArrayList<>(notices);
        inTime.sort(Comparator.comparing(arrivals::get));
        return inTime;
    }
}
