package io.groundtrack.schemas;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Every key and id of the system, made here and nowhere else.
 *
 * <p>in: typed parts → out: a string that is stable across releases, because state, topics and
 * files are keyed by it.
 */
public final class Ids {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long TEN_MINUTES_MS = 600_000;

    private Ids() {}

    /** Patch of a tile: {@code 33UUP_r48_c87}. */
    public static String patch(String tile, int row, int column) {
        return tile + "_r" + row + "_c" + column;
    }

    /**
     * Pass of known orbit: {@code sentinel-2a_R022_33UUP_N0087}; {@code cycle} counts repeat cycles
     * of the platform.
     */
    public static String pass(String platform, int relativeOrbit, String tile, long cycle) {
        return String.format(
                Locale.ROOT, "%s_R%03d_%s_N%04d", platform, relativeOrbit, tile, cycle);
    }

    /**
     * Pass whose orbit or platform phase is not known: named by its start to ten minutes, and
     * marked with an {@code X}.
     */
    public static String passWithoutOrbit(String platform, String tile, Instant start) {
        var tenMinutes =
                Instant.ofEpochMilli(
                        Math.floorDiv(start.toEpochMilli(), TEN_MINUTES_MS) * TEN_MINUTES_MS);
        return platform + "_X_" + tile + "_" + MINUTES.format(tenMinutes);
    }

    /**
     * The pass of one product kind: the usual kinds keep the plain id, any other is named, so that
     * kinds of one overflight are never mosaicked nor share a history (ADR 0003).
     */
    public static String passOfKind(String passId, String productKind) {
        return switch (productKind) {
            case "S1-GRD", "S2-L2A" -> passId;
            default -> passId + "_" + productKind.substring(productKind.indexOf('-') + 1);
        };
    }

    /** One pass's view of one patch. */
    public static String observation(String patchId, String passId) {
        return patchId + "|" + passId;
    }

    /** One patch as two passes saw it, an example to train on. */
    public static String example(String patchId, String s1Pass, String s2Pass) {
        return patchId + "|" + s1Pass + "|" + s2Pass;
    }

    /** Rows of a pass that are cut together; keeps its id over all revisions of the pass. */
    public static String strip(String passId, int firstRow) {
        return passId + "|" + firstRow;
    }

    /** A classification: the patch and the pass it is named after. */
    public static String classification(String patchId, String passId) {
        return patchId + "|" + passId;
    }

    /**
     * An alert: patch, first date and lowest cell; whatever moves one of these makes another alert.
     */
    public static String alert(String patchId, Instant first, int lowestCell) {
        return patchId + "_" + SECONDS.format(first) + "_" + lowestCell;
    }

    /** What a step rejected: the same thing met again has the same id. */
    public static String reject(String step, String subject, RejectReason reason, String what) {
        return step + "|" + subject + "|" + reason + "|" + what;
    }

    /** A ledger line. */
    public static String ledger(LedgerKind kind, String subject) {
        return kind.name().toLowerCase(Locale.ROOT) + "|" + subject;
    }

    /** Where a notice was read, as an id of the notice. */
    public static String origin(Origin origin) {
        return origin.getTopic() + "/" + origin.getPartition() + "/" + origin.getOffset();
    }
}
