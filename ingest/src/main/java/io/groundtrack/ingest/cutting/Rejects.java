package io.groundtrack.ingest.cutting;

import io.groundtrack.ingest.cutting.GranuleBands.Unusable;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Reject;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Rejects of one strip: one for each granule, asset and reason, however many patches it touches.
 */
final class Rejects {

    private final Consumer<Reject> out;
    private final Set<String> seen = new HashSet<>();

    Rejects(Consumer<Reject> out) {
        this.out = out;
    }

    void add(Granule granule, Unusable why) {
        var id = Ids.reject(PatchCutter.STEP, granule.getGranuleId(), why.reason(), why.what());
        if (seen.add(id)) {
            out.accept(
                    Reject.newBuilder()
                            .setId(id)
                            .setReason(why.reason())
                            .setStep(PatchCutter.STEP)
                            .setSubject(granule.getGranuleId())
                            .setMessage(
                                    "granule " + granule.getGranuleId() + ", " + why.getMessage())
                            .setOrigin(granule.getOrigin())
                            .setOriginal(ByteBuffer.allocate(0))
                            .build());
        }
    }
}
