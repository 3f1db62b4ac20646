package io.groundtrack.model.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchSplitTest {

    @TempDir private static Path folder;
    private static PatchShards patches;

    @BeforeAll
    static void write() {
        patches = SmallPatches.write(folder, 600);
    }

    private static Set<String> places(PatchSelection selection) {
        var places = new HashSet<String>();
        LongStream.range(0, selection.size())
                .forEach(i -> places.add(patches.place(selection.at(i))));
        return places;
    }

    @Test
    void noGroundLiesOnBothSides() {
        for (long seed = 0; seed < 20; seed++) {
            var split = PatchSplit.of(patches, 0.2, seed);

            assertThat(split.training().size() + split.heldOut().size()).isEqualTo(600);
            assertThat(places(split.training()))
                    .doesNotContainAnyElementsOf(places(split.heldOut()));
            for (long i = 0; i < 600; i++) {
                assertThat(split.training().contains(i)).isNotEqualTo(split.heldOut().contains(i));
            }
        }
    }

    /** Of 200 places a fifth is 40; five standard deviations are 28. */
    @Test
    void theShareIsAboutWhatWasAskedFor() {
        assertThat(places(PatchSplit.of(patches, 0.2, 3).heldOut()).size()).isBetween(12, 68);
        assertThat(PatchSplit.of(patches, 0, 3).heldOut().size()).isZero();
        assertThat(PatchSplit.of(patches, 1, 3).training().size()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatchSplit.of(patches, 1.5, 3))
                .withMessageContaining("held-out share: 1.5");
    }

    @Test
    void aLargerShareHoldsOutAllThatASmallerOneDoes() {
        assertThat(places(PatchSplit.of(patches, 0.5, 3).heldOut()))
                .containsAll(places(PatchSplit.of(patches, 0.2, 3).heldOut()));
    }

    @Test
    void anotherSeedHoldsOutOtherGround() {
        assertThat(places(PatchSplit.of(patches, 0.2, 3).heldOut()))
                .isEqualTo(places(PatchSplit.of(patches, 0.2, 3).heldOut()))
                .isNotEqualTo(places(PatchSplit.of(patches, 0.2, 4).heldOut()));
    }

    @Test
    void ranksOfASelectionAreItsMembersInOrder() {
        var random = new Random(1);
        var members = new BitSet();
        for (int i = 0; i < 20_000; i++) {
            members.set(i, random.nextInt(50) == 0 || i > 15_000 && i < 17_000);
        }
        var selection = new PatchSelection(members);

        assertThat(LongStream.range(0, selection.size()).map(selection::at).toArray())
                .containsExactly(members.stream().asLongStream().toArray());
    }
}
