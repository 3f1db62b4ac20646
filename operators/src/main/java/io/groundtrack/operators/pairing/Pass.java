package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
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
 * id), so that nothing depends on arrival. Patches and footprint are made when first asked for: of
 * the many passes of a tile, an arrival touches few.
 */
final class Pass {

    static final Comparator<Granule> MOSAIC_ORDER =
            Comparator.comparing(Granule::getAcquisitionTime)
                    .thenComparing(Granule::getGranuleId)
                    .thenComparing(Granule::getProductKey);

    private final List<Granule> granules;
    private BitSet patches;
    private Geometry footprint;

    Pass(List<Granule> granules) {
        this.granules = granules.stream().sorted(MOSAIC_ORDER).toList();
    }

    String id() {
        return first().getShare().getPassId();
    }

    Granule first() {
        return granules.get(0);
    }

    List<Granule> granules() {
        return granules;
    }

    Sensor sensor() {
        return first().getSensor();
    }

    Instant time() {
        return first().getAcquisitionTime();
    }

    BitSet patches() {
        if (patches == null) {
            patches = new BitSet();
            granules.forEach(g -> patches.or(Packed.bits(g.getShare().getPatches())));
        }
        return patches;
    }

    Geometry footprint() {
        if (footprint == null) {
            footprint =
                    granules.stream()
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
