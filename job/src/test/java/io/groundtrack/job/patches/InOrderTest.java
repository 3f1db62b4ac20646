package io.groundtrack.job.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {

    @Test
    void resultsComeInTheOrderOfTheWork() {
        var results = new ArrayList<Integer>();

        InOrder.run(4, IntStream.range(0, 500).iterator(), n -> 2 * n, results::add);

        assertThat(results)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).map(n -> 2 * n).boxed().toList());
    }

    @Test
    void whatAPieceOfWorkThrowsIsThrown() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                InOrder.run(
                                        2,
                                        List.of("3", "four").iterator(),
                                        Integer::parseInt,
                                        n -> assertThat(n).isEqualTo(3)))
                .withMessageContaining("four");
    }
}
