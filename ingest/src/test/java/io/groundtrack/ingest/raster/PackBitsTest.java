package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackBitsTest {

    @Test
    void theExampleOfTheSpecificationIsUnpacked() {
        // Apple Technical Note TN1023, which TIFF 6.0 section 9 follows
        var packed =
                HexFormat.of().parseHex("fe aa02 8000 2afd aa03 8000 2a22 f7aa".replace(" ", ""));
        var expected = HexFormat.of().parseHex("aaaaaa80002aaaaaaaaa80002a22aaaaaaaaaaaaaaaaaaaa");
        var out = new byte[expected.length];

        assertThat(PackBits.decode(packed, out, out.length)).isEqualTo(expected.length);
        assertThat(out).isEqualTo(expected);
    }

    @Test
    void anyInputEndsWithinTheBlock() {
        var random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            var in = new byte[random.nextInt(40)];
            random.nextBytes(in);
            var out = new byte[random.nextInt(300)];

            assertThat(PackBits.decode(in, out, out.length)).isBetween(0, out.length);
        }
        // heads that say nothing are passed over, all of them
        var idle = new byte[1000];
        Arrays.fill(idle, Byte.MIN_VALUE);
        assertThat(PackBits.decode(idle, new byte[8], 8)).isZero();
    }
}
