package io.groundtrack.model.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ShuffledOrderProperties {

    @Property(tries = 300, seed = "1")
    void everyPatchIsVisitedOnce(
            @ForAll @IntRange(min = 1, max = 5000) int size,
            @ForAll long seed,
            @ForAll long epoch) {
        var order = ShuffledOrder.of(size, seed, epoch);

        assertThat(SmallPatches.sorted(order))
                .containsExactlyElementsOf(LongStream.range(0, size).boxed().toList());
    }

    @Property(tries = 300, seed = "2")
    void theOrderIsAFunctionOfSeedAndEpochAlone(
            @ForAll @LongRange(min = 1, max = 1L << 40) long size,
            @ForAll long seed,
            @ForAll @LongRange(max = 1000) long epoch,
            @ForAll @LongRange long position) {
        long at = Math.floorMod(position, size);

        long visited = ShuffledOrder.of(size, seed, epoch).at(at);

        assertThat(visited).isBetween(0L, size - 1);
        assertThat(ShuffledOrder.of(size, seed, epoch).at(at)).isEqualTo(visited);
    }

    @Property(tries = 100, seed = "3")
    void anotherSeedOrEpochIsAnotherOrder(@ForAll long seed, @ForAll long epoch) {
        assertThat(
                        agreeing(
                                ShuffledOrder.of(1000, seed, epoch),
                                ShuffledOrder.of(1000, seed, epoch + 1)))
                .isLessThan(20);
        assertThat(
                        agreeing(
                                ShuffledOrder.of(1000, seed, epoch),
                                ShuffledOrder.of(1000, seed + 1, epoch)))
                .isLessThan(20);
    }

    private static long agreeing(ShuffledOrder one, ShuffledOrder other) {
        return LongStream.range(0, one.size()).filter(i -> one.at(i) == other.at(i)).count();
    }

    /** Chi-square over 10 × 10 cells of (position, number), 4,000 epochs: 81 degrees of freedom. */
    @Example
    void everyPatchComesEarlyAsOftenAsLate() {
        int size = 10;
        int epochs = 4000;
        var counts = new int[size][size];
        for (int epoch = 0; epoch < epochs; epoch++) {
            var order = ShuffledOrder.of(size, 7, epoch);
            for (int i = 0; i < size; i++) {
                counts[i][(int) order.at(i)]++;
            }
        }
        double expected = (double) epochs / size;
        double chiSquare = 0;
        for (var row : counts) {
            for (int count : row) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
        }
        // the 99.9 % quantile for 81 degrees of freedom
        assertThat(chiSquare).isLessThan(126.1);
    }
}
