package io.groundtrack.ingest.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.intel.gkl.compression.IntelInflater;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The native inflater beside the JDK's, on sound streams and on thousands of broken ones. */
class NativeInflaterTest {

    private static final int MUTATIONS = 10_000;
    private static final byte MARK = 0x5a;
    private static final int AROUND = 4_096;

    private final Random random = new Random(17);
    private NativeInflater inflater;

    @BeforeEach
    void load() {
        assumeThat(NativeInflater.isLoaded())
                .as("the native inflater loads here (x86-64 Linux or macOS)")
                .isTrue();
        inflater = NativeInflater.create();
    }

    @AfterEach
    void end() {
        if (inflater != null) {
            inflater.end();
        }
    }

    /** Blocks as they come: noise, slopes, repetitions, nothing at all. */
    private byte[] plain(int kind, int size) {
        var plain = new byte[size];
        for (int i = 0; i < size; i++) {
            plain[i] =
                    switch (kind % 5) {
                        case 0 -> (byte) random.nextInt();
                        case 1 -> (byte) (random.nextGaussian() * 9);
                        case 2 -> (byte) (i >> 4);
                        case 3 -> i > 40_000 ? plain[i - 32_768] : (byte) random.nextInt(7);
                        default -> 0;
                    };
        }
        return plain;
    }

    private static byte[] deflated(byte[] plain, int level, int strategy, boolean raw) {
        var deflater = new Deflater(level, raw);
        deflater.setStrategy(strategy);
        deflater.setInput(plain);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        var part = new byte[4_096];
        while (!deflater.finished()) {
            out.write(part, 0, deflater.deflate(part));
        }
        deflater.end();
        return out.toByteArray();
    }

    private List<byte[]> seeds(int size) {
        var seeds = new ArrayList<byte[]>();
        for (int kind = 0; kind < 5; kind++) {
            for (int level : new int[] {0, 1, 6, 9}) {
                seeds.add(deflated(plain(kind, size), level, Deflater.DEFAULT_STRATEGY, true));
            }
            seeds.add(deflated(plain(kind, size), 6, Deflater.HUFFMAN_ONLY, true));
        }
        return seeds;
    }

