package io.groundtrack.ingest.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damages TIFFs where it hurts: header, directory, arrays, blocks, places, no-data; cuts, inserts
 * and splices.
 *
 * <p>in: sound files → out: one of them with one to three damages, a function of the number alone.
 */
final class TiffMutations {

    private static final int[] LENGTHS = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    private static final int[] TAGS = {
        254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 317, 322, 323, 324, 325, 330,
        339, 347, 33550, 33922, 34264, 34735, 34736, 34737, 42112, 42113
    };
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        4,
        5,
        7,
        8,
        12,
        16,
        32,
        64,
        255,
        256,
        4_096,
        4_097,
        32_767,
        32_768,
        65_535,
        65_536,
        1 << 20,
        1 << 24,
        (1 << 24) + 1,
        0x7fff_fff0L,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_fff0L,
        0xffff_ffffL,
        1L << 32,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8,
        6,
        32_773,
        34_712,
        34_887,
        50_000,
        50_001,
        32_946,
        4_326,
        32_633,
        32_767,
        3_857,
        1_024,
        2_048,
        3_072
    };
    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        -1,
        1e-300,
        4.9e-324,
        1e300,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        180,
        360,
        90,
        1e7,
        1e-7,
        299_990
    };
    private static final String[] TEXTS = {
        "",
        " ",
        "nan",
        "-nan",
        "inf",
        "-inf",
        "1e999",
        "0x1p3",
        "12abc",
        "\u0001\n\u001b[31m",
        "99999999999999999999999999999999999999999999999999999999999999999999",
        "1e-999",
        "1d",
        "é"
    };

    private final List<byte[]> seeds;

    TiffMutations(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    /** One entry of a directory: where it stands and what it says. */
    private record Entry(int at, int type, long count, int data, int bytes) {}

    byte[] mutation(Random random) {
        var file = seeds.get(random.nextInt(seeds.size())).clone();
        int damages = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(2);
        for (int i = 0; i < damages; i++) {
            file = damaged(file, random);
        }
        return file;
    }

    private byte[] damaged(byte[] file, Random random) {
        if (file.length < 16) {
            return file;
        }
        switch (random.nextInt(12)) {
            case 0 -> file[random.nextInt(16)] = (byte) random.nextInt();
            case 1, 2, 3 -> entry(file, random);
            case 4, 5, 6 -> values(file, random);
            case 7, 8 -> noise(file, random);
            case 9 -> {
                return Arrays.copyOf(file, random.nextInt(file.length));
            }
            case 10 -> {
                return inserted(file, random);
            }
            default -> splice(file, random);
        }
        return file;
    }

    private static ByteBuffer view(byte[] file) {
        return ByteBuffer.wrap(file)
                .order(file[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** A random entry of the first directory; null where it can no longer be found. */
    private static Entry anyEntry(byte[] file, Random random) {
        var view = view(file);
        boolean big = view.getShort(2) == 43;
        long directory = big ? view.getLong(8) : view.getInt(4) & 0xffff_ffffL;
        int head = big ? 8 : 2;
        int size = big ? 20 : 12;
        if (directory < 0 || directory > file.length - head - size) {
            return null;
        }
        int start = (int) directory;
        int entries = view.getShort(big && file[0] == 'M' ? start + 6 : start) & 0xffff;
        if (entries == 0) {
            return null;
        }
        int at = start + head + size * random.nextInt(Math.min(entries, 40));
        if (at > file.length - size) {
            return null;
        }
        int type = view.getShort(at + 2) & 0xffff;
        long count = big ? view.getLong(at + 4) : view.getInt(at + 4) & 0xffff_ffffL;
        int length = type < LENGTHS.length ? LENGTHS[type] : 0;
        int room = big ? 8 : 4;
        int inline = at + size - room;
        long data =
                count * length <= room
                        ? inline
                        : big ? view.getLong(inline) : view.getInt(inline) & 0xffff_ffffL;
        boolean found = length > 0 && count > 0 && data >= 0 && data <= file.length - length;
        return new Entry(at, type, count, found ? (int) data : -1, length);
    }

    /** Tag, type, count or place of an entry. */
    private static void entry(byte[] file, Random random) {
        var entry = anyEntry(file, random);
        if (entry == null) {
            return;
        }
        var view = view(file);
        boolean big = view.getShort(2) == 43;
        long number = number(file, random);
        switch (random.nextInt(5)) {
            case 0 -> view.putShort(entry.at(), (short) TAGS[random.nextInt(TAGS.length)]);
            case 1 -> view.putShort(entry.at() + 2, (short) random.nextInt(20));
            case 2 -> {
                if (big) {
                    view.putLong(entry.at() + 4, number);
                } else {
                    view.putInt(entry.at() + 4, (int) number);
                }
            }
            case 3 -> {
                if (big) {
                    view.putLong(entry.at() + 12, number);
                } else {
                    view.putInt(entry.at() + 8, (int) number);
                }
            }
            default -> {
                var other = anyEntry(file, random);
                int size = big ? 20 : 12;
                if (other != null) {
                    System.arraycopy(file, other.at(), file, entry.at(), size);
                }
            }
        }
    }

    /** Values behind an entry: offsets, counts, sizes, keys, places, text. */
    private static void values(byte[] file, Random random) {
        var entry = anyEntry(file, random);
        if (entry == null || entry.data() < 0) {
            return;
        }
        var view = view(file);
        int last = (int) Math.min(entry.count(), (file.length - entry.data()) / entry.bytes());
        int hits = 1 + random.nextInt(Math.min(last, 3));
        for (int i = 0; i < hits; i++) {
            int at = entry.data() + random.nextInt(last) * entry.bytes();
            switch (entry.type()) {
                case 2 -> text(file, entry.data(), last, random);
                case 12 -> view.putDouble(at, DOUBLES[random.nextInt(DOUBLES.length)]);
                case 11 -> view.putFloat(at, (float) DOUBLES[random.nextInt(DOUBLES.length)]);
                default -> {
                    long number = number(file, random);
                    switch (entry.bytes()) {
                        case 1 -> view.put(at, (byte) number);
                        case 2 -> view.putShort(at, (short) number);
                        case 4 -> view.putInt(at, (int) number);
                        default -> view.putLong(at, number);
                    }
                }
            }
        }
    }

    private static void text(byte[] file, int at, int length, Random random) {
        var text = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, file, at, Math.min(length, text.length));
    }

    private static long number(byte[] file, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> file.length - 8 + random.nextInt(16);
            case 1 -> random.nextInt(file.length);
            default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    }

    /** Some bytes anywhere: mostly in the blocks, where codecs read. */
    private static void noise(byte[] file, Random random) {
        int hits = 1 << random.nextInt(6);
        int from = random.nextInt(file.length);
        int within = random.nextBoolean() ? Math.min(64, file.length - from) : file.length - from;
        for (int i = 0; i < hits; i++) {
            int at = from + random.nextInt(within);
            file[at] =
                    random.nextBoolean()
                            ? (byte) random.nextInt()
                            : (byte) (file[at] ^ 1 << random.nextInt(8));
        }
    }

    private static byte[] inserted(byte[] file, Random random) {
        int at = random.nextInt(file.length);
        int bytes = 1 + random.nextInt(32);
        boolean removed = random.nextBoolean() && at + bytes < file.length;
        var out = new byte[removed ? file.length - bytes : file.length + bytes];
        System.arraycopy(file, 0, out, 0, at);
        int from = removed ? at + bytes : at;
        int to = removed ? at : at + bytes;
        System.arraycopy(file, from, out, to, file.length - from);
        return out;
    }

    private void splice(byte[] file, Random random) {
        var other = seeds.get(random.nextInt(seeds.size()));
        int length = 1 + random.nextInt(Math.min(file.length, other.length));
        int from = random.nextInt(other.length - length + 1);
        int to = random.nextInt(file.length - length + 1);
        System.arraycopy(other, from, file, to, length);
    }
}
