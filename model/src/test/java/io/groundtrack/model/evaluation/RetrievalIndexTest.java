package io.groundtrack.model.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetrievalIndexTest {

    @Test
    void ranksByDirectionNotByLength() {
        var index =
                new RetrievalIndex(
                        List.of("a", "b", "c"), new float[][] {{0, 9}, {0.1f, 0.1f}, {5, 1}});

        assertThat(index.search(new float[][] {{3, 3}}, 3)[0]).containsExactly(1, 2, 0);
    }

    @Test
    void equalCosinesRankById() {
        float[] same = {1, 2};
        var index = new RetrievalIndex(List.of("c", "a", "b"), new float[][] {same, same, same});

        assertThat(index.search(new float[][] {{1, 2}}, 2)[0]).containsExactly(1, 2);
    }

    @Test
    void theZeroVectorIsLikeNothingAndUnlikeNothing() {
        var index =
                new RetrievalIndex(
                        List.of("zero", "along", "against"),
                        new float[][] {{0, 0}, {1, 0}, {-1, 0}});

        assertThat(index.search(new float[][] {{2, 0}}, 3)[0]).containsExactly(1, 0, 2);
    }

    @Test
    void theFirstKAreThoseOfAFullSort() {
        var random = new Random(3);
        var archive = new float[200][7];
        for (float[] row : archive) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(3) - 1; // many equal cosines
            }
        }
        var query = new float[] {1, 0, -1, 1, 0, 0, 1};
        List<String> ids = IntStream.range(0, 200).mapToObj(i -> "p" + (i * 7919) % 200).toList();

        int[] expected =
                IntStream.range(0, 200)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(i -> -cosine(query, archive[i]))
                                        .thenComparing(ids::get))
                        .limit(25)
                        .mapToInt(i -> i)
                        .toArray();
        assertThat(new RetrievalIndex(ids, archive).search(new float[][] {query}, 25)[0])
                .containsExactly(expected);
    }

    /** Up to the query's length, with the same rounding as whole numbers give. */
    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            norm += b[i] * b[i];
        }
        return norm == 0 ? 0 : dot * (1 / Math.sqrt(norm));
    }

    @Test
    void moreThanTheArchiveHoldsIsRefused() {
        var index = new RetrievalIndex(List.of("a"), new float[][] {{1}});

        assertThatThrownBy(() -> index.search(new float[][] {{1}}, 2))
                .hasMessage("k: 2 (expected: 1 to 1, patches in the archive)");
        assertThatThrownBy(() -> index.search(new float[][] {{1, 2}}, 1))
                .hasMessageContaining("query: 2 numbers (expected: 1)");
        assertThatThrownBy(() -> new RetrievalIndex(List.of("a"), new float[][] {{Float.NaN}}))
                .hasMessageContaining("archive: a: not finite");
    }
}