    @Test
    void givesBackWhatWasDeflated() {
        for (int size : new int[] {1, 7, 64, 4_095, 65_536, 300_001}) {
            for (int kind = 0; kind < 5; kind++) {
                var plain = plain(kind, size);
                for (int level = 0; level <= 9; level++) {
                    var raw = deflated(plain, level, Deflater.DEFAULT_STRATEGY, true);
                    var out = new byte[size + NativeInflater.GUARD];
                    assertThat(inflater.fill(raw, 0, raw.length, out, size)).isTrue();
                    assertThat(Arrays.mismatch(plain, 0, size, out, 0, size)).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void givesTheFirstBytesOfALongerStreamAndNoMore() {
        var plain = plain(1, 100_000);
        var raw = deflated(plain, 6, Deflater.DEFAULT_STRATEGY, true);
        for (int size = 99_990; size > 0; size = size * 9 / 10) {
            var out = new byte[size + NativeInflater.GUARD];
            inflater.fill(raw, 0, raw.length, out, size);
            assertThat(Arrays.mismatch(plain, 0, size, out, 0, size)).isEqualTo(-1);
        }
    }

    @Test
    void brokenStreamsNeverWriteBesideTheirPlace() {
        var seeds = seeds(20_000);
        int wrong = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            var stream = mutated(seeds.get(i % seeds.size()));
            int size = 1 + random.nextInt(24_000);
            var memory = new byte[AROUND + size + AROUND];
            Arrays.fill(memory, MARK);
            int done = bare(stream, memory, size);
            for (int k = 0; k < AROUND; k++) {
                if (memory[k] != MARK || memory[AROUND + size + k] != MARK) {
                    assertThat(k).as("byte beside the output, mutation " + i).isNegative();
                }
            }
            assertThat(done).isLessThanOrEqualTo(size);
            wrong += done == size ? 0 : 1;
        }
        assertThat(wrong).as("streams that were broken indeed").isGreaterThan(MUTATIONS / 10);
    }

    /** As {@link NativeInflater#fill} calls it, but into the middle of an array. */
    private int bare(byte[] stream, byte[] memory, int size) {
        var one = new IntelInflater(true);
        try {
            one.reset();
            one.setInput(stream, 0, stream.length);
            return one.inflate(memory, AROUND, size);
        } catch (Exception e) {
            return -1;
        } finally {
            one.end();
        }
    }

    /** zlib also refuses incomplete codes that nothing uses; there the sum decides. */
    @Test
    void whatTheJdkUnpacksIsTheSameAndWhatItRefusesHasTheRightSumOrIsRefused() {
        var seeds = new ArrayList<byte[]>();
        var plains = new ArrayList<String>();
        for (int kind = 0; kind < 5; kind++) {
            var plain = plain(kind, 20_000);
            seeds.add(deflated(plain, 6, Deflater.DEFAULT_STRATEGY, false));
            plains.add(plain.length + " " + Arrays.hashCode(plain));
        }
        int sound = 0;
        int broken = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            var stream = i % 10 == 0 ? seeds.get(i % 5) : mutated(seeds.get(i % 5));
            int size = random.nextBoolean() ? 20_000 : 1 + random.nextInt(24_000);
            var fast = inflated(stream, size, true);
            var slow = inflated(stream, size, false);
            boolean unpacked = Character.isDigit(slow.charAt(0));
            var expected = unpacked ? slow : plains.get(i % 5);
            if (!fast.equals(slow) && !fast.equals(expected)) {
                assertThat(fast).as("mutation " + i).isEqualTo(expected);
            }
            if (fast.startsWith("" + size)) {
                sound++;
            } else {
                broken++;
            }
        }
        assertThat(sound).isGreaterThan(MUTATIONS / 20);
        assertThat(broken).isGreaterThan(MUTATIONS / 10);
    }

    private static String inflated(byte[] stream, int size, boolean natively) {
        var codecs = Codecs.borrow();
        try {
            var out = new byte[size + Codecs.MARGIN];
            int done = codecs.inflate(stream, out, size, natively);
            return done + " " + (done < size ? "" : Arrays.hashCode(Arrays.copyOf(out, size)));
        } catch (DataFormatException e) {
            return e.getMessage() == null ? "broken" : e.getMessage();
        } finally {
            codecs.giveBack();
        }
    }

    private byte[] mutated(byte[] seed) {
        var stream = seed.clone();
        switch (random.nextInt(5)) {
            case 0 -> stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int k = 0; k < 8; k++) {
                    stream[random.nextInt(stream.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> {
                // the head holds the code lengths
                for (int k = 0; k < 4; k++) {
                    stream[random.nextInt(Math.min(stream.length, 80))] = (byte) random.nextInt();
                }
            }
            case 3 -> stream = Arrays.copyOf(stream, 1 + random.nextInt(stream.length));
            default -> {
                int from = random.nextInt(stream.length);
                int to = random.nextInt(stream.length);
                int count = Math.min(stream.length - Math.max(from, to), random.nextInt(512));
                System.arraycopy(seed, from, stream, to, count);
            }
        }
        return stream;
    }

    @Test
    void outputWithoutRoomBehindItIsRefused() {
        var raw = deflated(new byte[10], 6, Deflater.DEFAULT_STRATEGY, true);

        assertThatThrownBy(() -> inflater.fill(raw, 0, raw.length, new byte[10], 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 bytes");
    }

    @Test
    void aPresetDictionaryIsTheJdksBusiness() throws DataFormatException {
        var deflater = new Deflater();
        deflater.setDictionary(new byte[] {1, 2, 3});
        deflater.setInput(new byte[] {1, 2, 3, 1, 2, 3});
        deflater.finish();
        var stream = new byte[100];
        var used = Arrays.copyOf(stream, deflater.deflate(stream));
        deflater.end();
        System.arraycopy(stream, 0, used, 0, used.length);
        var jdk = new Inflater();
        jdk.setInput(used);
        assertThat(jdk.inflate(new byte[6])).isZero();
        jdk.end();

        assertThat(inflated(used, 6, true)).isEqualTo(inflated(used, 6, false)).startsWith("0");
    }
}
