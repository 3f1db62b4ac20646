package io.groundtrack.ingest.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages files of any format, mostly at their beginning, where formats keep sizes and counts.
 *
 * <p>in: sound files → out: one of them with one to three damages, a function of the number alone.
 */
final class ByteMutations {

    private static final int[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        0x7f,
        0x80,
        0xff,
        0x100,
        0x7fff,
        0xffff,
        0x1_0000,
        0x7fff_ffff,
        -1,
        -2,
        0x8000_0000,
        0xfff_ffff
    };

    private final List<byte[]> seeds;

    ByteMutations(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    byte[] mutation(Random random) {
        var file = seeds.get(random.nextInt(seeds.size())).clone();
        int damages = 1 + random.nextInt(3);
        for (int i = 0; i < damages && file.length > 16; i++) {
            int head = random.nextInt(3) > 0 ? Math.min(512, file.length) : file.length;
            switch (random.nextInt(8)) {
                case 0 -> file = Arrays.copyOf(file, random.nextInt(file.length));
                case 1, 2 ->
                        ByteBuffer.wrap(file)
                                .putInt(
                                        random.nextInt(Math.max(1, head - 4)),
                                        NUMBERS[random.nextInt(NUMBERS.length)]);
                case 3 ->
                        ByteBuffer.wrap(file)
                                .putShort(
                                        random.nextInt(Math.max(1, head - 2)),
                                        (short) NUMBERS[random.nextInt(NUMBERS.length)]);
                case 4 -> {
                    int length = 1 + random.nextInt(Math.max(1, head / 4));
                    int from = random.nextInt(file.length - length + 1);
                    int to = random.nextInt(file.length - length + 1);
                    System.arraycopy(file, from, file, to, length);
                }
                default -> {
                    for (int hits = 1 << random.nextInt(5); hits > 0; hits--) {
                        file[random.nextInt(head)] ^= (byte) (1 << random.nextInt(8));
                    }
                }
            }
        }
        return file;
    }
}
