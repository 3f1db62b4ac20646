package io.groundtrack.job.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchLayout;
import io.groundtrack.model.patches.PatchShardWriter;
import io.groundtrack.model.patches.SensorLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Section "Patch shards" of {@code docs/data-format.md} explains what is written. */
final class PatchShardsSectionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private String section;

    @BeforeEach
    void writeOnePatch() throws Exception {
        var page = ProjectFiles.read("docs/data-format.md");
        section = page.substring(page.indexOf("## Patch shards"));
        var layout =
                new PatchLayout(
                        1,
                        SensorLayout.radar(List.of("VV")),
                        SensorLayout.optics(List.of("B02")),
                        List.of("Pastures"));
        var look = new PatchAttributes.Look("pass", Instant.EPOCH, 1, 1);
        try (var writer = PatchShardWriter.create(folder, layout, 1)) {
            writer.add(
                    new PatchExample(
                            "id",
                            new float[] {-12},
                            new float[] {300},
                            Optional.of(new float[] {1}),
                            Optional.of(new byte[] {0})),
                    new PatchAttributes(
                            "id",
                            "place",
                            "33UUP",
                            0,
                            0,
                            32633,
                            0,
                            0,
                            13,
                            48,
                            look,
                            look,
                            "made",
                            List.of("Pastures")));
            writer.finish(List.of());
        }
    }

    @Test
    void everyKeyOfTheManifestIsExplained() throws Exception {
        var manifest = JSON.readTree(folder.resolve("manifest.json").toFile());

        assertExplained(manifest);
        assertExplained(manifest.path("s1"));
        assertExplained(manifest.path("shards").path(0));
        assertThat(section).contains("| `version` | " + manifest.path("version").asInt() + ";");
        assertThat(section).contains("`" + manifest.path("format").asText() + "`");
    }

    @Test
    void everyTensorAndAttributeIsExplained() throws Exception {
        var shard = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("shard-00000.safetensors")));
        var header = new byte[(int) shard.order(ByteOrder.LITTLE_ENDIAN).getLong()];
        shard.get(header);
        var tensors = (ObjectNode) JSON.readTree(header);
        tensors.remove("__metadata__");

        assertThat(tensors).hasSize(6);
        assertExplained(tensors);
        assertExplained(JSON.readTree(folder.resolve("shard-00000.jsonl").toFile()));
    }

    private void assertExplained(JsonNode object) {
        var keys = new ArrayList<String>();
        object.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).isNotEmpty();
        for (var key : keys) {
            assertThat(section.contains("| `" + key + "` |")).as(key).isTrue();
        }
    }
}
