package io.groundtrack.ingest.cutting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DecibelsTest {

    private static final double[] KINDS = {10, 20};

    @Test
    void backscatterIsTheLogarithmToTheBit() {
        var random = new Random(1);
        for (int i = 0; i < 3_000_000; i++) {
            isExact((float) Math.pow(10, random.nextDouble() * 8 - 6));
        }
    }

    @Test
    void anyNumberIsTheLogarithmToTheBit() {
        var random = new Random(2);
        for (int i = 0; i < 1_000_000; i++) {
            isExact(Float.intBitsToFloat(random.nextInt()));
            isExact(Double.longBitsToDouble(random.nextLong()));
        }
    }

    @Test
    void soAreWholeNumbersAndThoseNextToOne() {
        for (int i = 0; i <= 65_535; i++) {
            isExact(i);
        }
        double up = 1;
        double down = 1;
        for (int i = 0; i < 10_000; i++) {
            isExact(up);
            isExact(down);
            isExact((float) (1 + i * 0x1p-23));
            isExact((float) (1 - i * 0x1p-24));
            up = Math.nextUp(up);
            down = Math.nextDown(down);
        }
    }

    @Test
    void powersOfTwoAndOfTenAreExact() {
        for (int i = -1074; i < 1024; i++) {
            isExact(Math.scalb(1.0, i));
            isExact(Math.pow(10, i / 4.0));
        }
    }

    @Test
    void whatHasNoLogarithmIsNoData() {
        for (double none :
                new double[] {
                    0.0, -0.0, -1, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
                }) {
            assertThat(Decibels.of(none, 10)).isNaN();
            isExact(none);
        }
    }

    private static void isExact(double value) {
        for (double tenths : KINDS) {
            double exact = value > 0 ? tenths * Math.log10(value) : Double.NaN;
            float expected = Double.isInfinite(exact) ? Float.NaN : (float) exact;
            float found = Decibels.of(value, tenths);
            // without AssertJ's cost, four million times
            if (Float.floatToRawIntBits(found) != Float.floatToRawIntBits(expected)) {
                assertThat(found).as("%s dB of %s", tenths, value).isEqualTo(expected);
            }
        }
    }
}
