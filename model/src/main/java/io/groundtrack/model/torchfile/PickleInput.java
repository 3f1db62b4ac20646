package io.groundtrack.model.torchfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle, read forwards; no length is believed before it was held to what is left.
 */
final class PickleInput {
    private final String source;
    private final ByteBuffer bytes;

    PickleInput(String source, ByteBuffer bytes) {
        this.source = source;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int u1() {
        need(1);
        return bytes.get() & 0xff;
    }

    int u2() {
        need(2);
        return bytes.getShort() & 0xffff;
    }

    int i4() {
        need(4);
        return bytes.getInt();
    }

    long u4() {
        return i4() & 0xffffffffL;
    }

    /** Eight bytes as a length or count. */
    long u8() {
        need(8);
        return bytes.getLong();
    }

    double bigEndianDouble() {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    String text(long length) {
        need(length);
        var text = new byte[(int) length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    void skip(long length) {
        need(length);
        bytes.position(bytes.position() + (int) length);
    }

    /** Up to the line's end, which is not part of it. */
    String line() {
        int end = bytes.position();
        while (end < bytes.limit() && bytes.get(end) != '\n') {
            end++;
        }
        if (end == bytes.limit()) {
            throw refused("a line without end");
        }
        String line = text(end - bytes.position());
        bytes.get();
        return line;
    }

    /** Two's complement, least byte first. Longer than a {@code long} is no size of a tensor. */
    Object integer(long length) {
        if (length > 8) {
            skip(length);
            return new Pickled.Opaque("a number of " + length + " bytes");
        }
        need(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            long b = bytes.get();
            value = i == length - 1 ? value | b << 8 * i : value | (b & 0xff) << 8 * i;
        }
        return value;
    }

    IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(
                source + ": data.pkl: byte " + bytes.position() + ": " + reason);
    }

    private void need(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw refused(length + " more bytes (it holds " + bytes.remaining() + ")");
        }
    }
}
