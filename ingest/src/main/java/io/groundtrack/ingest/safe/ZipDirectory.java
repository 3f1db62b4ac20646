package io.groundtrack.ingest.safe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How large the central directory of a zip claims to be, read before anything is allocated for it.
 *
 * <p>Source: APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
 *
 * @param entries files and folders
 * @param bytes of the directory itself
 */
record ZipDirectory(long entries, long bytes) {

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 65_535;
    private static final int LOCATOR_BYTES = 20;

    /** A name of the longest kind, twice over, and the fields round it. */
    private static final long BYTES_AN_ENTRY = 1_024;

    static ZipDirectory of(Path zip) throws IOException {
        var name = String.valueOf(zip.getFileName());
        try (var channel = FileChannel.open(zip, StandardOpenOption.READ)) {
            var length = (int) Math.min(channel.size(), END_BYTES + LONGEST_COMMENT);
            var start = channel.size() - length;
            var tail = read(channel, start, length);
            for (var at = length - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) == END
                        && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) <= length) {
                    return directory(channel, tail, at, start, name);
                }
            }
        }
        throw new SafeException(name, "no zip, or cut off: its directory is not there", "a zip");
    }

    private static ZipDirectory directory(
            FileChannel channel, ByteBuffer tail, int at, long start, String name)
            throws IOException {
        var entries = Short.toUnsignedInt(tail.getShort(at + 10));
        var bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
        var locator = at - LOCATOR_BYTES;
        if (locator < 0 || tail.getInt(locator) != LOCATOR_64) {
            return new ZipDirectory(entries, bytes);
        }
        var end = tail.getLong(locator + 8);
        if (end < 0 || end > start + locator) {
            throw new SafeException(name, "its directory lies outside the file", "a zip");
        }
        var large = read(channel, end, 56);
        if (large.remaining() < 56 || large.getInt(0) != END_64) {
            throw new SafeException(name, "no zip64 directory at " + end, "a zip");
        }
        return new ZipDirectory(large.getLong(32), large.getLong(40));
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    /** Refuses a directory that no product has. */
    void require(String name, int mostEntries) throws SafeException {
        if (entries < 0 || entries > mostEntries) {
            throw new SafeException(
                    name, entries + " entries", "at most " + mostEntries + ": one product");
        }
        if (bytes < 0 || bytes > mostEntries * BYTES_AN_ENTRY) {
            throw new SafeException(
                    name,
                    "a directory of " + bytes + " bytes",
                    "at most " + mostEntries * BYTES_AN_ENTRY);
        }
    }
}
