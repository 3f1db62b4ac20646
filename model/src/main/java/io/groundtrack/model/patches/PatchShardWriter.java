package io.groundtrack.model.patches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes a set of patches: in examples one after another → out shards of bounded size, and, when
 * all are there, the manifest.
 *
 * <p>Each file appears whole under its name or not at all; the manifest comes last, so that a
 * folder with a manifest is complete. State: the patches of one shard, encoded. Not thread safe.
 *
 * <p>Errors: {@link IllegalArgumentException} where the folder holds a set already or an example
 * does not fit the layout; {@link UncheckedIOException} where the disk fails.
 */
public final class PatchShardWriter implements AutoCloseable {

    /** Patches in a shard unless told otherwise: 92 MB of 120 px and twelve bands. */
    public static final int USUAL_SHARD = 256;

    private static final long LARGEST_SHARD = 1L << 30;
    private static final int LONGEST_NAME = 512;
    private static final Pattern OURS =
            Pattern.compile(
                    "shard-[0-9]{5,}[.](safetensors|jsonl)([.]part)?|manifest[.]json[.]part");

    private final Path folder;
    private final PatchLayout layout;
    private final int perShard;
    private final List<ShardEntry> shards = new ArrayList<>();
    private ShardBuffer open;
    private long patches;
    private long clipped;
    private boolean finished;

    private PatchShardWriter(Path folder, PatchLayout layout, int perShard) {
        this.folder = folder;
        this.layout = layout;
        this.perShard = perShard;
        this.open = new ShardBuffer(layout);
    }

    /** A writer into a folder that is made if need be, and holds no set yet. */
    public static PatchShardWriter create(Path folder, PatchLayout layout, int patchesPerShard) {
        long each =
                (long) layout.s1Values() * layout.s1().encoding().width()
                        + (long) layout.s2Values() * layout.s2().encoding().width()
                        + layout.pixels();
        if (patchesPerShard < 1
                || patchesPerShard > ShardEntry.MOST_PATCHES
                || patchesPerShard * each > LARGEST_SHARD) {
            throw new IllegalArgumentException(
                    "patches in a shard: "
                            + patchesPerShard
                            + " (expected: 1 to "
                            + Math.min(ShardEntry.MOST_PATCHES, LARGEST_SHARD / each)
                            + ", at most 1 GiB)");
        }
        if (Files.exists(folder.resolve(PatchManifest.FILE))) {
            throw new IllegalArgumentException(
                    folder + ": holds a set of patches already (expected: another folder)");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    folder + ": not writable (expected: a folder, or a name for one)", e);
        }
        removeShards(folder);
        return new PatchShardWriter(folder, layout, patchesPerShard);
    }

    /** Adds one patch; {@code attributes} are of the same id. */
    public void add(PatchExample example, PatchAttributes attributes) {
        check(example, attributes);
        clipped += open.add(example, attributes);
        patches++;
        if (open.size() == perShard) {
            flush();
        }
    }

    public long patches() {
        return patches;
    }

    /**
     * Writes what is left and then the manifest.
     *
     * @param provenance where the patches come from, one text a source
     */
    public PatchManifest finish(List<String> provenance) {
        if (patches == 0) {
            throw new IllegalArgumentException(folder + ": no patch to write (expected: some)");
        }
        if (open.size() > 0) {
            flush();
        }
        var manifest = new PatchManifest(layout, patches, clipped, shards, provenance);
        try {
            WholeFile.write(
                    folder.resolve(PatchManifest.FILE), out -> out.write(manifest.toJson()));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + e, e);
        }
        finished = true;
        return manifest;
    }

    /** Without {@link #finish} before it, takes the shards away again. */
    @Override
    public void close() {
        if (!finished) {
            removeShards(folder);
        }
    }

    /** Without a manifest, shards are what a run that broke off has left. */
    private static void removeShards(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                if (OURS.matcher(file.getFileName().toString()).matches()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + e, e);
        }
    }

    private void flush() {
        try {
            shards.add(open.write(folder, String.format(Locale.ROOT, "shard-%05d", shards.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": shard " + shards.size() + ": " + e, e);
        }
        open = new ShardBuffer(layout);
    }

    private void check(PatchExample example, PatchAttributes attributes) {
        require(example, "s1", example.s1().length, layout.s1Values());
        require(example, "s2", example.s2().length, layout.s2Values());
        int classes = layout.classes().size();
        example.labels().ifPresent(labels -> require(example, "labels", labels.length, classes));
        example.pixelClasses()
                .ifPresent(
                        pixels -> {
                            require(example, "pixel classes", pixels.length, layout.pixels());
                            for (byte pixel : pixels) {
                                if (pixel != PatchLayout.IGNORED && (pixel & 0xff) >= classes) {
                                    throw new IllegalArgumentException(
                                            example.id()
                                                    + ": pixel class "
                                                    + (pixel & 0xff)
                                                    + " (expected: below "
                                                    + classes
                                                    + ", or 255)");
                                }
                            }
                        });
        if (!attributes.id().equals(example.id())) {
            throw new IllegalArgumentException(
                    example.id() + ": attributes are of " + attributes.id());
        }
        for (var name : List.of(attributes.id(), attributes.place())) {
            if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf(0) >= 0) {
                throw new IllegalArgumentException(
                        "id or place '" + name + "' (expected: 1 to " + LONGEST_NAME + " signs)");
            }
        }
    }

    private static void require(PatchExample example, String what, int is, int expected) {
        if (is != expected) {
            throw new IllegalArgumentException(
                    example.id()
                            + ": "
                            + what
                            + ": "
                            + is
                            + " values (expected: "
                            + expected
                            + ")");
        }
    }
}
