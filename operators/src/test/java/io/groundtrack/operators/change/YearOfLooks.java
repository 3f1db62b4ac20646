package io.groundtrack.operators.change;

import io.groundtrack.operators.pairing.TileSteps;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Strip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a pass sees of a patch, in place of cutter and model: a function of the patch, the pass and
 * the granules that the patch is cut from, and of nothing else. Every third patch has an event.
 */
final class YearOfLooks {

    static final int GRID = 3;
    static final ChangeOptions OPTIONS =
            new ChangeOptions(
                    2, 5, 3, Duration.ofDays(100), Duration.ofDays(60), Duration.ZERO, 0.8, GRID);
    static final Thresholds THRESHOLDS =
            Thresholds.uncalibrated("S1-RTC", "A2/m2", 2, 3, 6)
                    .and(Thresholds.uncalibrated("S2-L2A", "S2-1/m2", 2, 3, 6));

    private static final Set<Integer> EVENT_CELLS = Set.of(0, 1, 3, 4);
    private static final double EVENT = 9;

    private YearOfLooks() {}

    /** What the cutter and the model would say of a strip, patch by patch. */
    static List<PatchOutcome> outcomes(Strip strip) {
        var frame = strip.getFrame();
        var outcomes = new ArrayList<PatchOutcome>();
        Packed.bits(frame.getPatches()).stream()
                .forEach(
                        bit ->
                                outcomes.add(
                                        outcome(
                                                patch(strip, bit),
                                                strip.getPassId(),
                                                TileSteps.granulesOf(strip, bit),
                                                strip.getPassRevision())));
        Packed.bits(strip.getGone()).stream()
                .forEach(
                        bit ->
                                outcomes.add(
                                        notSeen(
                                                patch(strip, bit),
                                                strip.getPassId(),
                                                strip.getPassRevision(),
                                                OutcomeKind.GONE)));
        return outcomes;
    }

    /**
     * @param passId {@code s1-44-3}: sensor, orbit and cycle
     */
    static PatchOutcome outcome(String patch, String passId, List<String> granules, int revision) {
        var random = new Random(31L * (patch + passId).hashCode() + granules.hashCode());
        boolean isRadar = passId.startsWith("s1");
        if (!isRadar && random.nextDouble() < 0.2) {
            return notSeen(patch, passId, revision, OutcomeKind.GATED);
        }
        int clouds = isRadar || random.nextDouble() < 0.7 ? 0 : random.nextInt(512);
        double day = day(passId);
        var embedding =
                series(passId)
                        .onPatch(patch)
                        .embedding(
                                day,
                                (cell, number) -> random.nextGaussian() + event(patch, cell, day),
                                cell -> (clouds >> cell & 1) == 1 ? 100 : 225);
        embedding.setPassId(passId);
        embedding.setDimension(1);
        embedding.setVector(Packed.floats(new float[] {random.nextFloat()}));
        return Observations.outcome(embedding, revision);
    }

    private static PatchOutcome notSeen(
            String patch, String passId, int revision, OutcomeKind kind) {
        var outcome = series(passId).onPatch(patch).notSeen(day(passId), revision, kind);
        outcome.setPassId(passId);
        return outcome;
    }

    private static Observations series(String passId) {
        int orbit = Integer.parseInt(passId.split("-")[1]);
        var of = Observations.ofPatch(GRID).onOrbit(orbit);
        return passId.startsWith("s1")
                ? of.withNumbers("VV.mean", "VH.mean")
                : of.sentinel2().onOrbit(orbit).withNumbers("NDVI.mean");
    }

    private static double day(String passId) {
        var of = passId.split("-");
        int phase =
                switch (of[1]) {
                    case "44" -> 1;
                    case "146" -> 6;
                    case "22" -> 2;
                    default -> 7;
                };
        return Integer.parseInt(of[2]) * (of[0].equals("s1") ? 12 : 10) + phase;
    }

    private static double event(String patch, int cell, double day) {
        int at = Math.floorMod(patch.hashCode(), 60);
        boolean isHit = at % 3 == 0 && EVENT_CELLS.contains(cell);
        double begins = 150 + at;
        return isHit && day >= begins && day < begins + 30 + 3 * at ? EVENT : 0;
    }

    private static String patch(Strip strip, int bit) {
        var frame = strip.getFrame();
        return Ids.patch(frame.getTile(), bit / frame.getColumns(), bit % frame.getColumns());
    }
}
