package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.RejectReason;
import io.groundtrack.schemas.Sensor;
import java.util.Optional;

/**
 * The offset of Sentinel-2's digital numbers, as reflectance: applied once, never twice.
 *
 * <p>Processing baseline 04.00 moved the zero of the digital numbers to 1000 ({@code
 * BOA_ADD_OFFSET}, {@code RADIO_ADD_OFFSET}: −1000), so an Item that states no offset has −0.1
 * there and 0 before. What the Item states goes first ({@code raster:offset}), but an archive that
 * took the offset off ({@code earthsearch:boa_offset_applied}) still states the product's: none is
 * left then. Sources: Sentinel-2 Products Specification Document 14.9, section 3.4; Earth Search
 * collection sentinel-2-l2a.
 *
 * <p>Errors: {@link Refusal} where Item and baseline contradict each other.
 */
final class ReflectanceOffset {

    private static final String FIRST_WITH_OFFSET = "04.00";
    private static final double SINCE_THEN = -0.1;

    private final String baseline;
    private final Optional<Boolean> applied;

    private ReflectanceOffset(String baseline, Optional<Boolean> applied) {
        this.baseline = baseline;
        this.applied = applied;
    }

    static ReflectanceOffset of(StacItem item, Product product) {
        return new ReflectanceOffset(
                product.sensor() == Sensor.S2 ? product.baseline() : "",
                item.flag("earthsearch:boa_offset_applied")
                        .or(() -> item.flag("sentinel:boa_offset_applied")));
    }

    /** What is to be added to the reflectance of an asset. */
    double of(String asset, Optional<Double> stated) {
        boolean moved = baseline.compareTo(FIRST_WITH_OFFSET) >= 0;
        if (applied.orElse(false)) {
            return 0;
        }
        if (stated.isEmpty()) {
            return moved ? SINCE_THEN : 0;
        }
        if (stated.get() != 0 && !moved && !baseline.isEmpty()) {
            throw contradiction(asset, stated.get(), "0, as the processing baseline " + baseline);
        }
        if (stated.get() == 0 && moved && applied.isPresent()) {
            throw contradiction(
                    asset,
                    stated.get(),
                    SINCE_THEN
                            + ", as boa_offset_applied is false and the processing baseline "
                            + baseline);
        }
        return stated.get();
    }

    private static Refusal contradiction(String asset, double stated, String expected) {
        return new Refusal(
                RejectReason.FIELD_INVALID,
                "data.assets."
                        + Refusal.shown(asset)
                        + ".raster:offset: "
                        + stated
                        + " (expected: "
                        + expected
                        + " says)");
    }
}
