package io.groundtrack.bench.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {

    /** Says how long it took instead of taking that long. */
    private record Told(String name, double seconds, List<String> turns) implements Contestant {
        @Override
        public double[] run(int calls) {
            turns.add(name);
            var times = new double[calls];
            for (int i = 0; i < calls; i++) {
                times[i] = i == 0 && calls > 1 ? 100 : seconds;
            }
            return times;
        }
    }

    @Test
    void eachContestantHasOneTimeARound() {
        var turns = new ArrayList<String>();
        var times =
                new Rounds(4, line -> {})
                        .run(List.of(new Told("a", 2, turns), new Told("b", 5, turns)));
        assertThat(times.seconds().get("a")).containsExactly(2, 2, 2, 2);
        assertThat(times.ratio("b", "a").value()).isEqualTo(2.5);
        assertThat(times.median("b")).isEqualTo(5);
    }

    @Test
    void firstCallOfATurnOfManyIsNotCounted() {
        var times =
                new Rounds(1, line -> {}).run(List.of(new Told("short", 0.01, new ArrayList<>())));
        assertThat(times.seconds().get("short")).containsExactly(0.01);
    }

    @Test
    void everyoneComesFirstAndEveryoneFollowsEveryoneElse() {
        var contestants = List.of("a", "b", "c");
        Set<String> first = new HashSet<>();
        Set<String> neighbours = new HashSet<>();
        for (int round = 0; round < 6; round++) {
            List<String> order = Rounds.order(contestants, round);
            assertThat(order).containsExactlyInAnyOrder("a", "b", "c");
            first.add(order.get(0));
            neighbours.add(order.get(0) + order.get(1));
            neighbours.add(order.get(1) + order.get(2));
        }
        assertThat(first).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(neighbours).containsExactlyInAnyOrder("ab", "ac", "ba", "bc", "ca", "cb");
    }

    @Test
    void whoFailsWhileWarmingUpIsLeftOutWithTheReason() {
        Contestant broken =
                new Contestant() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public double[] run(int calls) {
                        throw new IllegalStateException("no compiler");
                    }
                };
        var times =
                new Rounds(2, line -> {}).run(List.of(broken, new Told("a", 1, new ArrayList<>())));
        assertThat(times.leftOut()).containsEntry("broken", "no compiler").hasSize(1);
        assertThat(times.seconds()).containsOnlyKeys("a");
    }

    @Test
    void noRoundsAreRefused() {
        assertThatThrownBy(() -> new Rounds(0, line -> {}))
                .hasMessage("repetitions: 0 (expected: 1 or more)");
    }
}
