package io.groundtrack.model.torchfile;

import io.groundtrack.model.checkpoint.MappedFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The central directory of a zip, whose entries may be of any size.
 *
 * <p>Every entry's bytes are then a range of the file. Refused, naming the entry: encryption,
 * several disks, repeated names, ranges that leave the file or overlap, local headers that say
 * another name than the directory.
 *
 * <p>Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16 (zip64).
 */
final class ZipDirectory {
    private static final int END_BYTES = 22;
    private static final int LARGEST_COMMENT = 0xffff;
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_DIRECTORY_BYTES = 32 << 20;

    /** One entry's bytes: {@code size} of them from {@code at}, as they are where method is 0. */
    record Entry(String name, long at, long size, int crc, int method) {}

    private record Listed(String name, long headerAt, long size, int crc, int method) {}

    private final MappedFile file;
    private final Map<String, Entry> entries = new TreeMap<>();
    private long directoryAt;
    private long directoryBytes;
    private long count;

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    /** Name → entry, in order of names. */
    static Map<String, Entry> read(MappedFile file) {
        var directory = new ZipDirectory(file);
        directory.findDirectory();
        directory.readEntries();
        return directory.entries;
    }

    private void findDirectory() {
        if (file.size() < END_BYTES) {
            throw refused(file.size() + " bytes are too few for a zip");
        }
        int tailBytes = (int) Math.min(file.size(), END_BYTES + LARGEST_COMMENT);
        ByteBuffer tail = file.slice(file.size() - tailBytes, tailBytes);
        int at = tailBytes - END_BYTES;
        while (at >= 0
                && !(tail.getInt(at) == 0x06054b50
                        && u2(tail, at + 20) == tailBytes - END_BYTES - at)) {
            at--;
        }
        if (at < 0) {
            throw refused("no zip directory at its end: damaged, or cut short");
        }
        long endAt = file.size() - tailBytes + at;
        count = u2(tail, at + 10);
        directoryBytes = u4(tail, at + 12);
        directoryAt = u4(tail, at + 16);
        boolean oneDisk = u2(tail, at + 4) == 0 && u2(tail, at + 6) == 0;
        if (at >= 20 && tail.getInt(at - 20) == 0x07064b50) {
            endAt = tail.getLong(at - 12);
            if (endAt < 0 || endAt > file.size() - 56) {
                throw refused("zip64 directory end at byte " + endAt + " of " + file.size());
            }
            ByteBuffer end = file.slice(endAt, 56);
            if (end.getInt(0) != 0x06064b50) {
                throw refused("no zip64 directory end at byte " + endAt);
            }
            oneDisk = end.getInt(16) == 0 && end.getInt(20) == 0;
            count = end.getLong(32);
            directoryBytes = end.getLong(40);
            directoryAt = end.getLong(48);
        }
        if (!oneDisk) {
            throw refused("a zip of several parts");
        }
        if (directoryAt < 0
                || directoryBytes < 0
                || directoryBytes > endAt
                || directoryAt > endAt - directoryBytes) {
            throw refused(
                    "zip directory of "
                            + directoryBytes
                            + " bytes at "
                            + directoryAt
                            + " in a file of "
                            + file.size());
        }
        if (directoryBytes > MAX_DIRECTORY_BYTES
                || count < 0
                || count > Math.min(MAX_ENTRIES, directoryBytes / 46)) {
            throw refused(count + " entries in a zip directory of " + directoryBytes + " bytes");
        }
    }

    private void readEntries() {
        ByteBuffer directory = file.slice(directoryAt, (int) directoryBytes);
        var listed = new ArrayList<Listed>();
        for (long i = 0; i < count; i++) {
            listed.add(readListed(directory, i));
        }
        listed.sort(Comparator.comparingLong(Listed::headerAt));
        long end = 0;
        for (Listed one : listed) {
            if (one.headerAt() < end) {
                throw refused(one.name(), "overlaps another entry");
            }
            long at = dataAt(one);
            end = at + one.size();
            var entry = new Entry(one.name(), at, one.size(), one.crc(), one.method());
            if (entries.put(one.name(), entry) != null) {
                throw refused(one.name(), "named twice");
            }
        }
    }

    private Listed readListed(ByteBuffer directory, long index) {
        int at = directory.position();
        if (directory.remaining() < 46 || directory.getInt(at) != 0x02014b50) {
            throw refused("zip directory entry " + index + " is damaged");
        }
        int nameBytes = u2(directory, at + 28);
        int extraBytes = u2(directory, at + 30);
        int entryBytes = 46 + nameBytes + extraBytes + u2(directory, at + 32);
        if (entryBytes > directory.remaining()) {
            throw refused("zip directory entry " + index + " is cut short");
        }
        String name = name(directory.slice(at + 46, nameBytes), index);
        if ((u2(directory, at + 8) & 1) != 0) {
            throw refused(name, "encrypted");
        }
        int method = u2(directory, at + 10);
        ByteBuffer extra = zip64(directory, at + 46 + nameBytes, extraBytes);
        long size = wide(name, u4(directory, at + 24), extra);
        long stored = wide(name, u4(directory, at + 20), extra);
        long headerAt = wide(name, u4(directory, at + 42), extra);
        if (method == 0 && size != stored || stored < 0 || headerAt < 0) {
            throw refused(name, stored + " bytes stored for " + size + ", at " + headerAt);
        }
        directory.position(at + entryBytes);
        return new Listed(name, headerAt, stored, directory.getInt(at + 16), method);
    }

    private String name(ByteBuffer bytes, long index) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw refused("zip directory entry " + index + ": its name is not UTF-8");
        }
    }

    /** The values of the zip64 extra field, in their order; empty where there is none. */
    private static ByteBuffer zip64(ByteBuffer directory, int at, int bytes) {
        int end = at + bytes;
        while (at + 4 <= end) {
            int length = Math.min(u2(directory, at + 2), end - at - 4);
            if (u2(directory, at) == 1) {
                return directory.slice(at + 4, length).order(directory.order());
            }
            at += 4 + length;
        }
        return ByteBuffer.allocate(0);
    }

    private long wide(String name, long narrow, ByteBuffer extra) {
        if (narrow != 0xffffffffL) {
            return narrow;
        }
        if (extra.remaining() < 8) {
            throw refused(name, "its zip64 sizes are missing");
        }
        return extra.getLong();
    }

    private long dataAt(Listed one) {
        if (one.headerAt() > directoryAt - 30) {
            throw refused(one.name(), "begins at byte " + one.headerAt() + ", past the data");
        }
        ByteBuffer header = file.slice(one.headerAt(), 30);
        byte[] name = one.name().getBytes(StandardCharsets.UTF_8);
        long at = one.headerAt() + 30 + u2(header, 26) + u2(header, 28);
        if (header.getInt(0) != 0x04034b50
                || u2(header, 26) != name.length
                || at > directoryAt
                || !file.slice(one.headerAt() + 30, name.length).equals(ByteBuffer.wrap(name))) {
            throw refused(one.name(), "no such entry at byte " + one.headerAt());
        }
        if (one.size() > directoryAt - at) {
            throw refused(
                    one.name(), one.size() + " bytes from " + at + " leave the file's data part");
        }
        return at;
    }

    private static int u2(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static long u4(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }

    private IllegalArgumentException refused(String name, String reason) {
        return refused("entry " + name + ": " + reason);
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(file.source() + ": " + reason);
    }
}
