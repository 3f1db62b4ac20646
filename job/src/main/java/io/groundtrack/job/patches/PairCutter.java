package io.groundtrack.job.patches;

import io.groundtrack.ingest.cutting.CutOptions;
import io.groundtrack.ingest.cutting.PatchCutter;
import io.groundtrack.model.head.BigEarthNetClasses;
import io.groundtrack.model.patches.PatchAttributes;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.operators.pairing.TilePairs.Rows;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.Strip;
import io.groundtrack.schemas.TileShare;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cuts rows of patches out of both passes of a pair, as the step {@code cut-into-patches} does, and
 * keeps the patches that pass the gate of both sensors.
 *
 * <p>State: that of a {@link PatchCutter}; not thread safe. Errors: bad files are {@link Reject}s.
 */
final class PairCutter implements AutoCloseable {

    private final PatchCutter cutter;
    private final Function<String, List<String>> labels;
    private final String source;

    /**
     * What became of some rows.
     *
     * @param taken patches to train on
     * @param gated patches that one of the sensors did not see clearly enough
     * @param rejected patches with a file that cannot be read
     * @param rejects what was wrong with the files
     */
    record Cut(List<Taken> taken, int gated, int rejected, List<Reject> rejects) {}

    /**
     * @param labels classes that the notice of a granule names for its one patch
     * @param source told in the attributes
     */
    PairCutter(CutOptions options, Function<String, List<String>> labels, String source) {
        this.cutter = new PatchCutter(options);
        this.labels = labels;
        this.source = source;
    }

    Cut cut(Rows rows) {
        var cut = new Cut(new ArrayList<>(), 0, 0, new ArrayList<>());
        var optical = cutter.cut(rows.s2());
        cut.rejects().addAll(optical.rejects());
        var seen = new BitSet();
        int gated = 0;
        int rejected = 0;
        var clear = new ArrayList<PatchOutcome>();
        for (var outcome : optical.outcomes()) {
            if (outcome.getKind() == OutcomeKind.CUT) {
                seen.set(bit(rows.s2(), outcome));
                clear.add(outcome);
            } else if (outcome.getKind() == OutcomeKind.GATED) {
                gated++;
            } else {
                rejected++;
            }
        }
        if (clear.isEmpty()) {
            return new Cut(cut.taken(), gated, rejected, cut.rejects());
        }
        // both strips list the same patches in the same order
        var radar = cutter.cut(only(rows.s1(), seen));
        cut.rejects().addAll(radar.rejects());
        for (int i = 0; i < clear.size(); i++) {
            var s1 = radar.outcomes().get(i);
            if (s1.getKind() == OutcomeKind.CUT) {
                cut.taken().add(taken(rows.s2(), s1, clear.get(i)));
            } else if (s1.getKind() == OutcomeKind.GATED) {
                gated++;
            } else {
                rejected++;
            }
        }
        return new Cut(cut.taken(), gated, rejected, cut.rejects());
    }

    private static int bit(Strip strip, PatchOutcome outcome) {
        return outcome.getRow() * strip.getFrame().getColumns() + outcome.getColumn();
    }

    private static Strip only(Strip strip, BitSet patches) {
        return Strip.newBuilder(strip)
                .setFrame(
                        TileShare.newBuilder(strip.getFrame())
                                .setPatches(Packed.bits(patches))
                                .build())
                .build();
    }

    private Taken taken(Strip optical, PatchOutcome s1, PatchOutcome s2) {
        var id = Ids.example(s2.getPatchId(), s1.getPassId(), s2.getPassId());
        var named = labels(optical, s2);
        return new Taken(
                new PatchExample(
                        id,
                        Packed.floats(s1.getWindow().getPixels()),
                        Packed.floats(s2.getWindow().getPixels()),
                        named.isEmpty() ? Optional.empty() : Optional.of(hot(named)),
                        Optional.empty()),
                new PatchAttributes(
                        id,
                        s2.getPatchId(),
                        s2.getTile(),
                        s2.getRow(),
                        s2.getColumn(),
                        s2.getEpsg(),
                        s2.getUlx(),
                        s2.getUly(),
                        s2.getLongitude(),
                        s2.getLatitude(),
                        look(s1),
                        look(s2),
                        source,
                        named));
    }

    private static PatchAttributes.Look look(PatchOutcome outcome) {
        return new PatchAttributes.Look(
                outcome.getPassId(),
                outcome.getAcquisitionTime(),
                outcome.getValidFraction(),
                outcome.getClearFraction());
    }

    /** Known where one granule alone touches the patch. */
    private List<String> labels(Strip optical, PatchOutcome patch) {
        int bit = bit(optical, patch);
        var touching =
                optical.getGranules().stream()
                        .filter(g -> Packed.bits(g.getShare().getPatches()).get(bit))
                        .toList();
        return touching.size() == 1 ? labels.apply(touching.get(0).getGranuleId()) : List.of();
    }

    static float[] hot(List<String> labels) {
        var hot = new float[BigEarthNetClasses.NAMES.size()];
        labels.forEach(label -> hot[BigEarthNetClasses.NAMES.indexOf(label)] = 1);
        return hot;
    }

    @Override
    public void close() {
        cutter.close();
    }
}
