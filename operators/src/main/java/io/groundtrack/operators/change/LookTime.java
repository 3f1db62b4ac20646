package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookEntry;

/**
 * Place of a look in the order of the fold.
 *
 * @param time acquisition time, milliseconds since 1970
 * @param passId pass
 */
record LookTime(long time, String passId) implements Comparable<LookTime> {

    static final LookTime BEFORE_ALL = new LookTime(Long.MIN_VALUE, "");

    static LookTime of(Look look) {
        return new LookTime(look.time(), look.passId());
    }

    static LookTime of(LookEntry entry) {
        return new LookTime(entry.getTime(), entry.getPassId());
    }

    @Override
    public int compareTo(LookTime other) {
        int byTime = Long.compare(time, other.time);
        return byTime != 0 ? byTime : passId.compareTo(other.passId);
    }
}
