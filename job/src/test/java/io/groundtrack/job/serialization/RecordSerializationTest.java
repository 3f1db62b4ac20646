package io.groundtrack.job.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundtrack.ingest.notice.RawNotice;
import io.groundtrack.schemas.RecordTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.CompositeType;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever crosses an edge or is kept as state has a serializer of its own, and comes back whole.
 */
final class RecordSerializationTest {

    private static final SerializerConfigImpl NO_GENERIC_TYPES = noGenericTypes();

    static Stream<Class<? extends SpecificRecord>> avroRecords() {
        return RecordTypes.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("avroRecords")
    void isNotSerializedByKryo(Class<? extends SpecificRecord> type) {
        var information = TypeInformation.of(type);
        assertThat(information).isNotInstanceOf(GenericTypeInfo.class);
        assertThat(information.createSerializer(NO_GENERIC_TYPES))
                .isInstanceOf(AvroSerializer.class);
    }

    @ParameterizedTest
    @MethodSource("avroRecords")
    <T extends SpecificRecord> void comesBackWhole(Class<T> type) throws IOException {
        var record = new FilledRecords().of(type);
        var serializer = TypeInformation.of(type).createSerializer(NO_GENERIC_TYPES);
        assertThat(roundTrip(serializer, record).equals(record)).isTrue();
        assertThat(serializer.copy(record).equals(record)).isTrue();
        assertThat(serializer.copy(record)).isNotSameAs(record);
    }

    @ParameterizedTest
    @MethodSource("avroRecords")
    <T extends SpecificRecord> void canBeRestoredFromTheSnapshotOfItsSerializer(Class<T> type)
            throws IOException {
        var record = new FilledRecords().of(type);
        var written = TypeInformation.of(type).createSerializer(NO_GENERIC_TYPES);
        var restored = written.snapshotConfiguration().restoreSerializer();
        assertThat(roundTrip(restored, record).equals(record)).isTrue();
    }

    @Test
    void rawNoticesAreRecordsOfFlinkNativeFields() throws IOException {
        var information = TypeInformation.of(RawNotice.class);
        assertThat(genericPartsOf(information)).isEmpty();
        var serializer = information.createSerializer(NO_GENERIC_TYPES);
        assertThat(serializer).isInstanceOf(PojoSerializer.class);
        var notice = new RawNotice("sentinel1.notices", 1, 17, new byte[] {1, 2, 3});
        var back = roundTrip(serializer, notice);
        assertThat(back.topic()).isEqualTo("sentinel1.notices");
        assertThat(back.partition()).isEqualTo(1);
        assertThat(back.offset()).isEqualTo(17);
        assertThat(back.value()).containsExactly(1, 2, 3);
    }

    @Test
    void aGenericTypeWouldBeRefused() {
        var generic = TypeInformation.of(StringBuilder.class);
        assertThat(generic).isInstanceOf(GenericTypeInfo.class);
        assertThatThrownBy(() -> generic.createSerializer(NO_GENERIC_TYPES))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static List<TypeInformation<?>> genericPartsOf(TypeInformation<?> type) {
        var generic = new ArrayList<TypeInformation<?>>();
        if (type instanceof GenericTypeInfo<?>) {
            generic.add(type);
        } else if (type instanceof CompositeType<?> composite) {
            for (int i = 0; i < composite.getArity(); i++) {
                generic.addAll(genericPartsOf(composite.getTypeAt(i)));
            }
        }
        return generic;
    }

    private static <T> T roundTrip(TypeSerializer<T> serializer, T record) throws IOException {
        var out = new DataOutputSerializer(1024);
        serializer.serialize(record, out);
        var in = new DataInputDeserializer(out.getCopyOfBuffer());
        var back = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return back;
    }

    private static SerializerConfigImpl noGenericTypes() {
        var config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        return config;
    }
}
