package io.groundtrack.ingest.access;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Ranges of a file → fewer, longer ones: those that lie close together become one. */
final class MergedRanges {

    /**
     * Bytes {@code from … from + length}.
     *
     * @param asked sum of the lengths of the given ranges in it
     */
    record Range(long from, int length, long asked) {

        long end() {
            return from + length;
        }

        boolean holds(long position, int bytes) {
            return position >= from && position + bytes <= end();
        }
    }

    private MergedRanges() {}

    /**
     * In the order of the file. Ranges that do not lie between {@code first} and {@code size} are
     * left out: whoever reads them is told.
     *
     * @param gap largest distance that is fetched for nothing
     * @param most largest merged range; one that is longer by itself is left out
     */
    static List<Range> of(
            long[] positions, int[] lengths, long first, long size, int gap, int most) {
        var given = new ArrayList<Range>();
        for (int i = 0; i < positions.length; i++) {
            boolean inside =
                    positions[i] >= 0 && lengths[i] > 0 && positions[i] <= size - lengths[i];
            if (inside && positions[i] + lengths[i] > first && lengths[i] <= most) {
                given.add(new Range(positions[i], lengths[i], lengths[i]));
            }
        }
        given.sort(Comparator.comparingLong(Range::from));
        var merged = new ArrayList<Range>();
        for (var next : given) {
            var last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            boolean joins =
                    last != null
                            && next.from() - last.end() <= gap
                            && Math.max(last.end(), next.end()) - last.from() <= most;
            if (joins) {
                merged.set(
                        merged.size() - 1,
                        new Range(
                                last.from(),
                                (int) (Math.max(last.end(), next.end()) - last.from()),
                                last.asked() + next.asked()));
            } else {
                merged.add(next);
            }
        }
        return merged;
    }
}
