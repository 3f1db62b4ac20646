package io.groundtrack.model.patches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One shard, its header checked against the layout; mapped when a patch is first read from it.
 *
 * <p>Thread safe. The map goes with the garbage; a file must not be made shorter while it is read.
 */
final class ShardFile {

    private static final int LONGEST_TEXT = 4096;

    private final Path file;
    private final long bytes;
    private final PatchLayout layout;
    private final long s1;
    private final long s2;
    private final Optional<Long> labels;
    private final Optional<Long> pixelClasses;
    private final long ids;
    private final int idWidth;
    private final long places;
    private final int placeWidth;
    private volatile MappedByteBuffer map;

    private ShardFile(Path file, PatchLayout layout, ShardEntry entry, ShardHeader header) {
        this.file = file;
        this.bytes = entry.bytes();
        this.layout = layout;
        long n = entry.patches();
        long side = layout.imageSize();
        s1 =
                header.start(
                        "s1",
                        layout.s1().encoding().dtype(),
                        n,
                        layout.s1().bands().size(),
                        side,
                        side);
        s2 =
                header.start(
                        "s2",
                        layout.s2().encoding().dtype(),
                        n,
                        layout.s2().bands().size(),
                        side,
                        side);
        labels =
                header.has("labels")
                        ? Optional.of(header.start("labels", "U8", n, layout.classes().size()))
                        : Optional.empty();
        pixelClasses =
                header.has("pixel_classes")
                        ? Optional.of(header.start("pixel_classes", "U8", n, side, side))
                        : Optional.empty();
        idWidth = header.textWidth("id", LONGEST_TEXT);
        ids = header.start("id", "U8", n, idWidth);
        placeWidth = header.textWidth("place", LONGEST_TEXT);
        places = header.start("place", "U8", n, placeWidth);
    }

    /** Reads the header only. */
    static ShardFile open(Path folder, PatchLayout layout, ShardEntry entry) {
        var file = folder.resolve(entry.file());
        return new ShardFile(file, layout, entry, ShardHeader.read(file, entry.bytes()));
    }

    PatchExample read(int row, int[] s1Planes, int[] s2Planes) {
        return new PatchExample(
                id(row),
                planes(row, s1, layout.s1(), s1Planes),
                planes(row, s2, layout.s2(), s2Planes),
                labels.flatMap(start -> labels(start, row)),
                pixelClasses.flatMap(start -> pixelClasses(start, row)));
    }

    String id(int row) {
        return text(ids, idWidth, row);
    }

    String place(int row) {
        return text(places, placeWidth, row);
    }

    private float[] planes(int row, long start, SensorLayout sensor, int[] wanted) {
        int pixels = layout.pixels();
        var values = new float[wanted.length * pixels];
        int width = sensor.encoding().width();
        for (int i = 0; i < wanted.length; i++) {
            long plane = (long) row * sensor.bands().size() + wanted[i];
            var bytes = bytes(start + plane * pixels * width, pixels * width);
            sensor.encoding().decode(bytes, values, i * pixels, pixels);
        }
        return values;
    }

    private Optional<float[]> labels(long start, int row) {
        int classes = layout.classes().size();
        var stored = array(start + (long) row * classes, classes);
        var labels = new float[classes];
        for (int i = 0; i < classes; i++) {
            if (stored[i] == PatchLayout.IGNORED) {
                return Optional.empty();
            }
            labels[i] = stored[i] == 0 ? 0 : 1;
        }
        return Optional.of(labels);
    }

    private Optional<byte[]> pixelClasses(long start, int row) {
        var stored = array(start + (long) row * layout.pixels(), layout.pixels());
        boolean known = false;
        for (byte pixel : stored) {
            if (pixel != PatchLayout.IGNORED) {
                known = true;
                if ((pixel & 0xff) >= layout.classes().size()) {
                    throw new IllegalArgumentException(
                            file
                                    + ": patch "
                                    + row
                                    + ": pixel class "
                                    + (pixel & 0xff)
                                    + " (expected: below "
                                    + layout.classes().size()
                                    + ", or 255)");
                }
            }
        }
        return known ? Optional.of(stored) : Optional.empty();
    }

    private String text(long start, int width, int row) {
        var bytes = array(start + (long) row * width, width);
        int length = width;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private byte[] array(long start, int count) {
        var bytes = new byte[count];
        bytes(start, count).get(bytes);
        return bytes;
    }

    private ByteBuffer bytes(long start, int count) {
        return mapped().slice((int) start, count);
    }

    private MappedByteBuffer mapped() {
        var known = map;
        if (known == null) {
            synchronized (this) {
                known = map;
                if (known == null) {
                    try (var channel = FileChannel.open(file)) {
                        ShardHeader.requireSize(file, channel.size(), bytes);
                        known = channel.map(MapMode.READ_ONLY, 0, bytes);
                        map = known;
                    } catch (IOException e) {
                        throw new UncheckedIOException(file + ": cannot be read: " + e, e);
                    }
                }
            }
        }
        return known;
    }
}
