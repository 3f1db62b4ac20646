package io.groundtrack.model.patches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A set of patches on disk, read in any order.
 *
 * <p>in: a folder with {@code manifest.json} and shards → out: patches by number, 0 to {@link
 * #size} - 1, bands in the order of the manifest, or in that of {@link #withBands}. S1 in dB, S2 in
 * reflectance × 10000, NaN = no data; each value within half a step of what was written ({@link
 * PixelEncoding#largestError}).
 *
 * <p>State: a few hundred bytes a shard; pixels are mapped, so memory does not grow with the set.
 * Thread safe.
 *
 * <p>Errors: {@link IllegalArgumentException} naming the file and what was expected. Sizes, types
 * and shapes are checked when the set is opened; contents by {@link #verify}.
 */
public final class PatchShards {

    private final Path folder;
    private final String digest;
    private final PatchManifest manifest;
    private final List<ShardFile> shards;
    private final long[] firsts;
    private final int[] s1Planes;
    private final int[] s2Planes;

    private PatchShards(
            Path folder,
            String digest,
            PatchManifest manifest,
            List<ShardFile> shards,
            int[] s1Planes,
            int[] s2Planes) {
        this.folder = folder;
        this.digest = digest;
        this.manifest = manifest;
        this.shards = shards;
        this.s1Planes = s1Planes;
        this.s2Planes = s2Planes;
        this.firsts = new long[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            firsts[i + 1] = firsts[i] + manifest.shards().get(i).patches();
        }
    }

    /** Opens a folder and checks all of it that does not need the pixels. */
    public static PatchShards open(Path folder) {
        var file = folder.resolve(PatchManifest.FILE);
        var bytes = PatchManifest.bytes(file);
        var manifest = PatchManifest.read(file.toString(), bytes);
        var shards = new ArrayList<ShardFile>();
        for (var entry : manifest.shards()) {
            if (!Files.isRegularFile(folder.resolve(entry.file()))) {
                throw new IllegalArgumentException(
                        folder.resolve(entry.file()) + ": missing (the manifest names it)");
            }
            shards.add(ShardFile.open(folder, manifest.layout(), entry));
        }
        return new PatchShards(
                folder,
                HexFormat.of().formatHex(WholeFile.digest().digest(bytes)),
                manifest,
                shards,
                all(manifest.layout().s1()),
                all(manifest.layout().s2()));
    }

    /**
     * The same set with only these bands, in this order.
     *
     * @throws IllegalArgumentException naming the bands that the set does not have
     */
    public PatchShards withBands(List<String> s1Bands, List<String> s2Bands) {
        return new PatchShards(
                folder,
                digest,
                manifest,
                shards,
                planes(manifest.layout().s1(), s1Bands),
                planes(manifest.layout().s2(), s2Bands));
    }

    private int[] planes(SensorLayout sensor, List<String> wanted) {
        var missing = wanted.stream().filter(band -> !sensor.bands().contains(band)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    folder
                            + ": bands "
                            + missing
                            + " are missing (the set has: "
                            + sensor.bands()
                            + ")");
        }
        return wanted.stream().mapToInt(sensor.bands()::indexOf).toArray();
    }

    private static int[] all(SensorLayout sensor) {
        return IntStream.range(0, sensor.bands().size()).toArray();
    }

    public PatchManifest manifest() {
        return manifest;
    }

    public long size() {
        return manifest.patches();
    }

    /** SHA-256 of the manifest, hex; as that holds the hash of every shard, it names the set. */
    public String digest() {
        return digest;
    }

    public PatchExample read(long index) {
        int shard = shardOf(index);
        return shards.get(shard).read((int) (index - firsts[shard]), s1Planes, s2Planes);
    }

    /** Id of a patch, without its pixels. */
    public String id(long index) {
        int shard = shardOf(index);
        return shards.get(shard).id((int) (index - firsts[shard]));
    }

    /** Names the ground of a patch: equal for all looks at it. */
    public String place(long index) {
        int shard = shardOf(index);
        return shards.get(shard).place((int) (index - firsts[shard]));
    }

    /** What is known of a patch beside its pixels; reads a file of one line a patch. */
    public PatchAttributes attributes(long index) {
        int shard = shardOf(index);
        var entry = manifest.shards().get(shard);
        var file = folder.resolve(entry.attributes());
        try {
            ShardHeader.requireSize(file, Files.size(file), entry.attributeBytes());
            try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
                var line = lines.skip(index - firsts[shard]).findFirst();
                var text =
                        line.orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                file + ": ends before the line of patch " + index));
                return PatchAttributes.read(
                        file + ": patch " + index, text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }

    /** Reads every file and compares its SHA-256 with the manifest. */
    public void verify() {
        for (var entry : manifest.shards()) {
            verify(entry.file(), entry.bytes(), entry.sha256());
            verify(entry.attributes(), entry.attributeBytes(), entry.attributeSha256());
        }
    }

    private void verify(String name, long bytes, String expected) {
        var file = folder.resolve(name);
        try {
            ShardHeader.requireSize(file, Files.size(file), bytes);
            var digest = WholeFile.digest();
            try (var in = Files.newInputStream(file)) {
                var chunk = new byte[1 << 16];
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    digest.update(chunk, 0, n);
                }
            }
            var is = HexFormat.of().formatHex(digest.digest());
            if (!is.equals(expected)) {
                throw new IllegalArgumentException(
                        file
                                + ": SHA-256 "
                                + is
                                + " (expected: "
                                + expected
                                + ", as the manifest says)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }

    private int shardOf(long index) {
        Objects.checkIndex(index, size());
        int low = 0;
        int high = shards.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firsts[middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
