package io.groundtrack.model.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchShardsTest {

    @TempDir private Path folder;

    @Test
    void whatIsReadIsWhatWasWrittenWithinTheStatedError() {
        var patches = SmallPatches.write(folder, 11);

        assertThat(patches.size()).isEqualTo(11);
        assertThat(patches.manifest().shards())
                .extracting(ShardEntry::patches)
                .containsExactly(4, 4, 3);
        assertThat(patches.manifest().clipped()).isZero();
        for (int n = 0; n < 11; n++) {
            var is = patches.read(n);
            var was = SmallPatches.example(n);
            assertThat(is.id()).isEqualTo(was.id());
            assertClose(is.s1(), was.s1(), 0.00101f);
            assertThat(is.s2()).containsExactly(was.s2());
            assertThat(is.labels().isPresent()).isEqualTo(was.labels().isPresent());
            was.labels()
                    .ifPresent(
                            labels ->
                                    assertThat(is.labels().orElseThrow()).containsExactly(labels));
            was.pixelClasses()
                    .ifPresent(c -> assertThat(is.pixelClasses().orElseThrow()).containsExactly(c));
            assertThat(patches.attributes(n)).isEqualTo(SmallPatches.attributes(n));
        }
        assertThat(patches.attributes(3).gap()).isEqualTo(Duration.ofMinutes(90));
        patches.verify();
    }

    private static void assertClose(float[] is, float[] was, float error) {
        assertThat(is).hasSameSizeAs(was);
        for (int i = 0; i < was.length; i++) {
            if (Float.isNaN(was[i])) {
                assertThat(is[i]).isNaN();
            } else {
                assertThat(is[i]).isCloseTo(was[i], within(error));
            }
        }
    }

    @Test
    void floatsAreKeptToTheBit() {
        var layout =
                new PatchLayout(
                        SmallPatches.SIDE,
                        new SensorLayout(List.of("VV", "VH"), "dB", PixelEncoding.FLOATS),
                        SmallPatches.LAYOUT.s2(),
                        SmallPatches.CLASSES);

        var patches = SmallPatches.write(folder, layout, 2);

        assertThat(patches.read(1).s1()).containsExactly(SmallPatches.example(1).s1());
    }

    @Test
    void valuesBeyondTheRangeAreClippedAndCounted() {
        var plain = SmallPatches.example(0);
        var s1 = plain.s1().clone();
        s1[1] = -130;
        s1[2] = Float.POSITIVE_INFINITY;
        var s2 = plain.s2().clone();
        s2[0] = 70_000;
        s2[1] = -1000;
        var example = new PatchExample(plain.id(), s1, s2, Optional.empty(), Optional.empty());
        try (var writer = PatchShardWriter.create(folder, SmallPatches.LAYOUT, 1)) {
            writer.add(example, SmallPatches.attributes(0));
            assertThat(writer.finish(List.of()).clipped()).isEqualTo(2);
        }

        var read = PatchShards.open(folder).read(0);

        assertThat(read.s1()[1]).isEqualTo(-100);
        assertThat(read.s1()[2]).as("what is not finite has no data").isNaN();
        assertThat(read.s2()[0]).isEqualTo(64_534);
        assertThat(read.s2()[1]).isEqualTo(-1000);
        assertThat(read.labels()).isEmpty();
        assertThat(read.pixelClasses()).isEmpty();
    }

    @Test
    void bandsComeInTheOrderAskedForAndMissingOnesAreNamed() {
        var patches = SmallPatches.write(folder, 1);

        var read = patches.withBands(List.of("VH", "VV"), List.of("B04")).read(0);

        int pixels = SmallPatches.SIDE * SmallPatches.SIDE;
        assertThat(read.s1()[1])
                .isCloseTo(SmallPatches.example(0).s1()[pixels + 1], within(0.0011f));
        assertThat(read.s2()).hasSize(pixels);
        assertThat(read.s2()[0]).isEqualTo(SmallPatches.example(0).s2()[2 * pixels]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> patches.withBands(List.of("VV"), List.of("B04", "B8A")))
                .withMessageContainingAll("[B8A]", "B02");
    }

    @Test
    void aFolderIsASetOnlyWhenAllOfItIsWritten() throws Exception {
        try (var writer = PatchShardWriter.create(folder, SmallPatches.LAYOUT, 1)) {
            writer.add(SmallPatches.example(0), SmallPatches.attributes(0));
            assertThat(folder.resolve("shard-00000.safetensors")).exists();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PatchShards.open(folder))
                    .withMessageContaining("manifest.json: missing");
        }
        try (var left = Files.list(folder)) {
            assertThat(left).as("what was given up is taken away").isEmpty();
        }
    }

    @Test
    void whatARunThatBrokeOffLeftIsTakenAwayAndNothingElse() throws Exception {
        for (var name : List.of("shard-00007.safetensors", "shard-00008.jsonl.part", "notes.txt")) {
            Files.writeString(folder.resolve(name), "left");
        }

        SmallPatches.write(folder, 1);

        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "manifest.json",
                            "notes.txt",
                            "shard-00000.jsonl",
                            "shard-00000.safetensors");
        }
    }

    @Test
    void aSetIsNotWrittenOver() {
        SmallPatches.write(folder, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmallPatches.write(folder, 1))
                .withMessageContaining("holds a set of patches already");
    }

    @Test
    void aPatchThatDoesNotFitTheLayoutIsRefused() {
        var plain = SmallPatches.example(0);
        var wide = new byte[SmallPatches.SIDE * SmallPatches.SIDE];
        wide[7] = 3;
        try (var writer = PatchShardWriter.create(folder, SmallPatches.LAYOUT, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    writer.add(
                                            new PatchExample(
                                                    plain.id(),
                                                    plain.s2(),
                                                    plain.s2(),
                                                    Optional.empty(),
                                                    Optional.empty()),
                                            SmallPatches.attributes(0)))
                    .withMessageContaining("s1: 108 values (expected: 72)");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    writer.add(
                                            new PatchExample(
                                                    plain.id(),
                                                    plain.s1(),
                                                    plain.s2(),
                                                    Optional.empty(),
                                                    Optional.of(wide)),
                                            SmallPatches.attributes(0)))
                    .withMessageContaining("pixel class 3 (expected: below 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.add(plain, SmallPatches.attributes(1)))
                    .withMessageContaining("attributes are of");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.finish(List.of()))
                    .withMessageContaining("no patch to write");
        }
    }

    @Test
    void filesThatAreShortForeignOrMissingAreNamedWhenTheSetIsOpened() throws Exception {
        SmallPatches.write(folder, 5);
        var shard = folder.resolve("shard-00001.safetensors");
        var whole = Files.readAllBytes(shard);

        Files.write(shard, Arrays.copyOf(whole, whole.length - 1));
        assertRefused("shard-00001.safetensors", "as the manifest says");

        var foreign = whole.clone();
        foreign[0] = 1;
        foreign[1] = 0;
        Files.write(shard, foreign);
        assertRefused("shard-00001.safetensors", "header of 1 bytes");

        Files.delete(shard);
        assertRefused("shard-00001.safetensors", "missing");
    }

    @Test
    void aChangedPixelIsFoundByVerify() throws Exception {
        var patches = SmallPatches.write(folder, 5);
        var shard = folder.resolve("shard-00000.safetensors");
        var bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shard, bytes);

        assertThatIllegalArgumentException()
                .isThrownBy(patches::verify)
                .withMessageContainingAll("shard-00000.safetensors", "SHA-256");
    }

    @Test
    void aManifestThatDoesNotFitItsShardsIsRefused() throws Exception {
        SmallPatches.write(folder, 5);
        refuses("\"imageSize\": 6", "\"imageSize\": 7", "tensor s1");
        refuses("\"imageSize\": 6", "\"imageSize\": 2000000000", "imageSize");
        refuses("\"VV\",", "", "tensor s1");
        refuses("\"patches\": 4,", "\"patches\": 1000000000,", "patches");
        refuses("\"patches\": 5", "\"patches\": 6", "as many as the shards hold");
        refuses("shard-00000.safetensors", "../shard-00000.safetensors", "inside the folder");
        refuses("\"dtype\": \"U16\"", "\"dtype\": \"I64\"", "dtype");
        refuses("\"scale\": 1.0", "\"scale\": -1.0", "scale");
        refuses("groundtrack-patches", "other-patches", "format");
        refuses("\"version\": 1", "\"version\": 2", "version");
        refuses("\"classes\"", "\"classe\"", "classes");
        refuses("{", "[", "not JSON");
    }

    private void refuses(String part, String instead, String said) throws Exception {
        var file = folder.resolve(PatchManifest.FILE);
        var whole = Files.readString(file);
        assertThat(whole).contains(part);
        int at = whole.indexOf(part);
        Files.writeString(
                file, whole.substring(0, at) + instead + whole.substring(at + part.length()));
        assertRefused(said);
        Files.writeString(file, whole);
    }

    private void assertRefused(String... said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatchShards.open(folder))
                .withMessageContainingAll(said);
    }

    @Test
    void theDigestNamesTheSet() throws Exception {
        var one = SmallPatches.write(folder.resolve("one"), 3);
        var same = SmallPatches.write(folder.resolve("same"), 3);
        var other = SmallPatches.write(folder.resolve("other"), 4);

        assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
        assertThat(Files.readString(folder.resolve("one/manifest.json"), StandardCharsets.UTF_8))
                .isEqualTo(Files.readString(folder.resolve("same/manifest.json")));
    }
}
