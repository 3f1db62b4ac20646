package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.SeriesFoldState;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The short way from a fold to its bytes and back, and the median that it is read for. */
class FoldCodecTest {

    private static final int NUMBERS = 5;

    private final ChangeOptions options = ChangeOptions.defaults();
    private final FoldScratch scratch = new FoldScratch(options.cells());
    private final AvroCodec<SeriesFoldState> avro = AvroCodec.of(SeriesFoldState.class);
    private final FoldCodec codec = new FoldCodec();
    private final Random random = new Random(6);
    private final List<float[]> factors = List.of(ones(0.01f), ones(0.02f));

    private static float[] ones(float value) {
        var all = new float[NUMBERS];
        Arrays.fill(all, value);
        return all;
    }

    private SeriesFold foldOf(int looks, int sets) {
        var fold = new SeriesFold(NUMBERS, options, scratch);
        for (int look = 0; look < looks; look++) {
            var stored = new short[options.cells() * NUMBERS];
            var valid = new boolean[options.cells()];
            for (int i = 0; i < stored.length; i++) {
                stored[i] = (short) (100 * random.nextGaussian());
            }
            for (int i = 0; i < valid.length; i++) {
                valid[i] = random.nextInt(10) > 0;
            }
            fold.look(stored, look % sets, factors, valid);
        }
        return fold;
    }

    @Test
    void theBytesAreThoseOfAvro() {
        for (int sets = 1; sets <= 2; sets++) {
            for (int looks : new int[] {0, 1, 9, 30}) {
                var fold = foldOf(looks, sets);
                assertThat(codec.encode(fold)).isEqualTo(avro.encode(fold.state()));
            }
        }
    }

    @Test
    void whatIsReadBackIsTheFold() {
        for (int sets = 1; sets <= 2; sets++) {
            var bytes = codec.encode(foldOf(25, sets));
            var read = codec.decode(bytes, NUMBERS, options, scratch);
            assertThat(codec.encode(read)).isEqualTo(bytes);
            assertThat(read.state()).isEqualTo(avro.decode(bytes));
        }
    }

    @Test
    void bytesOfAnotherFormAreRefused() {
        var bytes = codec.encode(foldOf(8, 1));
        var cut = Arrays.copyOf(bytes, bytes.length - 1);
        var other = bytes.clone();
        other[4] ^= 1;
        for (var wrong : List.of(cut, other, new byte[0])) {
            assertThatThrownBy(() -> codec.decode(wrong, NUMBERS, options, scratch))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("SeriesFoldState");
        }
    }

    @Test
    void theMedianIsThatOfTheSortedValues() {
        for (int round = 0; round < 20_000; round++) {
            int count = 1 + random.nextInt(options.cells());
            int kinds = 1 + random.nextInt(1 + count * 2);
            var values = new float[options.cells()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(kinds) / 7f;
            }
            var which = IntStream.range(0, count).map(i -> values.length - 1 - i).toArray();
            var sorted = Arrays.copyOfRange(values, values.length - count, values.length);
            Arrays.sort(sorted);
            double expected =
                    count % 2 == 1
                            ? sorted[count / 2]
                            : ((double) sorted[count / 2 - 1] + sorted[count / 2]) / 2;
            assertThat(scratch.median(values, 0, which, count)).isEqualTo(expected);
        }
    }
}
