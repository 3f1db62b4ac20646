package io.groundtrack.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvroCodecTest {

    private static final Reject REJECT =
            Reject.newBuilder()
                    .setId("read-notices|x")
                    .setReason(RejectReason.NOT_JSON)
                    .setStep("read-notices")
                    .setMessage("what, where, expected")
                    .setOrigin(new Origin("sentinel1.notices", 1, 42L))
                    .setOriginal(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                    .build();

    @Test
    void aRecordComesBackAsItWas() {
        var codec = AvroCodec.of(Reject.class);
        assertThat(codec.decode(codec.encode(REJECT))).isEqualTo(REJECT);
    }

    @Test
    void bytesBeginWithTheSingleObjectMarker() {
        assertThat(AvroCodec.of(Reject.class).encode(REJECT)).startsWith(0xC3, 0x01);
    }

    @Test
    void theBodyIsTheEncodingWithoutItsHeader() {
        var codec = AvroCodec.of(Reject.class);
        var encoded = codec.encode(REJECT);
        assertThat(codec.body(REJECT))
                .isEqualTo(java.util.Arrays.copyOfRange(encoded, 10, encoded.length));
    }

    @Test
    void otherBytesAreRefusedByName() {
        assertThatThrownBy(() -> AvroCodec.of(Reject.class).decode(new byte[] {1, 2, 3}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Reject")
                .hasMessageContaining("3 bytes");
    }

    @Test
    void truncatedBytesAreRefusedByName() {
        var codec = AvroCodec.of(Reject.class);
        var encoded = codec.encode(REJECT);
        assertThatThrownBy(() -> codec.decode(java.util.Arrays.copyOf(encoded, encoded.length - 2)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatAnOlderSchemaWroteIsReadWithTheDefaultsOfNewFields() {
        var older =
                new org.apache.avro.Schema.Parser()
                        .parse(
                                "{\"type\":\"record\",\"name\":\"PassState\",\"namespace\":\"io.groundtrack.schemas\","
                                        + "\"fields\":[{\"name\":\"passId\",\"type\":\"string\"}]}");
        var written = new org.apache.avro.generic.GenericData.Record(older);
        written.put("passId", "p");
        byte[] bytes;
        try {
            var buffer =
                    new org.apache.avro.message.BinaryMessageEncoder<>(
                                    org.apache.avro.generic.GenericData.get(), older)
                            .encode(written);
            bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(AvroCodec.of(PassState.class, List.of(older)).decode(bytes))
                .isEqualTo(PassState.newBuilder().setPassId("p").build());
    }
}
