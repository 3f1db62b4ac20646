package io.groundtrack.model.torchfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes a zip as torch.save does: stored, each entry's data aligned to 64 bytes, streamed. */
public final class StoredZip {
    /** Writes an entry's bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private final OutputStream out;
    private final boolean zip64;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long at;
    private int entries;
    private int method;
    private int flags;

    public StoredZip(OutputStream out, boolean zip64) {
        this.out = out;
        this.zip64 = zip64;
    }

    /** Lies about the entries that follow. */
    StoredZip claiming(int otherMethod, int otherFlags) {
        method = otherMethod;
        flags = otherFlags;
        return this;
    }

    public void add(String name, byte[] content) throws IOException {
        add(name, content.length, sink -> sink.write(content));
    }

    public void add(String name, long size, Content content) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        long headerAt = at;
        var padding = (int) (64 - (headerAt + 34 + nameBytes.length) % 64) % 64;
        put(
                out,
                buffer(30 + nameBytes.length + 4 + padding)
                        .putInt(0x04034b50)
                        .putShort((short) 20)
                        .putShort((short) (0x808 | flags))
                        .putShort((short) method)
                        .putInt(0)
                        .putInt(0) // checksum and sizes follow the data
                        .putLong(0)
                        .putShort((short) nameBytes.length)
                        .putShort((short) (4 + padding))
                        .put(nameBytes)
                        .putShort((short) 0x4246)
                        .putShort((short) padding));
        at += 34 + nameBytes.length + padding;
        var sum = new CheckedOutputStream(out, new CRC32());
        content.writeTo(sum);
        var crc = (int) sum.getChecksum().getValue();
        at += size;
        put(out, buffer(24).putInt(0x08074b50).putInt(crc).putLong(size).putLong(size));
        at += 24;
        list(nameBytes, crc, size, headerAt);
    }

    private void list(byte[] name, int crc, long size, long headerAt) throws IOException {
        var wide = buffer(zip64 ? 28 : 0);
        if (zip64) {
            wide.putShort((short) 1).putShort((short) 24);
            wide.putLong(size).putLong(size).putLong(headerAt);
        }
        put(
                directory,
                buffer(46 + name.length + wide.capacity())
                        .putInt(0x02014b50)
                        .putInt(0)
                        .putShort((short) (0x808 | flags))
                        .putShort((short) method)
                        .putInt(0)
                        .putInt(crc)
                        .putInt(zip64 ? -1 : Math.toIntExact(size))
                        .putInt(zip64 ? -1 : Math.toIntExact(size))
                        .putShort((short) name.length)
                        .putShort((short) wide.capacity())
                        .putShort((short) 0)
                        .putLong(0)
                        .putInt(zip64 ? -1 : Math.toIntExact(headerAt))
                        .put(name)
                        .put(wide.flip()));
        entries++;
    }

    public void finish() throws IOException {
        directory.writeTo(out);
        if (zip64) {
            put(
                    out,
                    buffer(76)
                            .putInt(0x06064b50)
                            .putLong(44)
                            .putInt(0x031e001e)
                            .putLong(0)
                            .putLong(entries)
                            .putLong(entries)
                            .putLong(directory.size())
                            .putLong(at)
                            .putInt(0x07064b50)
                            .putInt(0)
                            .putLong(at + directory.size())
                            .putInt(1));
        }
        put(
                out,
                buffer(22)
                        .putInt(0x06054b50)
                        .putInt(0)
                        .putShort((short) entries)
                        .putShort((short) entries)
                        .putInt(directory.size())
                        .putInt(zip64 ? -1 : Math.toIntExact(at))
                        .putShort((short) 0));
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(OutputStream out, ByteBuffer bytes) throws IOException {
        out.write(bytes.array());
    }
}
