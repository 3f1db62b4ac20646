package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @Test
    void whatIsWrittenIsReadBackFromBytesAndFromAFile(@TempDir Path folder) throws IOException {
        var tensors = new TreeMap<String, Tensor>();
        tensors.put("a", Tensor.of(new float[] {1, -2, Float.MIN_VALUE, 4, 5, 6}, 2, 3));
        tensors.put("empty", Tensor.of(new float[0], 0, 7));
        tensors.put("scalar", Tensor.of(new float[] {0.1f}));
        byte[] bytes = Safetensors.bytes(tensors);
        Path file = folder.resolve("x.safetensors");
        Files.write(file, bytes);

        try (var fromBytes = Safetensors.open("x", bytes);
                var fromFile = Safetensors.open(file)) {
            for (var source : new Safetensors[] {fromBytes, fromFile}) {
                assertThat(source.names()).containsExactly("a", "empty", "scalar");
                tensors.forEach(
                        (name, tensor) -> {
                            assertThat(source.shape(name)).isEqualTo(tensor.shape());
                            assertThat(source.tensor(name).values()).isEqualTo(tensor.values());
                        });
            }
        }
    }

    /** Values and bit patterns of IEEE 754 binary16 and of bfloat16. */
    @Test
    void halvesAreWidenedExactly() {
        var data = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        for (int half : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0xfc00}) {
            data.putShort((short) half);
        }
        data.putShort((short) 0x3f80).putShort((short) 0xc049);
        byte[] file =
                file(
                        """
                        {"h": {"dtype": "F16", "shape": [5], "data_offsets": [0, 10]},
                         "b": {"dtype": "BF16", "shape": [2], "data_offsets": [10, 14]}}""",
                        data.array());

        Map<String, Tensor> read = Safetensors.open("x", file).tensors();

        assertThat(read.get("h").values())
                .containsExactly(1, -2, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY);
        assertThat(read.get("b").values()).containsExactly(1, -3.140625f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "overlap  | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | overlaps",
                "gap      | {'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}} | gap",
                "beyond   | {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | tensor a: bytes 0 to 16",
                "backward | {'a':{'dtype':'F32','shape':[1],'data_offsets':[8,4]}} | tensor a: bytes 8 to 4",
                "negative | {'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}} | tensor a: shape",
                "product  | {'a':{'dtype':'F32','shape':[4294967296,4294967296,16],'data_offsets':[0,12]}} | tensor a: shape",
                "size     | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}} | tensor a: F32 of shape [2] does not fill 12 bytes",
                "dtype    | {'a':{'dtype':'F31','shape':[3],'data_offsets':[0,12]}} | tensor a: dtype 'F31'",
                "twice    | {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | tensor a: named twice",
                "unused   | {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 12 data bytes",
                "not json | {'a':{'dtype' | header is not the JSON",
                "list     | ['a'] | header is not the JSON",
                "words    | {'a':{'dtype':'F32','shape':['x'],'data_offsets':[0,12]}} | header is not the JSON",
                "missing  | {'a':{'dtype':'F32','data_offsets':[0,12]}} | tensor a: needs",
            })
    void lyingHeadersAreRefused(String what, String json, String reason) {
        byte[] file = file(json.replace('\'', '"'), new byte[12]);

        assertThatThrownBy(() -> Safetensors.open("m.safetensors", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("m.safetensors: ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "9", "9223372036854775807", "-1", "99999999"})
    void headerLengthIsCheckedBeforeMemoryIsTaken(long length) {
        byte[] file =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();

        assertThatThrownBy(() -> Safetensors.open("m", file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("m: header of " + length + " bytes in a file of 16");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = Safetensors.bytes(Map.of("a", Tensor.of(new float[] {1, 2, 3}, 3)));

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Safetensors.open("m", part))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void deepNestingIsRefused() {
        byte[] file = file("{\"__metadata__\": " + "[".repeat(100_000), new byte[0]);

        assertThatThrownBy(() -> Safetensors.open("m", file))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTensorOfWholeNumbersIsNamedWhenRead() {
        byte[] file =
                file(
                        "{\"n\": {\"dtype\": \"I64\", \"shape\": [1], \"data_offsets\": [0, 8]}}",
                        new byte[8]);

        assertThatThrownBy(() -> Safetensors.open("m", file).tensor("n"))
                .hasMessage("m: tensor n: dtype I64 (expected: F32, F16, BF16 or F64)");
        assertThatThrownBy(() -> Safetensors.open("m", file).tensor("o"))
                .hasMessage("m: tensor o: missing");
    }

    private static byte[] file(String json, byte[] data) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }
}
