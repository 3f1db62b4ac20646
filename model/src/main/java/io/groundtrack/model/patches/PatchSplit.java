package io.groundtrack.model.patches;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * A set divided into what is trained on and what is held out, by place: all looks at one patch of
 * ground lie on the same side.
 *
 * <p>in: set, share, seed → out: two selections; a place is held out where SHA-256 of (seed, its
 * name), read as a fraction, is below the share. So a side does not change when patches are added,
 * and a larger share holds out all that a smaller one does. State: one bit a patch and side.
 */
public record PatchSplit(PatchSelection training, PatchSelection heldOut) {

    private static final double RANGE = 0x1p63;

    /**
     * @param share of the places to hold out, 0…1
     */
    public static PatchSplit of(PatchShards patches, double share, long seed) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("held-out share: " + share + " (expected: 0 to 1)");
        }
        if (patches.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    patches.size() + " patches (expected: at most " + Integer.MAX_VALUE + ")");
        }
        int size = (int) patches.size();
        var training = new BitSet(size);
        var heldOut = new BitSet();
        for (int i = 0; i < size; i++) {
            (fraction(patches.place(i), seed) < share ? heldOut : training).set(i);
        }
        return new PatchSplit(new PatchSelection(training), new PatchSelection(heldOut));
    }

    /** Where a place lies between 0 and 1. */
    static double fraction(String place, long seed) {
        var digest = WholeFile.digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        var hash = digest.digest(place.getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> 1) / RANGE;
    }
}
