package io.groundtrack.sinks.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.LedgerKind;
import io.groundtrack.schemas.Sensor;
import java.util.Collections;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the ledger holds: the sums close to the last patch, and order does not matter. */
class CompletenessProperties {

    @Property(tries = 200, seed = "1")
    void theOrderOfTheLinesDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 8) int cycles, @ForAll long seed) {
        var inOrder = story(cycles);
        var shuffled = story(cycles);
        Collections.shuffle(shuffled.lines, new Random(seed));

        assertThat(ReportText.json(shuffled.report())).isEqualTo(ReportText.json(inOrder.report()));
        assertThat(inOrder.report().done()).isTrue();
    }

    @Property(tries = 300, seed = "1")
    void oneLineLostIsNoticed(@ForAll @IntRange(min = 1, max = 8) int cycles, @ForAll long seed) {
        var story = story(cycles);
        var candidates =
                story.lines.stream().filter(line -> line.getKind() != LedgerKind.PAIR).toList();
        var lost = candidates.get(new Random(seed).nextInt(candidates.size()));
        story.lines.remove(lost);

        var report = story.report();

        assertThat(report.done()).isFalse();
        assertThat(report.stops()).anyMatch(stop -> stop.step().equals(stepOf(lost)));
    }

    @Property(tries = 100, seed = "1")
    void expectedIsEmbeddedGatedRejectedAndToCome(
            @ForAll @IntRange(min = 1, max = 8) int cycles, @ForAll long seed) {
        var story = story(cycles);
        var random = new Random(seed);
        story.lines.removeIf(l -> l.getKind() == LedgerKind.PATCH && random.nextBoolean());

        var report = story.report();

        for (var pass : report.passes()) {
            long open =
                    report.stops().stream()
                            .filter(stop -> stop.subject().equals(pass.pass()))
                            .mapToLong(Report.Stop::count)
                            .sum();
            assertThat(
                            pass.embedded()
                                    + Report.sum(pass.gated())
                                    + Report.sum(pass.rejected())
                                    + open)
                    .isEqualTo(pass.expected());
        }
    }

    private static LedgerStory story(int cycles) {
        var story = new LedgerStory();
        for (int cycle = 0; cycle < cycles; cycle++) {
            story.whole(Sensor.S1, cycle).whole(Sensor.S2, cycle).pair(cycle, cycle);
        }
        return story;
    }

    private static String stepOf(LedgerEntry lost) {
        return switch (lost.getKind()) {
            case PRODUCT, NOTICE -> "read-notices";
            case PASS, PAIR -> "pair-by-footprint";
            case PATCH -> "cut-into-patches";
        };
    }
}
