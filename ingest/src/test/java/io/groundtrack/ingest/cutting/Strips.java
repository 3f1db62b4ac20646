package io.groundtrack.ingest.cutting;

import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.RasterBand;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import io.groundtrack.schemas.TileShare;
import io.groundtrack.schemas.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Strips, granules and assets in domain words, on tile 33UUP unless told otherwise. */
final class Strips {

    static final int EPSG = 32633;
    static final int ULX = 300_000;
    static final int ULY = 5_400_000;
    static final int COLUMNS = 91;
    static final Instant BEGINNING = Instant.parse("2017-06-13T10:10:31Z");

    private final Sensor sensor;
    private final List<Granule> granules = new ArrayList<>();
    private String tile = "33UUP";
    private int epsg = EPSG;
    private int ulx = ULX;
    private int uly = ULY;
    private BitSet patches = new BitSet();
    private BitSet gone = new BitSet();

    private Strips(Sensor sensor) {
        this.sensor = sensor;
    }

    static Strips aStrip(Sensor sensor) {
        return new Strips(sensor);
    }

    static int bit(int row, int column) {
        return row * COLUMNS + column;
    }

    static BitSet bits(int... bits) {
        var set = new BitSet();
        for (int bit : bits) {
            set.set(bit);
        }
        return set;
    }

    Strips onTile(String name, int code, int west, int north) {
        tile = name;
        epsg = code;
        ulx = west;
        uly = north;
        return this;
    }

    Strips patches(int... bits) {
        patches = bits(bits);
        return this;
    }

    Strips gone(int... bits) {
        gone = bits(bits);
        return this;
    }

    /** A granule that touches {@code touched}, sensed {@code seconds} after the beginning. */
    Strips granule(String id, int seconds, BitSet touched, Asset... assets) {
        granules.add(
                Granule.newBuilder()
                        .setGranuleId(id)
                        .setProductKey(id)
                        .setSensor(sensor)
                        .setAcquisitionTime(BEGINNING.plusSeconds(seconds))
                        .setVersion(Version.newBuilder().build())
                        .setShare(share(touched))
                        .setAssets(List.of(assets))
                        .setOrigin(
                                Origin.newBuilder()
                                        .setTopic("notices")
                                        .setPartition(1)
                                        .setOffset(seconds)
                                        .build())
                        .build());
        return this;
    }

    Strip build() {
        return Strip.newBuilder()
                .setStripId(Ids.strip("pass", 0))
                .setPassId("pass")
                .setPassRevision(3)
                .setSensor(sensor)
                .setPlatform("sentinel")
                .setProductKind(sensor + "-kind")
                .setRelativeOrbit(22)
                .setFrame(share(patches))
                .setGone(Packed.bits(gone))
                .setGranules(granules)
                .build();
    }

    private TileShare share(BitSet touched) {
        return TileShare.newBuilder()
                .setTile(tile)
                .setEpsg(epsg)
                .setUlx(ulx)
                .setUly(uly)
                .setColumns(COLUMNS)
                .setPassId("pass")
                .setFootprint(ByteBuffer.allocate(0))
                .setPatches(Packed.bits(touched))
                .build();
    }

    /** An asset that holds {@code bands} in this order, stored as digital numbers or dB. */
    static Asset asset(Sensor sensor, String href, String... bands) {
        var list = new ArrayList<RasterBand>();
        for (int i = 0; i < bands.length; i++) {
            list.add(RasterBand.newBuilder().setName(bands[i]).setIndex(i).build());
        }
        return Asset.newBuilder()
                .setName(String.join("-", bands))
                .setHref(href)
                .setBands(list)
                .setScale(sensor == Sensor.S2 ? 0.0001 : 1)
                .setUnit(sensor == Sensor.S2 ? "" : "dB")
                .build();
    }
}
