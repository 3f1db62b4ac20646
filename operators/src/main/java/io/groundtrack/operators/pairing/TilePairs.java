package io.groundtrack.operators.pairing;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Sensor;
import io.groundtrack.schemas.Strip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The pairs of one tile when all its granules are known: what the job arrives at in the end,
 * without its state.
 *
 * <p>in: the live granules of a tile → out: its passes, and for each pair the rows of patches that
 * both passes touch, as strips to cut. Pure; the order of the granules never shows. Source:
 * architecture 3.3.
 */
public final class TilePairs {

    /**
     * @param window largest time between the passes of a pair; may be longer than the job's
     * @param minOverlap least share of the S2 footprint that the S1 footprint covers, 0…1
     * @param everyPartner each S1 pass within the window, instead of the nearest one
     * @param stripRows rows of patches cut together
     * @param preferOrbits relative orbits of S1 that come before all others, best first
     */
    public record Rule(
            Duration window,
            double minOverlap,
            boolean everyPartner,
            int stripRows,
            List<Integer> preferOrbits) {

        /** No orbit before another. */
        public Rule(Duration window, double minOverlap, boolean everyPartner, int stripRows) {
            this(window, minOverlap, everyPartner, stripRows, List.of());
        }

        /** As the job pairs. */
        public static Rule of(PairingOptions options) {
            return new Rule(
                    options.window(),
                    options.minOverlap(),
                    false,
                    options.stripRows(),
                    options.preferOrbits());
        }
    }

    /** Some rows of patches of a pair: the same patches, seen by each sensor. */
    public record Rows(Strip s2, Strip s1) {}

    /**
     * An S2 pass with an S1 pass.
     *
     * @param patches how many both touch
     * @param rows their strips, from north to south
     */
    public record Pair(String s2Pass, String s1Pass, int patches, List<Rows> rows) {}

    /**
     * @param s1Passes passes of Sentinel-1 over the tile
     * @param s2Passes passes of Sentinel-2 over the tile
     * @param pairs in the order of the S2 passes' ids, nearest partner first
     */
    public record Found(int s1Passes, int s2Passes, List<Pair> pairs) {}

    private TilePairs() {}

    public static Found of(Collection<Granule> granules, Rule rule) {
        var passes =
                granules.stream()
                        .collect(
                                Collectors.groupingBy(
                                        g -> g.getShare().getPassId(),
                                        TreeMap::new,
                                        Collectors.collectingAndThen(
                                                Collectors.toList(), Pass::new)));
        var partners = new Partners(rule.window(), rule.minOverlap(), rule.preferOrbits());
        var pairs = new ArrayList<Pair>();
        int optical = 0;
        for (var s2 : passes.values()) {
            if (s2.sensor() != Sensor.S2) {
                continue;
            }
            optical++;
            partners.of(s2, passes.values())
                    .limit(rule.everyPartner() ? Long.MAX_VALUE : 1)
                    .map(s1 -> pair(s2, s1, rule.stripRows()))
                    .forEach(pairs::add);
        }
        return new Found(passes.size() - optical, optical, pairs);
    }

    private static Pair pair(Pass s2, Pass s1, int stripRows) {
        var both = (BitSet) s2.patches().clone();
        both.and(s1.patches());
        var optical = Strips.of(s2.first(), s2, 1, both, stripRows);
        var radar = Strips.of(s1.first(), s1, 1, both, stripRows);
        var rows = new ArrayList<Rows>();
        for (int i = 0; i < optical.size(); i++) {
            rows.add(new Rows(optical.get(i), radar.get(i)));
        }
        return new Pair(s2.id(), s1.id(), both.cardinality(), rows);
    }
}
