package io.groundtrack.model.patches;

import java.util.BitSet;
import java.util.Objects;

/** Some patches of a set, in their order: in rank → out number of the patch in the set. */
public final class PatchSelection {

    private static final int BLOCK = 1024;

    private final BitSet members;
    private final int size;

    /** Members before each block. */
    private final int[] before;

    PatchSelection(BitSet members) {
        this.members = members;
        this.size = members.cardinality();
        this.before = new int[members.length() / BLOCK + 1];
        for (int block = 1; block < before.length; block++) {
            int start = (block - 1) * BLOCK;
            before[block] = before[block - 1] + members.get(start, start + BLOCK).cardinality();
        }
    }

    public long size() {
        return size;
    }

    public boolean contains(long index) {
        return index <= Integer.MAX_VALUE && members.get((int) index);
    }

    /** Number in the set of the {@code rank}-th patch of this selection. */
    public long at(long rank) {
        int wanted = (int) Objects.checkIndex(rank, size());
        int low = 0;
        int high = before.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (before[middle] <= wanted) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int at = members.nextSetBit(low * BLOCK);
        for (int i = before[low]; i < wanted; i++) {
            at = members.nextSetBit(at + 1);
        }
        return at;
    }
}
