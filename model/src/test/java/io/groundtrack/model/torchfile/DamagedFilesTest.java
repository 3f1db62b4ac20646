package io.groundtrack.model.torchfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.Tensor;
import io.groundtrack.model.checkpoint.TensorFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand damaged files of weights: each is read, or refused in words, quickly and in little
 * memory.
 *
 * <p>Two thirds of the damage is aimed at what lies before the numbers: the JSON header, the zip's
 * directory, the pickle, whose checksum is then made right again so that the damage gets through.
 */
@Timeout(120)
class DamagedFilesTest {
    private static final int CASES = 10_000;
    private static final long SLACK_BYTES = 64L << 20;
    private static final double LONGEST_SECONDS = 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Random random = new Random(20_260_727);
    private int read;
    private int refused;

    @Test
    void isReadOrRefusedInWords() throws IOException {
        byte[] safetensors = tinySafetensors();
        byte[] torch = tinyTorch();
        byte[] lightning = lightning(torch);
        for (int i = 0; i < CASES; i++) {
            switch (i % 9) {
                case 0, 1, 2 -> trySafetensors(damaged(safetensors, 8, headerEnd(safetensors)));
                case 3 -> trySafetensors(damaged(safetensors, 0, safetensors.length));
                case 4 -> tryTorch(inDirectory(torch));
                case 5, 6 -> tryTorch(inPickle(torch));
                case 7 -> tryTorch(damaged(torch, 0, torch.length));
                default -> tryTorch(i % 2 == 0 ? inPickle(lightning) : inDirectory(lightning));
            }
        }

        assertThat(read + refused).isEqualTo(CASES);
        // damage that is never noticed, or always, would not try the reader
        assertThat(read).isBetween(CASES / 50, CASES / 2);
    }

    private void trySafetensors(byte[] content) {
        attempt(content, () -> Safetensors.open("f", content));
    }

    private void tryTorch(byte[] content) {
        attempt(content, () -> TorchFile.open("f", content));
    }

    private interface Opening {
        TensorFile open();
    }

