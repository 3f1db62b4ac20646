package io.groundtrack.ingest.raster;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.zip.Deflater;

/** The writing side of codecs and predictors, stated apart from the reader's. */
final class TinyTiffBlocks {

    private TinyTiffBlocks() {}

    static byte[] compress(int compression, byte[] block) {
        return switch (compression) {
            case 5 -> lzw(block);
            case 8, 32946 -> deflate(block);
            case 32773 -> packBits(block);
            case 50000 -> Zstd.compress(block);
            default -> block;
        };
    }

    /** Runs of equal bytes where there are any, else literal bytes; an empty head now and then. */
    private static byte[] packBits(byte[] block) {
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < block.length; ) {
            int run = 1;
            while (run < 128 && at + run < block.length && block[at + run] == block[at]) {
                run++;
            }
            if (run > 1) {
                out.write(257 - run);
                out.write(block[at]);
                at += run;
            } else {
                int literal = Math.min(at % 50 + 1, block.length - at);
                out.write(literal - 1);
                out.write(block, at, literal);
                at += literal;
                out.write(128);
            }
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] block) {
        var deflater = new Deflater();
        deflater.setInput(block);
        deflater.finish();
        var out = new byte[block.length + block.length / 100 + 64];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static byte[] lzw(byte[] block) {
        var out = new ByteArrayOutputStream();
        var table = new HashMap<String, Integer>();
        var bits = new StringBuilder();
        int width = 9;
        int next = 258;
        append(bits, 256, width);
        var held = "";
        for (byte b : block) {
            var longer = held + (char) (b & 0xff);
            if (longer.length() == 1 || table.containsKey(longer)) {
                held = longer;
                continue;
            }
            append(bits, code(table, held), width);
            table.put(longer, next++);
            if (next == 4094) {
                append(bits, 256, 12);
                table.clear();
                next = 258;
                width = 9;
            } else if (next >= 1 << width) {
                width++;
            }
            held = "" + (char) (b & 0xff);
        }
        append(bits, code(table, held), width);
        next++;
        append(bits, 257, next >= 1 << width && width < 12 ? width + 1 : width);
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        for (int i = 0; i < bits.length(); i += 8) {
            out.write(Integer.parseInt(bits.substring(i, i + 8), 2));
        }
        return out.toByteArray();
    }

    private static int code(HashMap<String, Integer> table, String text) {
        return text.length() == 1 ? text.charAt(0) : table.get(text);
    }

    private static void append(StringBuilder bits, int code, int width) {
        for (int bit = width - 1; bit >= 0; bit--) {
            bits.append(code >> bit & 1);
        }
    }

    static void predict(
            int predictor, ByteBuffer block, int rows, int rowBytes, int samples, int bytes) {
        for (int row = 0; row < rows; row++) {
            if (predictor == 2) {
                differences(block, row * rowBytes, rowBytes, samples * bytes, bytes);
            } else if (predictor == 3) {
                floats(block, row * rowBytes, rowBytes, samples, bytes);
            }
        }
    }

    private static void differences(ByteBuffer block, int from, int length, int stride, int bytes) {
        for (int p = from + length - bytes; p >= from + stride; p -= bytes) {
            switch (bytes) {
                case 1 -> block.put(p, (byte) (block.get(p) - block.get(p - stride)));
                case 2 ->
                        block.putShort(p, (short) (block.getShort(p) - block.getShort(p - stride)));
                case 4 -> block.putInt(p, block.getInt(p) - block.getInt(p - stride));
                default -> block.putLong(p, block.getLong(p) - block.getLong(p - stride));
            }
        }
    }

    private static void floats(ByteBuffer block, int from, int length, int samples, int bytes) {
        int count = length / bytes;
        var planes = new byte[length];
        boolean little = block.order() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < bytes; b++) {
                planes[b * count + i] = block.get(from + i * bytes + (little ? bytes - 1 - b : b));
            }
        }
        for (int i = length - 1; i >= samples; i--) {
            planes[i] -= planes[i - samples];
        }
        block.put(from, planes);
    }
}
