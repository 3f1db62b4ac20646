package io.groundtrack.sinks.kafka;

import static io.groundtrack.testing.builders.ObservationBuilder.anObservation;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class KeyedRecordSchemaTest {

    private static final long YEARS_AGO = Instant.parse("2015-06-23T00:00:00Z").toEpochMilli();

    private final KeyedRecordSchema<PatchOutcome, PatchEmbedding> schema =
            new KeyedRecordSchema<>(
                    "t",
                    PatchEmbedding.class,
                    o -> o.getPatchId() + "/é",
                    PatchOutcome::getEmbedding);

    @Test
    void keyIsUtf8AndValueIsSingleObjectEncoding() {
        var outcome = anObservation().vector(1, 2).outcome();
        var record = schema.serialize(outcome, null, YEARS_AGO);
        assertThat(record.topic()).isEqualTo("t");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("33UUP_r30_c40/é");
        assertThat(record.value()).startsWith(0xC3, 0x01);
        var read = AvroCodec.of(PatchEmbedding.class).decode(record.value());
        assertThat(read.equals(outcome.getEmbedding())).isTrue();
    }

    @Test
    void nothingToSayIsATombstone() {
        var record = schema.serialize(anObservation().gone(), null, YEARS_AGO);
        assertThat(record.key()).isNotEmpty();
        assertThat(record.value()).isNull();
    }

    @Test
    void eventTimeIsNotTheTimeOfTheRecordAndTheKeyChoosesThePartition() {
        var record = schema.serialize(anObservation().outcome(), null, YEARS_AGO);
        assertThat(record.timestamp()).isNull();
        assertThat(record.partition()).isNull();
    }

    @Test
    void itTravelsToTheWorkers() throws Exception {
        schema.serialize(anObservation().outcome(), null, YEARS_AGO);
        var there = InstantiationUtil.clone(schema);
        assertThat(there.serialize(anObservation().outcome(), null, YEARS_AGO).value())
                .isNotEmpty();
    }
}
