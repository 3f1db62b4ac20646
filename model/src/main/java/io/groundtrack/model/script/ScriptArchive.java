package io.groundtrack.model.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what {@code torch.jit.load} reads: a zip of source text and a pickled object.
 *
 * <p>In: the methods of one class, {@value #TYPE}, in TorchScript's serialised form, that is with
 * operators by their full names → the archive's bytes. The object has one attribute, {@code w}, a
 * list of tensors that is empty at first: a module is given its weights by a method of its own, so
 * that they are never copied into an archive.
 *
 * <p>Source: PyTorch's serialisation format, version 3, as {@code torch.jit.save} of 2.7 writes it.
 */
public final class ScriptArchive {
    static final String TYPE = "__torch__.Encoder";

    private static final String HEAD =
            """
            class Encoder(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              w : List[Tensor]
            """;

    private ScriptArchive() {}

    public static byte[] of(String methods) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", object());
            store(zip, "code/__torch__.py", (HEAD + methods).getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // ()
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Pickle, protocol 2: Encoder with {training: false, w: build_tensorlist([])}. */
    private static byte[] object() throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2});
        global(out, "__torch__", "Encoder");
        out.write(new byte[] {')', (byte) 0x81, '}', '('}); // NEWOBJ(), {, MARK
        text(out, "training");
        out.write(0x89); // False
        text(out, "w");
        global(out, "torch.jit._pickle", "build_tensorlist");
        out.write("(]tR".getBytes(StandardCharsets.US_ASCII)); // ([],) REDUCE
        out.write("ub.".getBytes(StandardCharsets.US_ASCII)); // SETITEMS BUILD STOP
        return out.toByteArray();
    }

    private static void global(ByteArrayOutputStream out, String module, String name)
            throws IOException {
        out.write(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void text(ByteArrayOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {'X', (byte) bytes.length, 0, 0, 0});
        out.write(bytes);
    }

    /** The reader maps files as they lie: stored, not deflated. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry("encoder/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
