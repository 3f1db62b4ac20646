package io.groundtrack.model.torchfile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Spells a pickle of protocol 2, as torch.save does without sharing what could be shared. */
public final class PickleText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public PickleText() {
        code(0x80, 2);
    }

    public PickleText code(int... opcodes) {
        for (int opcode : opcodes) {
            out.write(opcode);
        }
        return this;
    }

    public PickleText text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return code('X').little(bytes.length, 4).raw(bytes);
    }

    public PickleText number(long value) {
        return code(0x8a, 8).little(value, 8);
    }

    public PickleText global(String module, String name) {
        return code('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public PickleText numbers(long... values) {
        code('(');
        for (long value : values) {
            number(value);
        }
        return code('t');
    }

    /** Leaves a tensor on the stack. */
    public PickleText tensor(
            String storageClass, String key, long held, long offset, long[] sizes, long[] strides) {
        global("torch._utils", "_rebuild_tensor_v2").code('(');
        code('(').text("storage").global("torch", storageClass).text(key).text("cpu");
        number(held).code('t', 'Q').number(offset).numbers(sizes).numbers(strides).code(0x89);
        return global("collections", "OrderedDict").code(')', 'R', 't', 'R');
    }

    /** Leaves a tensor without gaps that has a storage of its own. */
    public PickleText tensor(String storageClass, String key, long... sizes) {
        var strides = new long[sizes.length];
        long count = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = count;
            count *= sizes[i];
        }
        return tensor(storageClass, key, count, 0, sizes, strides);
    }

    public byte[] end() {
        code('.');
        return out.toByteArray();
    }

    private PickleText raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private PickleText little(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        out.write(all, 0, bytes);
        return this;
    }
}
