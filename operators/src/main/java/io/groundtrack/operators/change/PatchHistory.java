package io.groundtrack.operators.change;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of one patch: a fold over the looks that are settled, and the open looks within the
 * horizon, which may still be replaced or withdrawn.
 *
 * <p>in: looks in any order → out: a fold over all of them in order of (acquisition time, pass),
 * the same for every order of arrival. State and time: the horizon is counted back from the newest
 * observation ever taken, in acquisition time; what arrives behind it is {@link Arrival#TOO_LATE}.
 * A pass that says nothing (gated, rejected, gone) is remembered with its revision as long as it is
 * within the horizon.
 */
final class PatchHistory {

    /** What became of an arrival. */
    enum Arrival {
        /** It changes what is known. */
        TAKEN,
        /** It says nothing new, or something older than what is known. */
        KNOWN,
        /** It is older than the horizon. */
        TOO_LATE
    }

    /** A pass's acquisition time may move by this much from revision to revision. */
    private static final long SLACK_MS = 3_600_000;

    private static final int VERSION = 1;

    private final ChangeOptions options;
    private final PatchPlace place;
    private final PatchFold settled;
    private final Map<String, Look> open = new TreeMap<>();
    private final Set<String> touched = new HashSet<>();
    private long newest = Long.MIN_VALUE;
    private boolean isSettledTouched;

    private PatchHistory(ChangeOptions options, PatchPlace place, PatchFold settled) {
        this.options = options;
        this.place = place;
        this.settled = settled;
    }

    /** A patch nothing is known of. */
    static PatchHistory empty(ChangeOptions options, Thresholds thresholds, PatchPlace place) {
        var history = new PatchHistory(options, place, new PatchFold(options, thresholds));
        history.isSettledTouched = true;
        return history;
    }

    /** Takes an arrival, and settles what is behind the horizon now. */
    Arrival arrive(Look arrival) {
        var known = open.get(arrival.passId());
        // what takes a look back has no acquisition time of its own
        var look = known != null && !arrival.isSeen() ? arrival.at(known.time()) : arrival;
        if (look.time() < horizon()) {
            return Arrival.TOO_LATE;
        }
        if (known != null
                && (look.revision() < known.revision()
                        || (look.revision() == known.revision() && look.saysTheSameAs(known)))) {
            return Arrival.KNOWN;
        }
        open.put(look.passId(), look);
        touched.add(look.passId());
        if (look.isSeen() && look.time() > newest) {
            newest = look.time();
            isSettledTouched = true;
            settle();
        }
        return known != null && look.saysTheSameAs(known) ? Arrival.KNOWN : Arrival.TAKEN;
    }

    private void settle() {
        if (options.isUnlimited()) {
            return;
        }
        long before = horizon() - SLACK_MS;
        for (var look : inTime(open.values())) {
            if (look.time() >= before) {
                return;
            }
            if (look.isSeen()) {
                settled.look(look);
            }
            open.remove(look.passId());
            touched.add(look.passId());
        }
    }

    /** Fold over everything known. */
    PatchFold fold() {
        var fold = settled.copy();
        for (var look : inTime(open.values())) {
            if (look.isSeen()) {
                fold.look(look);
            }
        }
        return fold;
    }

    /**
     * Drops finished runs that no open or coming look can touch. Their alerts stay as they were
     * last told. Out: whether there were any.
     */
    boolean forgetFinished() {
        var isForgotten = settled.forgetFinished();
        isSettledTouched |= isForgotten;
        return isForgotten;
    }

    /** Oldest acquisition time that still may arrive. */
    long horizon() {
        return options.isUnlimited() || newest == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : newest - options.horizon().toMillis();
    }

    PatchPlace place() {
        return place;
    }

    Map<String, Look> open() {
        return open;
    }

    /** Passes whose look was put or removed since this history was read. */
    Set<String> touched() {
        return touched;
    }

    boolean isSettledTouched() {
        return isSettledTouched;
    }

    private static List<Look> inTime(Collection<Look> looks) {
        var sorted = new ArrayList<>(looks);
        sorted.sort(Look.IN_TIME);
        return sorted;
    }

    /** Place, newest acquisition time and settled fold; the open looks are kept one by one. */
    byte[] settledBytes() {
        var bytes = new ByteArrayOutputStream(16_384);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            place.write(out);
            out.writeLong(newest);
            settled.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("history of " + place.patchId(), e);
        }
        return bytes.toByteArray();
    }

    static PatchHistory read(
            ChangeOptions options, Thresholds thresholds, byte[] settled, Iterable<Look> open) {
        try (var in = new DataInputStream(new ByteArrayInputStream(settled))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("version " + version + " (expected: " + VERSION + ")");
            }
            var place = PatchPlace.read(in);
            long newest = in.readLong();
            var history = new PatchHistory(options, place, PatchFold.read(options, thresholds, in));
            history.newest = newest;
            for (var look : open) {
                history.open.put(look.passId(), look);
            }
            return history;
        } catch (IOException e) {
            throw new UncheckedIOException("state of a patch history cannot be read", e);
        }
    }
}
