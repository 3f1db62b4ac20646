package io.groundtrack.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.ModelOptions;
import io.groundtrack.model.TinyCheckpoint;
import io.groundtrack.model.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationHeadTest {
    private static final List<String> CLASSES = List.of("forest", "water");

    private static LinearHead linear(int features, float... weights) {
        return new LinearHead(
                Tensor.of(weights, 2, features), Tensor.of(new float[] {0.5f, -0.25f}, 2));
    }

    private static ClassificationHead head(String modelId) {
        return new ClassificationHead(
                modelId,
                CLASSES,
                42,
                0.1,
                linear(1, 1, 2),
                linear(1, 3, 4),
                linear(2, 0.1f, 0.2f, 0.3f, 0.4f));
    }

    @Test
    void scoresComeFromWhatIsKnownAndStayBetweenZeroAndOne() {
        ClassificationHead head = head("m");

        assertThat(head.scores(new float[] {0.25f}, null)).containsExactly(0.75f, 0.25f);
        assertThat(head.scores(null, new float[] {9})).containsExactly(1, 1);
        assertThat(head.scores(null, new float[] {-9})).containsExactly(0, 0);
        // both: 0.5 + 0.1·1 + 0.2·1, −0.25 + 0.3·1 + 0.4·1
        assertThat(head.scores(new float[] {1}, new float[] {1}))
                .containsExactly(new float[] {0.8f, 0.45f}, within(1e-6f));
        assertThatThrownBy(() -> head.scores(null, null)).hasMessageContaining("none of S1 and S2");
    }

    @Test
    void survivesItsFiles() {
        ClassificationHead head = head("csmoe-x-00000000");

        ClassificationHead read = ClassificationHead.read(head.description(), head.weights());

        assertThat(read.modelId()).isEqualTo("csmoe-x-00000000");
        assertThat(read.classes()).isEqualTo(CLASSES);
        assertThat(read.seed()).isEqualTo(42);
        assertThat(read.lambda()).isEqualTo(0.1);
        assertThat(read.both().weight().values()).isEqualTo(head.both().weight().values());
    }

    @Test
    void headOfAnotherModelIsRefused(@TempDir Path folder) throws IOException {
        TinyCheckpoint.write(folder);
        ClassificationHead head = head("another-model");
        TinyCheckpoint.put(folder, ClassificationHead.DESCRIPTION_FILE, head.description());
        TinyCheckpoint.put(folder, ClassificationHead.WEIGHTS_FILE, head.weights());

        try (var model = EmbeddingModel.open(folder.toString(), ModelOptions.defaults())) {
            assertThatThrownBy(() -> ClassificationHead.of(model))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fitted on model another-model")
                    .hasMessageContaining(model.modelId());
        }
    }

    @Test
    void nineteenClassesInLexicographicOrder() {
        assertThat(BigEarthNetClasses.NAMES).hasSize(19).isSorted().doesNotHaveDuplicates();
    }
}
