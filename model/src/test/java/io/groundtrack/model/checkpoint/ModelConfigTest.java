package io.groundtrack.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.model.checkpoint.SoftMoeConfig.Placement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConfigTest {
    @ParameterizedTest
    @MethodSource("presetNames")
    void presetsSurviveTheirFile(String name) {
        ModelConfig preset = Preset.named(name).orElseThrow();

        assertThat(ModelConfig.read("config.json", preset.toJson())).isEqualTo(preset);
    }

    static List<String> presetNames() {
        return Preset.names();
    }

    @Test
    void nanoIsWhatTheDesignSays() {
        ModelConfig nano = Preset.named("csmoe-nano").orElseThrow();

        assertThat(nano.imageSize()).isEqualTo(120);
        assertThat(nano.gridSize()).isEqualTo(8);
        assertThat(nano.width()).isEqualTo(192);
        assertThat(nano.heads()).isEqualTo(3);
        assertThat(nano.specificDepth()).isEqualTo(4);
        assertThat(nano.sharedDepth()).isEqualTo(2);
        assertThat(nano.softMoe())
                .isEqualTo(
                        new SoftMoeConfig(
                                Set.of(Placement.SPECIFIC, Placement.SHARED), 4, 4, 384, 1));
        assertThat(Preset.named("csmoe-huge")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "specific        | 0 1 2 3",
                "shared          | 4 5",
                "every-second    | 1 3 5",
                "last-half       | 3 4 5",
                "specific shared | 0 1 2 3 4 5",
            })
    void placementChoosesBlocks(String words, String indices) {
        String json =
                json(Preset.NANO.csmoe())
                        .replaceFirst(
                                "(?s)\"placement\": \\[.*?\\]",
                                "\"placement\": [\"" + words.strip().replace(" ", "\",\"") + "\"]");
        ModelConfig config = read(json);

        assertThat(IntStream.range(0, 6).filter(config::hasSoftMoe).boxed().toList())
                .hasToString("[" + indices.strip().replace(" ", ", ") + "]");
    }

    @Test
    void expectedResultsAreSkipped() {
        String json = json(Preset.NANO.csmae()).replaceFirst("\\{", "{\"expected\": {\"a\": 1},");

        assertThat(read(json)).isEqualTo(Preset.NANO.csmae());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'patch_size': 15     | 'patch_size': 16      | img_size: 120 (expected: a multiple",
                "'embed_dim': 192     | 'embed_dim': 190      | embed_dim: 190",
                "'embed_dim': 192     | 'embed_dim': 1.5      | embed_dim: 1.5 (expected: a whole",
                "'embed_dim': 192     | 'embed_dim': 1e999999 | embed_dim",
                "'embed_dim': 192     | 'embed_dim': '192'    | embed_dim: \"192\"",
                "'embed_dim': 192,    |                       | key 'embed_dim' is missing",
                "'embed_dim': 192     | 'width': 192          | key 'embed_dim' is missing",
                "'masking': 'random'  | 'masking': 'block'    | masking: \"block\" (expected: one of",
                "'mask_ratio': 0.5    | 'mask_ratio': 1       | mask_ratio: 1.0",
                "'num_heads': 3       | 'num_heads': 3, 'x':1 | unknown key [x]",
                "'experts': 4         | 'experts': 0          | soft_moe: experts: 0",
                "'experts': 4         | 'experts': 4, 'k': 2  | soft_moe: unknown key [k]",
                "'placement': [       | 'placement': ['first',| placement",
                "'placement': [       | 'x': [                | soft_moe: key 'placement' is missing",
                "'scale_init': 1.0    | 'scale_init': 'one'   | soft_moe: scale_init",
                "'img_size': 120      | 'img_size': 0         | img_size: 0 (expected: a whole",
                "'patch_size': 15     | 'patch_size': 7       | img_size: 120 (expected: a multiple",
                "'img_size': 120      | 'img_size': 8190      | patch_size: 15 (expected: at most",
                "'num_heads': 3       | 'num_heads': 5        | embed_dim: 192 (expected: a multiple of num",
                "'specific_depth': 4  | 'specific_depth': -1  | specific_depth: -1",
                "'mlp_ratio': 4.0     | 'mlp_ratio': 4.001    | mlp_ratio: 4.001",
                "'mlp_ratio': 4.0     | 'mlp_ratio': 0        | mlp_ratio: 0.0",
                "'decoder': 'spe      | 'decoder': 'mixed spe | decoder: \"mixed specific\" (expected: one",
                "'decoder_embed_dim': 96 | 'decoder_embed_dim': 98 | decoder_embed_dim: 98",
                "'decoder_num_heads': 4 | 'decoder_num_heads': 5 | decoder_embed_dim: 96 (expected: a mul",
                "'reconstruction': 'd | 'reconstruction': 'ad | reconstruction: \"adisjoint\"",
                "'mask_ratio': 0.5    | 'mask_ratio': -0.1    | mask_ratio: -0.1",
                "'norm_pix_loss': false | 'norm_pix_loss': 0  | norm_pix_loss: 0 (expected: true or",
                "'img_size': 120      | 'tokens': 17          | tokens: present (expected: a whole model",
            })
    void whatDoesNotFitIsRefused(String from, String to, String message) {
        String json = json(Preset.NANO.csmoe());
        String changed =
                json.replace(from.replace('\'', '"'), to == null ? "" : to.replace('\'', '"'));

        assertThat(changed).isNotEqualTo(json);
        assertThatThrownBy(() -> read(changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("config.json: ")
                .hasMessageContaining(message);
    }

    @Test
    void aModelWithoutBlocksIsRefused() {
        String json =
                json(Preset.NANO.csmae())
                        .replace("\"specific_depth\": 4", "\"specific_depth\": 0")
                        .replace("\"shared_depth\": 2", "\"shared_depth\": 0");

        assertThatThrownBy(() -> read(json)).hasMessageContaining("shared_depth: 0");
    }

    @Test
    void identicalMaskingWithIdenticalReconstructionIsRefused() {
        String json =
                json(Preset.NANO.csmae())
                        .replace("random", "identical")
                        .replace("disjoint", "identical");

        assertThatThrownBy(() -> read(json)).hasMessageContaining("reconstruction: identical");
    }

    @Test
    void bandsSurviveTheirFile() {
        Bands bands = Bands.bigEarthNet();
        Bands read = Bands.read("bands.json", bands.toJson());

        assertThat(read.s2().names()).isEqualTo(bands.s2().names());
        assertThat(read.s2().means()).isEqualTo(bands.s2().means());
        assertThat(read.s1().deviations()).isEqualTo(bands.s1().deviations());
    }

    private static String json(ModelConfig config) {
        return new String(config.toJson(), StandardCharsets.UTF_8);
    }

    private static ModelConfig read(String json) {
        return ModelConfig.read("config.json", json.getBytes(StandardCharsets.UTF_8));
    }
}
