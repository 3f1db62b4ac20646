package io.groundtrack.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ShapeOnlyArraysTest {
    private final ShapeOnlyArrays arrays = new ShapeOnlyArrays();

    @Test
    void everyProductIsCounted() {
        NDArray x = arrays.array(2, 3, 5);

        assertThat(x.matMul(arrays.array(5, 7)).getShape()).isEqualTo(new Shape(2, 3, 7));
        assertThat(arrays.macs()).isEqualTo(2 * 3 * 5 * 7);

        var linear = x.getNDArrayInternal().linear(x, arrays.array(11, 5), null);
        assertThat(linear.singletonOrThrow().getShape()).isEqualTo(new Shape(2, 3, 11));
        assertThat(arrays.macs()).isEqualTo(2 * 3 * 5 * 7 + 2 * 3 * 5 * 11);
    }

    /** Same calls on arrays with numbers. */
    @Test
    void shapesAreThoseOfTheEngine() {
        List<UnaryOperator<NDArray>> calls =
                List.of(
                        x -> x.transpose(0, 2, 1),
                        x -> x.transpose(),
                        x -> x.reshape(2, -1),
                        x -> x.sum(new int[] {1}),
                        x -> x.mean(new int[] {-1}, true),
                        x -> x.mean(),
                        x -> x.get(":, 1:"),
                        x -> x.get(0),
                        x -> x.get(":, :, 2:4"),
                        x -> x.concat(x, 1),
                        x -> x.split(3, 1).get(2),
                        x -> x.split(2).get(0),
                        x -> x.expandDims(0),
                        x -> x.expandDims(-1),
                        x -> x.reshape(2, 1, 15).squeeze(1),
                        x -> x.add(x.get(":, :, :1")),
                        x -> x.norm(new int[] {1}, true),
                        x -> x.concat(x.get(":, 1:"), 1).getNDArrayInternal().softPlus(),
                        x ->
                                x.getNDArrayInternal()
                                        .embedding(
                                                x.getManager().create(new long[] {0, 2, 1}),
                                                x.reshape(6, 5),
                                                SparseFormat.DENSE)
                                        .singletonOrThrow(),
                        x -> x.softmax(-1).matMul(x.transpose(0, 2, 1)),
                        x -> x.matMul(x.get(0).transpose()));
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < calls.size(); i++) {
                NDArray real = calls.get(i).apply(manager.zeros(new Shape(2, 3, 5)));

                assertThat(calls.get(i).apply(arrays.array(2, 3, 5)).getShape())
                        .as("call %d", i)
                        .isEqualTo(real.getShape());
            }
        }
    }

    @Test
    void whatIsNotKnownIsRefusedByName() {
        assertThatThrownBy(() -> arrays.array(2, 3).inverse())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("inverse");
        assertThatThrownBy(() -> arrays.array(2, 3).matMul(arrays.array(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not fit");
    }
}
