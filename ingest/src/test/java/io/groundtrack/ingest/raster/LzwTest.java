package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LzwTest {

    private final Lzw lzw = new Lzw();

    /** Fills {@code out}, with what the decoder may use behind it. */
    private int unpack(byte[] in, byte[] out) {
        var room = new byte[out.length + Codecs.MARGIN];
        int done = lzw.decode(in, room, out.length);
        System.arraycopy(room, 0, out, 0, out.length);
        return done;
    }

    @Test
    void whatWasPackedComesBackWhateverItsTexture() {
        var random = new Random(3);
        for (int round = 0; round < 120; round++) {
            var sound = new byte[1 + random.nextInt(12_000)];
            // from noise, which overflows the table, to long runs, whose strings overlap themselves
            int colours = 1 + random.nextInt(round % 2 == 0 ? 3 : 256);
            int run = 1 + random.nextInt(60);
            for (int i = 0; i < sound.length; i++) {
                sound[i] =
                        i % run == 0 ? (byte) random.nextInt(colours) : sound[Math.max(0, i - 1)];
            }
            var packed = TinyTiffBlocks.compress(5, sound);
            var out = new byte[sound.length];

            assertThat(unpack(packed, out)).isEqualTo(sound.length);
            assertThat(out).isEqualTo(sound);

            // a block smaller than what is packed is filled, and no more
            var part = new byte[sound.length / 2];
            assertThat(unpack(packed, part)).isEqualTo(part.length);
            assertThat(part).isEqualTo(Arrays.copyOf(sound, part.length));
        }
    }

    @Test
    void anyInputEndsWithinTheBlock() {
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            var in = new byte[random.nextInt(60)];
            random.nextBytes(in);
            if (in.length > 1) {
                // a table that is cleared first lets more of the rest be codes
                in[0] = (byte) 0x80;
                in[1] &= 0x7f;
            }
            var out = new byte[random.nextInt(400)];

            assertThat(unpack(in, out)).isBetween(0, out.length);
        }
    }
}
