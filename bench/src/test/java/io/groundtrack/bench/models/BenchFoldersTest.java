package io.groundtrack.bench.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchFoldersTest {

    @TempDir private Path root;

    @Test
    void folderThatIsWholeIsKept() throws IOException {
        var folders = new BenchFolders(root);
        Path weights = folders.of("csmoe-nano").resolve("model.safetensors");
        var written = Files.getLastModifiedTime(weights);
        assertThat(folders.of("csmoe-nano").resolve("model.safetensors")).isEqualTo(weights);
        assertThat(Files.getLastModifiedTime(weights)).isEqualTo(written);
    }

    @Test
    void folderOfAnotherConfigurationIsWrittenAnew() throws IOException {
        var folders = new BenchFolders(root);
        Path folder = folders.of("csmoe-nano-8x1");
        Files.move(folder, root.resolve("csmoe-nano"));
        try (var weights =
                Safetensors.open(folders.of("csmoe-nano").resolve("model.safetensors"))) {
            assertThat(weights.shape("backbone.blocks.0.mlp.phi")).containsExactly(192, 4, 4);
        }
    }

    @Test
    void biasesAndNormsAreNotThoseOfAnUntrainedModel() {
        var weights = new StirredWeights(7, 4);
        assertThat(weights.values("backbone.norm.bias", new long[] {4})).doesNotContain(0f);
        assertThat(weights.values("backbone.norm.weight", new long[] {4})).doesNotContain(1f);
        assertThat(weights.values("backbone.blocks.0.mlp.scale", new long[] {}))
                .containsExactly(4f);
    }

    @Test
    void slotsInANameReplaceThoseOfThePreset() {
        var moe = BenchModels.config("csmoe-base-8x1").softMoe();
        assertThat(moe.experts()).isEqualTo(8);
        assertThat(moe.slotsPerExpert()).isEqualTo(1);
        assertThat(moe.expertHidden()).isEqualTo(3072);
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> BenchModels.config("csmoe-huge"))
                .hasMessageContaining("model: 'csmoe-huge' (expected: one of");
    }
}
