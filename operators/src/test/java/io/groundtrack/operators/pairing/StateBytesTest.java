package io.groundtrack.operators.pairing;

import static io.groundtrack.testing.builders.GranuleBuilder.aGranule;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.PairState;
import io.groundtrack.schemas.PassState;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.junit.jupiter.api.Test;

/** What pairing keeps, in the bytes that RocksDB and savepoints hold; keys come on top. */
class StateBytesTest {

    private static final String BUCKET =
            "s3://eodata/Sentinel-2/MSI/L2A/2024/06/01/"
                    + "S2A_MSIL2A_20240601T101031_N0510_R022_T33UUP_20240601T160713.SAFE/GRANULE/"
                    + "L2A_T33UUP_A046711_20240601T101233/IMG_DATA/R10m/";

    @Test
    void aGranuleOfAWholeTileTakesAFewKilobytes() throws Exception {
        assertThat(bytes(Granule.class, hrefsOfRealLength(aGranule().s2())))
                .as("S2, eleven files")
                .isBetween(3_500, 5_000);
        assertThat(bytes(Granule.class, hrefsOfRealLength(aGranule().s1())))
                .as("S1, two files")
                .isBetween(1_300, 2_000);
    }

    @Test
    void aPassTakesNextToNothingUnlessItIsHeld() throws Exception {
        var pass =
                new PassState(
                        "sentinel-2a_R022_33UUP_000123",
                        3,
                        Instant.EPOCH.plusMillis(1L << 40),
                        none(),
                        Instant.EPOCH);
        assertThat(bytes(PassState.class, pass)).isLessThan(60);
        pass.setHeld(ByteBuffer.allocate(882));
        assertThat(bytes(PassState.class, pass)).isLessThan(960);
    }

    @Test
    void aPairTakesItsPatchesAndTwoIds() throws Exception {
        var granules = new HashMap<String, Granule>();
        var pairs = new HashMap<String, PairState>();
        var day = Instant.parse("2024-06-01T10:10:31Z");
        var book = new TileBook(PairingOptions.defaults(), granules, new HashMap<>(), pairs, null);
        book.apply(aGranule().s2().acquired(day).build(), day);
        book.apply(aGranule().s1().acquired(day.plus(Duration.ofDays(1))).build(), day);
        assertThat(pairs).hasSize(1);
        for (var pair : pairs.values()) {
            assertThat(bytes(PairState.class, pair)).isBetween(882, 960);
        }
    }

    private static ByteBuffer none() {
        return ByteBuffer.allocate(0);
    }

    private static Granule hrefsOfRealLength(GranuleBuilder builder) {
        var granule = builder.build();
        for (Asset asset : granule.getAssets()) {
            asset.setHref(BUCKET + "T33UUP_20240601T101031_" + asset.getName() + "_10m.jp2");
        }
        return granule;
    }

    private static <T extends SpecificRecordBase> int bytes(Class<T> type, T record)
            throws Exception {
        var config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        var out = new DataOutputSerializer(4_096);
        new AvroTypeInfo<>(type).createSerializer(config).serialize(record, out);
        return out.length();
    }
}
