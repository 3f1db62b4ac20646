package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookEntry;
import io.groundtrack.schemas.Packed;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which look of a series showed each cell last.
 *
 * <p>in: looks in order → out: the pass that showed a cell last. State and time: the looks that
 * were the last to show some cell, about 50 bytes each: one where looks show all, a few under
 * clouds, one a cell at most.
 */
final class LastShown {

    /** Says which pass of a series showed a cell last before a look; null where none did. */
    @FunctionalInterface
    interface Before {
        String pass(int series, int cell, LookTime look);
    }

    private final List<LookEntry> newestFirst = new ArrayList<>();

    LastShown() {}

    LastShown(List<LookEntry> states) {
        newestFirst.addAll(states);
    }

    /** Takes a look that is later than all before. */
    void take(LookEntry look) {
        var shown = bits(look);
        if (shown.isEmpty()) {
            return;
        }
        var older = List.copyOf(newestFirst);
        newestFirst.clear();
        newestFirst.add(entry(look, shown));
        for (var other : older) {
            var left = bits(other);
            left.andNot(shown);
            if (!left.isEmpty()) {
                newestFirst.add(entry(other, left));
            }
        }
    }

    /** The pass that showed the cell last, or null. */
    String pass(int cell) {
        for (var look : newestFirst) {
            if (shows(look, cell)) {
                return look.getPassId();
            }
        }
        return null;
    }

    List<LookEntry> states() {
        return newestFirst;
    }

    static boolean shows(LookEntry look, int cell) {
        var shown = look.getShown();
        return cell >> 3 < shown.remaining()
                && (shown.get(shown.position() + (cell >> 3)) >> (cell & 7) & 1) == 1;
    }

    /** Cells as the state names them. */
    static ByteBuffer shown(boolean[] valid) {
        var bits = new BitSet(valid.length);
        for (int i = 0; i < valid.length; i++) {
            bits.set(i, valid[i]);
        }
        return Packed.bits(bits);
    }

    private static BitSet bits(LookEntry look) {
        return Packed.bits(look.getShown());
    }

    private static LookEntry entry(LookEntry look, BitSet shown) {
        return LookEntry.newBuilder()
                .setTime(look.getTime())
                .setPassId(look.getPassId())
                .setSeries(look.getSeries())
                .setShown(Packed.bits(shown))
                .build();
    }
}
