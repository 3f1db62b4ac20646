package io.groundtrack.testing.landscape.archive;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads back what {@link CogWriter} writes, after the TIFF 6.0 text and technical note 3. */
final class TinyTiff {

    private final ByteBuffer file;
    private final Map<Integer, double[]> tags = new HashMap<>();

    private TinyTiff(ByteBuffer file) {
        this.file = file;
    }

    static TinyTiff read(Path path) throws IOException {
        var tiff =
                new TinyTiff(
                        ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN));
        int ifd = tiff.file.getInt(4);
        int count = tiff.file.getShort(ifd);
        for (int i = 0; i < count; i++) {
            tiff.readEntry(ifd + 2 + 12 * i);
        }
        return tiff;
    }

    double[] tag(int tag) {
        return tags.get(tag);
    }

    int width() {
        return (int) tag(256)[0];
    }

    int height() {
        return (int) tag(257)[0];
    }

    /** Bits of every pixel, row by row. */
    int[] pixels() {
        int size = (int) tag(258)[0] / 8;
        int tile = (int) tag(322)[0];
        var pixels = new int[width() * height()];
        int across = (width() + tile - 1) / tile;
        for (int t = 0; t < tag(324).length; t++) {
            var packed = new byte[(int) tag(325)[t]];
            file.get((int) tag(324)[t], packed);
            var raw = Zstd.decompress(packed, tile * tile * size);
            for (int y = 0; y < tile; y++) {
                var row = row(raw, y * tile * size, tile, size);
                for (int x = 0; x < tile; x++) {
                    int px = t % across * tile + x;
                    int py = t / across * tile + y;
                    if (px < width() && py < height()) {
                        pixels[py * width() + px] = row[x];
                    }
                }
            }
        }
        return pixels;
    }

    private int[] row(byte[] raw, int from, int tile, int size) {
        var row = new int[tile];
        int predictor = (int) tag(317)[0];
        if (predictor == 3) {
            for (int i = 1; i < tile * size; i++) {
                raw[from + i] += raw[from + i - 1];
            }
            for (int x = 0; x < tile; x++) {
                for (int b = 0; b < 4; b++) {
                    row[x] = row[x] << 8 | raw[from + b * tile + x] & 0xFF;
                }
            }
            return row;
        }
        for (int x = 0; x < tile; x++) {
            int value = raw[from + x * size] & 0xFF;
            if (size == 2) {
                value |= (raw[from + x * size + 1] & 0xFF) << 8;
            }
            row[x] = predictor == 2 && x > 0 ? value + row[x - 1] & 0xFFFF : value;
        }
        return row;
    }

    private void readEntry(int at) {
        int tag = file.getShort(at) & 0xFFFF;
        int type = file.getShort(at + 2);
        int count = file.getInt(at + 4);
        int width = type == 12 ? 8 : type == 4 ? 4 : type == 3 ? 2 : 1;
        int where = width * count > 4 ? file.getInt(at + 8) : at + 8;
        var values = new double[count];
        for (int i = 0; i < count; i++) {
            int p = where + i * width;
            values[i] =
                    switch (width) {
                        case 8 -> file.getDouble(p);
                        case 4 -> file.getInt(p);
                        case 2 -> file.getShort(p) & 0xFFFF;
                        default -> file.get(p);
                    };
        }
        tags.put(tag, values);
    }
}
