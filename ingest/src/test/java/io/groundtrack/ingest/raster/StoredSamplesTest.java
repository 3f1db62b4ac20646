package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples that take other than whole bytes. */
class StoredSamplesTest {

    private static SampleType type(int bits) {
        return bits < 8 ? SampleType.U8 : bits < 16 ? SampleType.U16 : SampleType.U32;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 17, 20, 23, 25, 30, 31})
    void packedRowsComeBackInBothByteOrders(int bits) {
        var stored = new StoredSamples(type(bits), bits);
        var random = new Random(bits);
        int rows = 3;
        int samples = 37;
        var values = new long[rows * samples];
        var text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < samples; i++) {
                long value = random.nextLong() >>> 64 - bits;
                values[row * samples + i] = value;
                text.append(
                        String.format("%" + bits + "s", Long.toBinaryString(value))
                                .replace(' ', '0'));
            }
            text.append("0".repeat((8 - text.length() % 8) % 8));
        }
        var packed = new byte[text.length() / 8];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (byte) Integer.parseInt(text.substring(8 * i, 8 * i + 8), 2);
        }
        assertThat(stored.packed()).isTrue();
        assertThat(rows * stored.rowBytes(samples)).isEqualTo(packed.length);

        for (var order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            var wide = ByteBuffer.wrap(stored.widen(packed, rows, samples, order)).order(order);
            for (int i = 0; i < values.length; i++) {
                assertThat(stored.type().value(wide, i * stored.type().bytes()))
                        .isEqualTo(values[i]);
            }
        }
    }

    // IEEE 754-2008, binary16
    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "3c00, 1",
        "c000, -2",
        "7bff, 65504",
        "0400, 6.103515625e-5",
        "0001, 5.9604645e-8",
        "83ff, -6.097555e-5",
        "3555, 0.33325195",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e00, NaN"
    })
    void floatsOfSixteenBitsAreWidenedExactly(String half, String expected) {
        float found = Float.intBitsToFloat(StoredSamples.half((short) Integer.parseInt(half, 16)));

        assertThat(found).isEqualTo(Float.valueOf(expected));
    }

    @Test
    void everyFloatOfSixteenBitsKeepsItsOrder() {
        float last = Float.NEGATIVE_INFINITY;
        for (int bits = 0xfbff; bits > 0x8000; bits--) {
            float value = Float.intBitsToFloat(StoredSamples.half((short) bits));
            assertThat(value).isGreaterThan(last).isLessThan(0);
            assertThat(Float.intBitsToFloat(StoredSamples.half((short) (bits & 0x7fff))))
                    .isEqualTo(-value);
            last = value;
        }
    }

    @Test
    void unsignedSixtyFourBitsAreRoundedOnceToADouble() {
        var bytes = ByteBuffer.allocate(8);
        for (long bits :
                new long[] {
                    0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1, -1025, 0x8000_0000_0000_0401L
                }) {
            bytes.putLong(0, bits);
            var exact = new BigDecimal(Long.toUnsignedString(bits));
            assertThat(SampleType.U64.value(bytes, 0)).isEqualTo(exact.doubleValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "U8, -9999, 0",
        "U8, NaN, 0",
        "U8, 300, 255",
        "I8, -129, -128",
        "U16, 65536, 65535",
        "I16, 1e6, 32767",
        "U32, -1, 0",
        "U32, 4294967295, 4294967295",
        "I32, -3e9, -2147483648",
        "U64, 18446744073709551615, 18446744073709551615",
        "U64, 9223372036854775808, 9223372036854775808",
        "I64, 1e30, 9223372036854775807",
        "F32, 0.1, 0.10000000149011612",
        "F64, 0.1, 0.1"
    })
    void aValueBeyondTheTypeIsHeldAtItsEdge(SampleType type, double value, double held) {
        var bytes = ByteBuffer.allocate(8);

        type.put(bytes, 0, value);

        assertThat(type.value(bytes, 0)).isEqualTo(held);
    }
}
