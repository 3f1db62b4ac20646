package io.groundtrack.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.model.check.OutputGroup.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The network against the authors' code (CSMAE at 1fe15e9, timm 0.9.2, PyTorch 2.7.1) and against a
 * PyTorch statement of Soft MoE: tokens, features, masks, predictions, losses, every gradient, and
 * the loss after one AdamW step.
 */
class ReferenceNumbersTest {
    private static final Path FOLDERS =
            Path.of(System.getProperty("project.root", ".."), "../shared/golden/model").normalize();

    @ParameterizedTest
    @MethodSource("folders")
    void matchesReferenceNumbers(Path folder) {
        assumePresent();

        FolderReport report = ModelCheck.check(folder);

        assertThat(report.problem()).isEmpty();
        for (WeightsReport file : report.files()) {
            assertThat(file.problem()).as(file.file()).isEmpty();
            assertThat(file.comparisons()).allMatch(Comparison::passed);
            assertThat(file.of(OutputGroup.UNKNOWN)).isEmpty();
        }
    }

    @Test
    void comparesEveryOutputOfAFolder() {
        assumePresent();

        WeightsReport sesd = ModelCheck.check(FOLDERS.resolve("csmae-sesd")).files().get(0);
        assertThat(sesd.compared(Kind.TENSOR)).isEqualTo(12);
        assertThat(sesd.compared(Kind.GRADIENT)).isEqualTo(136);
        assertThat(sesd.compared(Kind.LOSS)).isEqualTo(7);

        WeightsReport layer = ModelCheck.check(FOLDERS.resolve("soft-moe-layer")).files().get(0);
        assertThat(layer.compared(Kind.TENSOR)).isEqualTo(6);
        assertThat(layer.compared(Kind.GRADIENT)).isEqualTo(7);
    }

    /** Where the numbers are absent, one test that says so. */
    static List<Path> folders() {
        if (!Files.isDirectory(FOLDERS)) {
            return List.of(FOLDERS);
        }
        try (Stream<Path> found = Files.list(FOLDERS)) {
            return found.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assumePresent() {
        Assumptions.assumeTrue(
                Files.isDirectory(FOLDERS), "reference numbers are not at " + FOLDERS);
    }
}
