package io.groundtrack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointIdTest {
    @TempDir private Path folder;

    @Test
    void theIdOfAFolderIsThatOfTheOpenModel() throws IOException {
        TinyCheckpoint.write(folder);
        try (var model = EmbeddingModel.open(folder.toString(), new ModelOptions(1, 1, "cpu"))) {
            assertThat(CheckpointId.of(folder)).isEqualTo(model.modelId());
        }
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        TinyCheckpoint.write(folder);
        Files.delete(folder.resolve("bands.json"));

        assertThatThrownBy(() -> CheckpointId.of(folder)).hasMessageContaining("bands.json");
    }
}