    private void attempt(byte[] content, Opening opening) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try (TensorFile file = opening.open()) {
            for (String name : file.names()) {
                readOrRefuse(file, name);
            }
            read++;
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("f: ").hasSizeGreaterThan(8);
            refused++;
        }
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(LONGEST_SECONDS);
        // all that was ever taken, so at no time was more in use; tensors are let go one by one
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - bytes)
                .isLessThan(content.length + SLACK_BYTES);
    }

    private static void readOrRefuse(TensorFile file, String name) {
        try {
            Tensor tensor = file.tensor(name);
            assertThat(tensor.shape()).isEqualTo(file.shape(name));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("f: ");
        }
    }

    /** One to three changes between two places. */
    private byte[] damaged(byte[] whole, int from, int to) {
        byte[] content = whole.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int end = Math.min(to, content.length);
            if (from < end) {
                content = damagedOnce(content, from, end);
            }
        }
        return content;
    }

    private byte[] damagedOnce(byte[] content, int from, int to) {
        int at = from + random.nextInt(to - from);
        switch (random.nextInt(8)) {
            case 0 -> content[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> content[at] = (byte) random.nextInt(256);
            case 2 -> {
                // a byte from elsewhere: another opcode, digit or bracket of the same language
                content[at] = content[from + random.nextInt(to - from)];
            }
            case 3 -> {
                return Arrays.copyOf(content, at);
            }
            case 4 -> {
                int length = 1 + random.nextInt(16);
                var longer = new byte[content.length + length];
                System.arraycopy(content, 0, longer, 0, at);
                for (int i = at; i < at + length; i++) {
                    longer[i] = content[from + random.nextInt(to - from)];
                }
                System.arraycopy(content, at, longer, at + length, content.length - at);
                return longer;
            }
            case 5 -> {
                int length = Math.min(1 + random.nextInt(16), content.length - at);
                byte[] shorter = Arrays.copyOf(content, content.length - length);
                System.arraycopy(content, at + length, shorter, at, content.length - at - length);
                return shorter;
            }
            case 6 -> putNumber(content, at, random.nextBoolean() ? 4 : 8);
            default -> {
                for (int i = at; i < Math.min(at + 1 + random.nextInt(6), to); i++) {
                    content[i] = (byte) ('0' + random.nextInt(10));
                }
            }
        }
        return content;
    }

    /** A number that sizes are often wrong by. */
    private void putNumber(byte[] content, int at, int bytes) {
        long[] edges = {
            0,
            1,
            -1,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            content.length,
            1L << 40,
            0xffffffffL
        };
        ByteBuffer edge = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        edge.putLong(0, edges[random.nextInt(edges.length)]);
        for (int i = 0; i < Math.min(bytes, content.length - at); i++) {
            content[at + i] = edge.get(i);
        }
    }

    private byte[] inDirectory(byte[] zip) {
        int at = little(zip).getInt(zip.length - 6);
        return damaged(zip, at < 0 ? zip.length - 900 : at, zip.length);
    }

    /** Damages the pickle in its place; it keeps its length, and its checksum is right. */
    private byte[] inPickle(byte[] zip) {
        ByteBuffer bytes = little(zip);
        int nameLength = bytes.getShort(26);
        int from = 30 + nameLength + bytes.getShort(28);
        int directory = indexOfDirectory(zip);
        var size = bytes.getInt(directory + 24);
        byte[] pickle = damaged(Arrays.copyOfRange(zip, from, from + size), 0, size);
        byte[] content = zip.clone();
        System.arraycopy(pickle, 0, content, from, Math.min(size, pickle.length));
        var crc = new CRC32();
        crc.update(content, from, size);
        little(content).putInt(directory + 16, (int) crc.getValue());
        return content;
    }

    /** The pickle is an archive's first entry. */
    private static int indexOfDirectory(byte[] zip) {
        ByteBuffer bytes = little(zip);
        for (int at = zip.length - 22; ; at--) {
            if (bytes.getInt(at) == 0x02014b50 && bytes.getInt(at + 42) == 0) {
                return at;
            }
        }
    }

    private static int headerEnd(byte[] safetensors) {
        return 8 + (int) little(safetensors).getLong(0);
    }

    private static ByteBuffer little(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] tinySafetensors() {
        var tensors = new TreeMap<String, Tensor>();
        tensors.put("blocks.0.weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("norm.bias", Tensor.of(new float[] {7, 8}, 2));
        tensors.put("scale", Tensor.of(new float[] {9}));
        return Safetensors.bytes(tensors);
    }

    private static byte[] tinyTorch() {
        byte[] pickle =
                new PickleText()
                        .code('}', '(')
                        .text("state_dict")
                        .code('}', '(')
                        .text("weight")
                        .tensor("FloatStorage", "0", 2, 3)
                        .text("turned")
                        .tensor("HalfStorage", "0", 12, 1, new long[] {3, 2}, new long[] {1, 3})
                        .code('u')
                        .text("optimizer_states")
                        .code(']', 'q', 0, '(')
                        .number(3)
                        .code('N', 0x88, 'h', 0, 'e')
                        .text("cfg")
                        .global("types", "SimpleNamespace")
                        .code(')', 'R', '}')
                        .text("a")
                        .number(1)
                        .code('s', 'b', 'u')
                        .end();
        return TorchFileTest.archive(pickle, Map.of("0", new byte[24]), "little", false);
    }

    /** The reference checkpoint, where it lies beside the project; else the tiny one. */
    private static byte[] lightning(byte[] otherwise) throws IOException {
        Path file =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/model")
                        .resolve("csmae-sesd/weights.ckpt")
                        .normalize();
        return Files.exists(file) ? Files.readAllBytes(file) : otherwise;
    }
}
