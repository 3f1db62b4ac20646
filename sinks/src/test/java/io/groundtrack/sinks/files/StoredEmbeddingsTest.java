package io.groundtrack.sinks.files;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundtrack.schemas.PatchEmbedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredEmbeddingsTest {

    @TempDir Path folder;

    @Test
    void noHadoopIsOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName("org.apache.hadoop.conf.Configuration"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void everyFieldButTheRevisionReadsBackToTheBit() throws IOException {
        var written = observations(40);
        var read = readBack(written, Long.MAX_VALUE);
        written.forEach(e -> e.setPassRevision(0));
        assertThat(read.equals(written)).isTrue();
    }

    @Test
    void manyRowGroupsHoldTheSameRowsInOrder() throws IOException {
        var written = observations(600);
        var read = readBack(written, 1);
        try (var stored = StoredEmbeddings.open(file())) {
            assertThat(stored.groups()).isGreaterThan(1);
        }
        written.forEach(e -> e.setPassRevision(0));
        assertThat(read.equals(written)).isTrue();
    }

    @Test
    void noObservationsAreAFileWithoutRows() throws IOException {
        assertThat(readBack(List.of(), Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void theFooterNamesTheModels() throws IOException {
        readBack(observations(2), Long.MAX_VALUE);
        try (var stored = StoredEmbeddings.open(file())) {
            assertThat(stored.models()).containsExactly("test-00000000");
        }
    }

    @Test
    void geoMetadataNamesPointsAndTheirCoveringBoxes() throws IOException {
        var seen = observations(1);
        var geo = new ObjectMapper().readTree(EmbeddingMetadata.of(seen).get("geo"));
        var column = geo.path("columns").path(geo.path("primary_column").asText());
        assertThat(geo.path("version").asText()).isEqualTo("1.1.0");
        assertThat(column.path("geometry_types").toString()).isEqualTo("[\"Point\"]");
        assertThat(column.path("covering").path("bbox").path("xmax").toString())
                .isEqualTo("[\"bbox\",\"xmax\"]");
        assertThat(column.path("bbox").get(0).asDouble()).isEqualTo(seen.get(0).getLongitude());
    }

    @Test
    void aFileThatWasCutOffIsNamed() throws IOException {
        readBack(observations(3), Long.MAX_VALUE);
        var whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        assertThatIOException()
                .isThrownBy(() -> StoredEmbeddings.open(file()).close())
                .withMessage(file() + ": does not end in PAR1 (expected: a whole Parquet file)");
    }

    @Test
    void aBrokenByteGivesARefusalOrRowsButNoOtherFailure() throws IOException {
        readBack(observations(3), Long.MAX_VALUE);
        var whole = Files.readAllBytes(file());
        var random = new Random(6);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            var broken = whole.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), broken);
            try {
                read();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(file().toString());
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private List<PatchEmbedding> readBack(List<PatchEmbedding> written, long groupBytes)
            throws IOException {
        EmbeddingsWriter.write(file(), written, groupBytes);
        return read();
    }

    private List<PatchEmbedding> read() throws IOException {
        var read = new ArrayList<PatchEmbedding>();
        try (var stored = StoredEmbeddings.open(file())) {
            for (int group = 0; group < stored.groups(); group++) {
                stored.read(group, read::add);
            }
        }
        return read;
    }

    private Path file() {
        return folder.resolve("embeddings.parquet");
    }

    private static List<PatchEmbedding> observations(int count) {
        var random = new Random(1);
        var observations = new ArrayList<PatchEmbedding>();
        for (int i = 0; i < count; i++) {
            var sketch = new byte[64 * 16];
            random.nextBytes(sketch);
            var builder = i % 2 == 0 ? anObservation().s1() : anObservation().s2();
            var seen =
                    builder.ofPatch("33UUP", i / 80, i % 80)
                            .pass("pass-" + i)
                            .revision(i)
                            .vector((float) random.nextGaussian(), -0f, Float.MIN_VALUE)
                            .sketch(sketch)
                            .validFraction(random.nextFloat())
                            .filledBands(i % 3 == 0 ? new String[] {"B02", "B03"} : new String[0])
                            .build();
            seen.setQuality(i % 5 == 0 ? List.of("terrain-not-corrected") : List.of());
            observations.add(seen);
        }
        return observations;
    }
}
