package io.groundtrack.ingest.notice;

import static io.groundtrack.ingest.notice.NoticeJson.aSentinel1;
import static io.groundtrack.ingest.notice.NoticeJson.aSentinel2;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadNoticesHarnessTest {

    @Test
    void everyNoticeLeavesByOneDoor() throws Exception {
        var harness =
                ProcessFunctionTestHarnesses.forProcessFunction(
                        new ReadNoticesFunction(NoticeOptions.defaults()));
        harness.processElement(raw(0, aSentinel2().bytes()), 0);
        harness.processElement(raw(1, aSentinel1().with("sar:product_type", "'SLC'").bytes()), 0);
        harness.processElement(raw(2, new byte[0]), 0);

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(n -> assertThat(n.getOrigin().getOffset()).isZero());
        assertThat(harness.getSideOutput(ReadNoticesFunction.REJECTS))
                .extracting(r -> r.getValue().getReason())
                .containsExactly(RejectReason.NOT_JSON);
        assertThat(harness.getSideOutput(ReadNoticesFunction.LEDGER))
                .extracting(StreamRecord::getValue)
                .extracting(LedgerEntry::getStatus)
                .containsExactly("ignored", "rejected");
        harness.close();
    }

    @Test
    void rawNoticeIsNotSerializedByKryo() throws Exception {
        var type = TypeInformation.of(RawNotice.class);
        var serializer = type.createSerializer(new SerializerConfigImpl());
        var out = new DataOutputSerializer(64);
        serializer.serialize(raw(5, new byte[] {1, 2}), out);
        var back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(type).isInstanceOf(PojoTypeInfo.class);
        assertThat(back.topic()).isEqualTo("t");
        assertThat(back.offset()).isEqualTo(5);
        assertThat(back.value()).containsExactly(1, 2);
    }

    @Test
    void aTombstoneBecomesAnEmptyNotice() {
        var seen = new ArrayList<RawNotice>();
        new RawNoticeSchema()
                .deserialize(
                        new ConsumerRecord<>("t", 1, 9, new byte[] {1}, null),
                        new Collector<>() {
                            @Override
                            public void collect(RawNotice notice) {
                                seen.add(notice);
                            }

                            @Override
                            public void close() {}
                        });

        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).value()).isEmpty();
        assertThat(seen.get(0).partition()).isEqualTo(1);
    }

    @Test
    void optionsTravelAndAreReadFromConfiguration() throws Exception {
        var config = new Configuration();
        config.setString("s2.level", "L2A;L1C");
        config.setString("patches.extent", "granule");
        config.setString("notices.max-bytes", "1mb");
        var options = NoticeOptions.from(config);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(options);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(options);
        }

        assertThat(options.s2Levels()).containsExactlyInAnyOrder("L1C", "L2A");
        assertThat(options.maxBytes()).isEqualTo(1 << 20);
        assertThat(NoticeOptions.from(new Configuration())).isEqualTo(NoticeOptions.defaults());
    }

    @Test
    void linesOfAFileComeOneByOneAndNoneIsLongerThanAllowed(@TempDir Path folder) throws Exception {
        var file = folder.resolve("notices.jsonl");
        Files.writeString(file, "{}\n\n  \r\n" + "x".repeat(5000) + "\n[1]");
        var lines = new ArrayList<String>();
        try (var notices = new NoticeLines(file, 1024)) {
            notices.forEachRemaining(b -> lines.add(new String(b, StandardCharsets.UTF_8)));
        }

        assertThat(lines).containsExactly("{}", "x".repeat(1025), "[1]");
    }

    private static RawNotice raw(long offset, byte[] value) {
        return new RawNotice("t", 0, offset, value);
    }
}
