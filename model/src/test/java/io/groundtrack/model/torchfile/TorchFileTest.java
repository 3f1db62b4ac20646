package io.groundtrack.model.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.checkpoint.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

    @Test
    void readsTheCheckpointOfALightningRunAsTheSafetensorsOfTheSameWeights() {
        Path folder =
                Path.of(System.getProperty("project.root", ".."), "../shared/golden/model")
                        .resolve("csmae-sesd")
                        .normalize();
        Assumptions.assumeTrue(Files.isDirectory(folder), "no reference numbers at " + folder);
        try (var torch = TorchFile.open(folder.resolve("weights.ckpt"));
                var expected = Safetensors.open(folder.resolve("weights.safetensors"))) {
            assertThat(torch.names()).isEqualTo(expected.names());
            for (String name : torch.names()) {
                assertThat(torch.shape(name)).as(name).isEqualTo(expected.shape(name));
                assertThat(torch.tensor(name).values())
                        .as(name)
                        .isEqualTo(expected.tensor(name).values());
            }
            assertThat(torch.skipped())
                    .contains("optimizer_states", "epoch", "object types.SimpleNamespace");
            assertThat(torch.prefix()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsEveryFloatStorageInABareDictionary(boolean zip64) {
        byte[] pickle =
                new PickleText()
                        .code('}', '(')
                        .text("d")
                        .tensor("DoubleStorage", "0", 2)
                        .text("f")
                        .tensor("FloatStorage", "1", 1, 2)
                        .text("h")
                        .tensor("HalfStorage", "2", 2)
                        .text("b")
                        .tensor("BFloat16Storage", "3", 2)
                        .text("n")
                        .tensor("LongStorage", "0", 2)
                        .text("scalar")
                        .tensor("FloatStorage", "1", new long[0])
                        .text("step")
                        .number(7)
                        .code('u')
                        .end();
        var storages = new TreeMap<String, byte[]>();
        storages.put("0", little(16).putDouble(0.5).putDouble(-2).array());
        storages.put("1", little(8).putFloat(1.5f).putFloat(-0.1f).array());
        storages.put("2", little(4).putShort((short) 0x3c00).putShort((short) 0xc000).array());
        storages.put("3", little(4).putShort((short) 0x3f80).putShort((short) 0xc049).array());

        TorchFile file = TorchFile.open("x.pt", archive(pickle, storages, "little", zip64));

        assertThat(file.names()).containsExactly("b", "d", "f", "h", "n", "scalar");
        assertThat(file.tensor("d").values()).containsExactly(0.5f, -2);
        assertThat(file.tensor("f").values()).containsExactly(1.5f, -0.1f);
        assertThat(file.tensor("h").values()).containsExactly(1, -2);
        assertThat(file.tensor("b").values()).containsExactly(1, -3.140625f);
        assertThat(file.tensor("scalar").values()).containsExactly(1.5f);
        assertThat(file.shape("f")).containsExactly(1, 2);
        assertThat(file.shape("scalar")).isEmpty();
        assertThat(file.skipped()).containsExactly("step");
        assertThatThrownBy(() -> file.tensor("n"))
                .hasMessage("x.pt: tensor n: type LongStorage (expected: F32, F16, BF16 or F64)");
    }

    /** Six numbers 0 to 5 seen in other ways; what torch gives for the same calls. */
    @Test
    void honoursOffsetsAndStrides() {
        byte[] pickle =
                new PickleText()
                        .code('}', '(')
                        .text("transposed")
                        .tensor("FloatStorage", "0", 6, 0, longs(3, 2), longs(1, 3))
                        .text("tail")
                        .tensor("FloatStorage", "0", 6, 4, longs(2), longs(1))
                        .text("column")
                        .tensor("FloatStorage", "0", 6, 1, longs(2, 1), longs(3, 1))
                        .text("repeated")
                        .tensor("FloatStorage", "0", 6, 5, longs(2, 3), longs(0, 0))
                        .text("empty")
                        .tensor("FloatStorage", "0", 6, 6, longs(0, 9), longs(9, 1))
                        .code('u')
                        .end();

        TorchFile file = TorchFile.open("x", archive(pickle, sixNumbers(), "little", false));

        assertThat(file.tensor("transposed").values()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(file.tensor("tail").values()).containsExactly(4, 5);
        assertThat(file.tensor("column").values()).containsExactly(1, 4);
        assertThat(file.tensor("repeated").values()).containsExactly(5, 5, 5, 5, 5, 5);
        assertThat(file.tensor("empty").values()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "module.a, module.b, 'a,b', module.",
        "module._orig_mod.a, module._orig_mod.b, 'a,b', module._orig_mod.",
        "model.a, model.b, 'a,b', model.",
        "module.a, b, 'b,module.a', ''",
        "module.module.a, module.b, 'b,module.a', module.",
    })
    void aPrefixThatAllNamesHaveIsStripped(String one, String two, String names, String prefix) {
        byte[] pickle =
                new PickleText()
                        .code('}')
                        .text("state_dict")
                        .code('}', '(')
                        .text(one)
                        .tensor("FloatStorage", "0", 6)
                        .text(two)
                        .tensor("FloatStorage", "0", 6)
                        .code('u', 's')
                        .end();

        TorchFile file = TorchFile.open("x", archive(pickle, sixNumbers(), "little", false));

        assertThat(String.join(",", file.names())).isEqualTo(names);
        assertThat(file.prefix()).isEqualTo(prefix);
    }

    @Test
    void nothingInTheFileIsRun() {
        byte[] pickle =
                new PickleText()
                        .code('}', '(')
                        .text("evil")
                        .global("os", "system")
                        .text("touch here")
                        .code(0x85, 'R')
                        .text("w")
                        .tensor("FloatStorage", "0", 6)
                        .code('u')
                        .end();

        TorchFile file = TorchFile.open("x", archive(pickle, sixNumbers(), "little", false));

        assertThat(file.names()).containsExactly("w");
        assertThat(file.skipped()).containsExactly("evil", "object os.system");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 0 | 7 | 1 | tensor w: F32 values 0 to 6 of entry a/data/0 (it holds 6)",
                "6 | 1 | 6 | 1 | tensor w: F32 values 1 to 6",
                "6 | -1 | 6 | 1 | tensor w: offset -1",
                "6 | 0 | -6 | 1 | tensor w: size 0 is no number",
                "6 | 0 | 3 | 3 | tensor w: F32 values 0 to 6",
                "6 | 0 | 3 | 9223372036854775807 | tensor w: stride 9223372036854775807",
                "6 | 0 | 2000000000 | 0 | tensor w: 2000000000 values are too many",
                "6 | 9223372036854775807 | 2 | 1 | tensor w: stride 1",
            })
    void viewsThatLeaveTheirStorageAreRefused(
            long held, long offset, long size, long stride, String message) {
        byte[] pickle =
                new PickleText()
                        .code('}')
                        .text("w")
                        .tensor("FloatStorage", "0", held, offset, longs(size), longs(stride))
                        .code('s')
                        .end();

        assertRefused(archive(pickle, sixNumbers(), "little", false), message);
    }

    @Test
    void otherFormsAreRefusedByName() throws IOException {
        byte[] pickle = new PickleText().code('}').end();
        var script = new ByteArrayOutputStream();
        var zip = new StoredZip(script, false);
        zip.add("a/code/__torch__.py", new byte[3]);
        zip.add("a/data.pkl", pickle);
        zip.finish();
        var compressed = new ByteArrayOutputStream();
        zip = new StoredZip(compressed, false).claiming(8, 0);
        zip.add("a/data.pkl", pickle);
        zip.finish();

        assertRefused(script.toByteArray(), "a TorchScript archive, it holds a/code/__torch__.py");
        assertRefused(compressed.toByteArray(), "entry a/data.pkl: compressed, method 8");
        assertRefused(archive(pickle, sixNumbers(), "big", false), "byteorder: big");
        assertRefused(pickle, "the old PyTorch form, a pickle without zip");
        assertRefused("<html>".getBytes(StandardCharsets.UTF_8), "no PyTorch file");
        assertRefused(new byte[0], "0 bytes are too few");
        assertRefused(archive(pickle, sixNumbers(), "little", false), "no state_dict and no tens");
        byte[] object = new PickleText().global("some", "Net").code(')', 0x81, '}', 'b').end();
        assertRefused(
                archive(object, sixNumbers(), "little", false),
                "it holds an object some.Net (expected: a dictionary of tensors");
    }

    @Test
    void everyTruncationAndEveryDamagedStorageIsRefused() {
        byte[] whole =
                archive(
                        new PickleText()
                                .code('}')
                                .text("w")
                                .tensor("FloatStorage", "0", 6)
                                .code('s')
                                .end(),
                        sixNumbers(),
                        "little",
                        true);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> TorchFile.open("x", part))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        int at = indexOf(whole, sixNumbers().get("0"));
        whole[at + 3] ^= 1;
        TorchFile file = TorchFile.open("x", whole);
        assertThatThrownBy(() -> file.tensor("w"))
                .hasMessageStartingWith("x: entry a/data/0: damaged: CRC-32 ");
    }

    /** A byte an object, a list given to a thousand calls, a list that holds itself. */
    @Test
    void picklesThatUnfoldAreRefusedOrHarmless() {
        assertUnfolds(p -> p.code(repeat(2_000_000, '}')));
        assertUnfolds(p -> p.code(repeat(2_000_000, ']', 0x94)));
        assertUnfolds(p -> p.code(repeat(20_000_000, '(')));
        assertUnfolds(
                p -> {
                    p.code(']', 'q', 0, '(').code(repeat(100_000, 'N')).code('e');
                    for (int i = 0; i < 100_000; i++) {
                        p.global("collections", "OrderedDict").code('h', 0, 0x85, 'R');
                    }
                    return p;
                });
        byte[] itself =
                new PickleText().code('}', 'q', 0).text("state_dict").code('h', 0, 's').end();
        assertRefused(
                archive(itself, sixNumbers(), "little", false), "no state_dict and no tensors");
    }

    @ParameterizedTest
    @CsvSource({"R, its stack is empty", "t, no mark", "h, nothing was kept", "~, unknown opcode"})
    void brokenPicklesSayWhere(char opcode, String message) {
        byte[] pickle = new PickleText().code(opcode, 7).end();

        assertRefused(archive(pickle, sixNumbers(), "little", false), "data.pkl: byte ");
        assertRefused(archive(pickle, sixNumbers(), "little", false), message);
    }

    private static void assertUnfolds(UnaryOperator<PickleText> spelling) {
        byte[] pickle = spelling.apply(new PickleText()).end();

        assertRefused(
                archive(pickle, sixNumbers(), "little", false),
                "data.pkl: its objects need more than 32 MB");
    }

    private static int[] repeat(int times, int... opcodes) {
        var all = new int[times * opcodes.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = opcodes[i % opcodes.length];
        }
        return all;
    }

    private static void assertRefused(byte[] content, String message) {
        assertThatThrownBy(() -> TorchFile.open("x.ckpt", content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("x.ckpt: ")
                .hasMessageContaining(message);
    }

    private static Map<String, byte[]> sixNumbers() {
        ByteBuffer numbers = little(24);
        for (int i = 0; i < 6; i++) {
            numbers.putFloat(i);
        }
        return Map.of("0", numbers.array());
    }

    static byte[] archive(
            byte[] pickle, Map<String, byte[]> storages, String byteOrder, boolean zip64) {
        var out = new ByteArrayOutputStream();
        var zip = new StoredZip(out, zip64);
        try {
            zip.add("a/data.pkl", pickle);
            zip.add("a/byteorder", byteOrder.getBytes(StandardCharsets.UTF_8));
            for (var storage : storages.entrySet()) {
                zip.add("a/data/" + storage.getKey(), storage.getValue());
            }
            zip.add("a/version", "3\n".getBytes(StandardCharsets.UTF_8));
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not there");
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long[] longs(long... values) {
        return values;
    }
}
