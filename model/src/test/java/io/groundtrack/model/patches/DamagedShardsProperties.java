package io.groundtrack.model.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class DamagedShardsProperties {

    private static Path folder;
    private static byte[] manifest;
    private static byte[] shard;

    @BeforeContainer
    static void write() throws IOException {
        folder = Files.createTempDirectory("patches");
        SmallPatches.write(folder, 3);
        manifest = Files.readAllBytes(folder.resolve(PatchManifest.FILE));
        shard = Files.readAllBytes(folder.resolve("shard-00000.safetensors"));
    }

    @AfterContainer
    static void delete() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** Damage is refused in words that name the file, or patches of the stated size come out. */
    @Property(tries = 600, seed = "1")
    void aDamagedManifestIsRefusedOrHarmless(
            @ForAll @IntRange(max = 100_000) int at, @ForAll byte value) throws IOException {
        var damaged = manifest.clone();
        damaged[at % damaged.length] = value;
        Files.write(folder.resolve(PatchManifest.FILE), damaged);
        try {
            readAll();
        } finally {
            Files.write(folder.resolve(PatchManifest.FILE), manifest);
        }
    }

    @Property(tries = 600, seed = "2")
    void aDamagedHeaderOfAShardIsRefusedOrHarmless(
            @ForAll @IntRange(max = 700) int at, @ForAll byte value) throws IOException {
        var damaged = shard.clone();
        damaged[at] = value;
        Files.write(folder.resolve("shard-00000.safetensors"), damaged);
        readAll();
    }

    private static void readAll() {
        try {
            var patches = PatchShards.open(folder);
            for (long i = 0; i < patches.size(); i++) {
                assertThat(patches.read(i).s2()).hasSizeLessThanOrEqualTo(108);
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith(folder.toString());
        }
    }
}
