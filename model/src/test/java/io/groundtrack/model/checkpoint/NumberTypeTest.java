package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberTypeTest {

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyHalfSurvivesBeingWidened(NumberType type) {
        for (int bits = 0; bits < 1 << 16; bits++) {
            ByteBuffer buffer = little(2).putShort(0, (short) bits);
            var wide = new float[1];
            type.read(buffer, wide, 0, 1);
            type.write(wide, 0, 1, buffer.clear());
            if (!Float.isNaN(wide[0])) {
                assertThat(buffer.getShort(0)).isEqualTo((short) bits);
            } else {
                type.read(buffer.flip(), wide, 0, 1);
                assertThat(wide[0]).isNaN();
            }
        }
    }

    /** IEEE 754 round to nearest, ties to even; bit patterns by hand. */
    @ParameterizedTest
    @CsvSource({
        "F16, 0x1.002p0, 3c00",
        "F16, 0x1.006p0, 3c02",
        "F16, 0x1.0021p0, 3c01",
        "F16, 0x1.ffep15, 7c00",
        "F16, 0x1.ffdp15, 7bff",
        "F16, 0x1p-25, 0000",
        "F16, 0x1.8p-24, 0002",
        "F16, -0x1.000002p-25, 8001",
        "F16, 0x1.ffep-15, 0400",
        "BF16, 0x1.01p0, 3f80",
        "BF16, 0x1.03p0, 3f82",
        "BF16, 0x1.010002p0, 3f81",
        "BF16, 0x1.fffffep127, 7f80",
        "BF16, -0x1p-149, 8000",
    })
    void narrowingRoundsToTheNearestTiesToEven(NumberType type, float value, String bits) {
        ByteBuffer buffer = little(2);
        type.write(new float[] {value}, 0, 1, buffer);

        assertThat(String.format("%04x", buffer.getShort(0) & 0xffff)).isEqualTo(bits);
    }

    @Test
    void whatIsTooLargeForTheTypeIsRefusedByName() {
        WeightSource source = (name, shape) -> new float[] {1, 65519, 65520};

        assertThatThrownBy(
                        () ->
                                SafetensorsWriter.write(
                                        new ByteArrayOutputStream(),
                                        Map.of("w", new long[] {3}),
                                        NumberType.F16,
                                        source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor w: value 2 is 65520.0, too large for F16");
    }

    @ParameterizedTest
    @EnumSource
    void safetensorsOfEveryTypeAreReadBack(NumberType type) throws Exception {
        var out = new ByteArrayOutputStream();
        float[] values = {1, -0.5f, 0, 65280, 0x1p-14f, Float.NEGATIVE_INFINITY};
        SafetensorsWriter.write(out, Map.of("w", new long[] {2, 3}), type, (name, shape) -> values);

        Safetensors file = Safetensors.open("x", out.toByteArray());

        assertThat(file.type("w")).isEqualTo(type.name());
        assertThat(file.tensor("w").values()).isEqualTo(values);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
