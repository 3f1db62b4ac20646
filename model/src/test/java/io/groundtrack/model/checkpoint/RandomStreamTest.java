package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RandomStreamTest {
    /** The published outputs of SplitMix64 for the seed 1234567. */
    @Test
    void isSplitMix64() {
        var stream = new RandomStream(1234567);

        assertThat(stream.uniform()).isEqualTo((6457827717110365317L >>> 11) * 0x1p-53);
        assertThat(stream.uniform()).isEqualTo((3203168211198807973L >>> 11) * 0x1p-53);
        assertThat(stream.uniform())
                .isEqualTo((Long.parseUnsignedLong("9817491932198370423") >>> 11) * 0x1p-53);
    }
}
