package io.groundtrack.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was written with a released schema is read with the present one, and the other way round.
 */
class SchemaCompatibilityTest {

    private static final Path RELEASED = Path.of("src/test/resources/released");

    static List<Schema> records() {
        return RecordTypes.ALL.stream()
                .map(type -> new org.apache.avro.specific.SpecificData().getSchema(type))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("records")
    void presentReadsEveryReleaseAndTheOtherWayRound(Schema present) throws IOException {
        for (var release : releases()) {
            var file = release.resolve(present.getName() + ".avsc");
            if (!Files.exists(file)) {
                continue;
            }
            var released = new Schema.Parser().parse(file.toFile());
            assertThat(compatible(present, released))
                    .as("%s reads %s", present.getName(), file)
                    .isTrue();
            assertThat(compatible(released, present))
                    .as("%s read by %s", present.getName(), file)
                    .isTrue();
        }
    }

    @Test
    void everyRecordOfTheFirstReleaseIsStillThere() throws IOException {
        var present = records().stream().map(Schema::getName).toList();
        try (var files = Files.list(RELEASED.resolve("0.1.0"))) {
            var released = files.map(f -> f.getFileName().toString().replace(".avsc", "")).toList();
            assertThat(released)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(present).contains(name));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldSaysWhatItIsAndHasADefaultUnlessItIsARecord(Schema present) {
        for (var field : present.getFields()) {
            assertThat(field.doc()).as("%s.%s", present.getName(), field.name()).isNotBlank();
            if (field.schema().getType() != Schema.Type.RECORD) {
                assertThat(field.hasDefaultValue())
                        .as("%s.%s", present.getName(), field.name())
                        .isTrue();
            }
        }
    }

    private static boolean compatible(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static List<Path> releases() throws IOException {
        try (var folders = Files.list(RELEASED)) {
            return folders.sorted().toList();
        }
    }
}
