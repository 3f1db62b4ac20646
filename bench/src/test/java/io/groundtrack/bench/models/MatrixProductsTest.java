package io.groundtrack.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.bench.rounds.Contestant;
import io.groundtrack.model.script.Precision;
import org.junit.jupiter.api.Test;

class MatrixProductsTest {

    @Test
    void bothProductsRunInEitherPrecision() {
        for (Precision precision : new Precision[] {Precision.FP32, Precision.BF16}) {
            try (var products = new MatrixProducts(2, precision)) {
                assertThat(products.both())
                        .extracting(Contestant::name)
                        .containsExactly("product", "product, packed");
                for (Contestant product : products.both()) {
                    // 8.6 · 10⁹ multiply-adds in a hundredth of a millisecond: nothing was computed
                    assertThat(product.run(1)[0]).isBetween(1e-5, 60.0);
                }
            }
        }
    }
}
