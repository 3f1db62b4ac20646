package io.groundtrack.testing.builders;

import io.groundtrack.schemas.Asset;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.RasterBand;
import io.groundtrack.schemas.TileShare;
import io.groundtrack.schemas.Version;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/**
 * Builds granules: {@code aGranule().s2().onTile("33UUP").acquired(t).rows(30, 35).columns(40,
 * 45).build()}.
 *
 * <p>Unless told otherwise: a Sentinel-2 L2A product over the whole of 33UUP, sensed 2024-06-01
 * 10:10:31 UTC, made four hours later with baseline 05.10, one file a band. Footprints are the
 * rectangle of the patches, metres in the UTM zone.
 */
public final class GranuleBuilder {

    private Series series = Series.S2;
    private TileFrame frame = TileFrame.T33UUP;
    private Instant acquired = Instant.parse("2024-06-01T10:10:31Z");
    private String platform;
    private String productKind;
    private int relativeOrbit = -1;
    private int firstRow;
    private int lastRow = Integer.MAX_VALUE;
    private int firstColumn;
    private int lastColumn = Integer.MAX_VALUE;
    private String baseline = "05.10";
    private Instant generated;
    private String granuleId;
    private String productKey;
    private String passId;
    private String part = "";
    private boolean live = true;
    private List<Asset> assets;
    private Origin origin = origin("notices", 0, 0);

    private GranuleBuilder() {}

    /** A granule about which nothing is said yet. */
    public static GranuleBuilder aGranule() {
        return new GranuleBuilder();
    }

    /** Sentinel-1 RTC. */
    public GranuleBuilder s1() {
        series = Series.S1;
        return this;
    }

    /** Sentinel-2 L2A. */
    public GranuleBuilder s2() {
        series = Series.S2;
        return this;
    }

    public GranuleBuilder onTile(String tile) {
        return onTile(TileFrame.of(tile));
    }

    public GranuleBuilder onTile(TileFrame tile) {
        frame = tile;
        return this;
    }

    public GranuleBuilder acquired(Instant sensingStart) {
        acquired = sensingStart;
        return this;
    }

    public GranuleBuilder by(String platformName) {
        platform = platformName;
        return this;
    }

    public GranuleBuilder ofKind(String kind) {
        productKind = kind;
        return this;
    }

    public GranuleBuilder relativeOrbit(int track) {
        relativeOrbit = track;
        return this;
    }

    /** Rows of patches, both ends taken. */
    public GranuleBuilder rows(int first, int last) {
        firstRow = first;
        lastRow = last;
        return this;
    }

    /** Columns of patches, both ends taken. */
    public GranuleBuilder columns(int first, int last) {
        firstColumn = first;
        lastColumn = last;
        return this;
    }

    public GranuleBuilder patch(int row, int column) {
        return rows(row, row).columns(column, column);
    }

    public GranuleBuilder version(String processingBaseline, Instant generationTime) {
        baseline = processingBaseline;
        generated = generationTime;
        return this;
    }

    public GranuleBuilder named(String id) {
        granuleId = id;
        return this;
    }

    public GranuleBuilder productKey(String key) {
        productKey = key;
        return this;
    }

    public GranuleBuilder pass(String id) {
        passId = id;
        return this;
    }

    /** Which of several pieces or slices this is: part of the identity. */
    public GranuleBuilder part(String piece) {
        part = piece;
        return this;
    }

    /** Word that the granule is there no more. */
    public GranuleBuilder gone() {
        live = false;
        return this;
    }

    public GranuleBuilder withAssets(List<Asset> files) {
        assets = List.copyOf(files);
        return this;
    }

    public GranuleBuilder readFrom(String topic, int partition, long offset) {
        origin = origin(topic, partition, offset);
        return this;
    }

    public Granule build() {
        var name = granuleId == null ? id() : granuleId;
        return Granule.newBuilder()
                .setProductKey(productKey == null ? key() : productKey)
                .setGranuleId(name)
                .setLive(live)
                .setVersion(version(name))
                .setSensor(series.sensor())
                .setPlatform(platform())
                .setProductKind(productKind == null ? series.productKind() : productKind)
                .setRelativeOrbit(orbit())
                .setAcquisitionTime(acquired)
                .setShare(share())
                .setAssets(assets == null ? files(name) : assets)
                .setOrigin(origin)
                .build();
    }

    /** The rectangle of patches on the tile. */
    public TileShare share() {
        int bottom = Math.min(lastRow, frame.columns() - 1);
        int right = Math.min(lastColumn, frame.columns() - 1);
        if (firstRow < 0 || firstColumn < 0 || firstRow > bottom || firstColumn > right) {
            throw new IllegalArgumentException(
                    "patches: rows "
                            + firstRow
                            + " to "
                            + bottom
                            + ", columns "
                            + firstColumn
                            + " to "
                            + right
                            + " (expected: at least one of the tile)");
        }
        var patches = new BitSet();
        for (int row = firstRow; row <= bottom; row++) {
            int start = row * frame.columns();
            patches.set(start + firstColumn, start + right + 1);
        }
        var ground =
                new Envelope(
                        frame.easting(firstColumn),
                        frame.easting(right + 1),
                        frame.northing(bottom + 1),
                        frame.northing(firstRow));
        return TileShare.newBuilder()
                .setTile(frame.tile())
                .setEpsg(frame.epsg())
                .setUlx(frame.ulx())
                .setUly(frame.uly())
                .setColumns(frame.columns())
                .setPassId(pass())
                .setFootprint(wkb(ground))
                .setPatches(Packed.bits(patches))
                .build();
    }

    private String pass() {
        return passId == null
                ? Series.passOf(platform(), orbit(), frame.tile(), acquired, series.cycle())
                : passId;
    }

    private String platform() {
        return platform == null ? series.platform() : platform;
    }

    private int orbit() {
        return relativeOrbit < 0 ? series.relativeOrbit() : relativeOrbit;
    }

    private String key() {
        return platform() + "|" + orbit() + "|" + acquired + "|" + frame.tile() + "|" + part;
    }

    private String id() {
        return key() + "|" + baseline + "|" + generated();
    }

    private Instant generated() {
        return generated == null ? acquired.plus(Duration.ofHours(4)) : generated;
    }

    private Version version(String name) {
        return Version.newBuilder()
                .setBaseline(baseline)
                .setGenerationTime(generated())
                .setProductId(name)
                .setUpdated(generated())
                .setEventTime(generated())
                .setContentHash("")
                .build();
    }

    private List<Asset> files(String name) {
        boolean radar = series == Series.S1;
        var files = new ArrayList<Asset>();
        for (var band : series.bands()) {
            var raster = RasterBand.newBuilder().setName(band).setIndex(0).build();
            boolean classes = band.equals("SCL");
            files.add(
                    Asset.newBuilder()
                            .setName(band)
                            .setHref(name + "/" + band + ".tif")
                            .setBands(List.of(raster))
                            .setEpsg(frame.epsg())
                            .setScale(radar || classes ? 1 : 0.0001)
                            .setOffset(radar || classes ? 0 : -0.1)
                            .setUnit(radar ? "linear" : "")
                            .setNodata(radar ? "nan" : "0")
                            .build());
        }
        return files;
    }

    private static Origin origin(String topic, int partition, long offset) {
        return Origin.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setOffset(offset)
                .build();
    }

    private static ByteBuffer wkb(Envelope ground) {
        var polygon = new GeometryFactory().toGeometry(ground);
        return ByteBuffer.wrap(new WKBWriter().write(polygon));
    }
}
