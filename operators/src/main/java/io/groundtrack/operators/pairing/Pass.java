package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleMark;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Everything one platform saw of one tile in one overflight.
 *
 * <p>in: its live granules → out: patches it covers, its time (earliest sensing start) and its
 * footprint, metres in the tile's UTM frame. The granules are kept in mosaic order (sensing start,
 * id), so that nothing depends on arrival. Granules, patches and footprint are read when first
 * asked for: of the many passes of a tile, an arrival touches few.
 */
final class Pass {

    static final Comparator<Granule> MOSAIC_ORDER =
            Comparator.comparing(Granule::getAcquisitionTime)
                    .thenComparing(Granule::getGranuleId)
                    .thenComparing(Granule::getProductKey);

    private static final Comparator<GranuleMark> MARK_ORDER =
            Comparator.comparing(GranuleMark::getAcquisitionTime)
                    .thenComparing(GranuleMark::getGranuleId)
                    .thenComparing(GranuleMark::getProductKey);

    private final String id;
    private final Sensor sensor;
    private final Instant time;
    private final int relativeOrbit;
    private final Supplier<List<Granule>> read;
    private List<Granule> granules;
    private BitSet patches;
    private Geometry footprint;

    Pass(List<Granule> granules) {
        this.granules = granules.stream().sorted(MOSAIC_ORDER).toList();
        this.read = () -> this.granules;
        var first = first();
        this.id = first.getShare().getPassId();
        this.sensor = first.getSensor();
        this.time = first.getAcquisitionTime();
        this.relativeOrbit = first.getRelativeOrbit();
    }

    /**
     * @param read gives a granule by its product key; asked when first needed
     */
    Pass(List<GranuleMark> marks, Function<String, Granule> read) {
        var sorted = marks.stream().sorted(MARK_ORDER).toList();
        var first = sorted.get(0);
        this.id = first.getPassId();
        this.sensor = first.getSensor();
        this.time = first.getAcquisitionTime();
        this.relativeOrbit = first.getRelativeOrbit();
        this.read = () -> sorted.stream().map(GranuleMark::getProductKey).map(read).toList();
    }

    String id() {
        return id;
    }

    Granule first() {
        return granules().get(0);
    }

    List<Granule> granules() {
        if (granules == null) {
            granules = read.get();
        }
        return granules;
    }

    Sensor sensor() {
        return sensor;
    }

    Instant time() {
        return time;
    }

    int relativeOrbit() {
        return relativeOrbit;
    }

    BitSet patches() {
        if (patches == null) {
            patches = new BitSet();
            granules().forEach(g -> patches.or(Packed.bits(g.getShare().getPatches())));
        }
        return patches;
    }

    Geometry footprint() {
        if (footprint == null) {
            footprint =
                    granules().stream()
                            .map(Pass::footprintOf)
                            .reduce((a, b) -> OverlayNGRobust.overlay(a, b, OverlayNG.UNION))
                            .orElseThrow();
        }
        return footprint;
    }

    /** Share of this pass's footprint that {@code other} covers, 0…1. */
    double coveredBy(Pass other) {
        double area = footprint().getArea();
        return area == 0
                ? 0
                : OverlayNGRobust.overlay(footprint(), other.footprint(), OverlayNG.INTERSECTION)
                                .getArea()
                        / area;
    }

    private static Geometry footprintOf(Granule granule) {
        try {
            return new WKBReader().read(Packed.bytes(granule.getShare().getFootprint()));
        } catch (ParseException e) {
            throw new IllegalStateException(
                    "footprint of " + granule.getGranuleId() + ": not WKB (made by this program)",
                    e);
        }
    }
}
