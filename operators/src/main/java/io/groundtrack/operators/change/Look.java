package io.groundtrack.operators.change;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Quality;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * What a pass says about a patch, as much of it as scoring needs: the numbers of its cells, or that
 * the pass says nothing (gated, rejected, gone).
 *
 * <p>in: {@link PatchOutcome} of any kind but CUT → out: the cells' numbers, row by row. Units:
 * backscatter in dB, reflectance 0…1 (digital numbers / 10,000), indices as they are, so that the
 * small constants of the fold mean the same for every number. State and time: immutable, about 1.3
 * kB. Errors: {@link IllegalArgumentException} naming the field.
 */
final class Look {

    /** Order of the fold: acquisition time, then pass. */
    static final Comparator<Look> IN_TIME =
            Comparator.comparingLong(Look::time).thenComparing(Look::passId);

    private static final float REFLECTANCE_PER_DN = 1e-4f;

    private final String passId;
    private final int revision;
    private final OutcomeKind kind;
    private final long time;
    private final SeriesKey series;
    private final String modelId;
    private final double[] scales;
    private final short[] stored;
    private final boolean[] valid;

    /** A pass that shows the patch. */
    Look(
            String passId,
            int revision,
            long time,
            SeriesKey series,
            String modelId,
            double[] scales,
            short[] stored,
            boolean[] valid) {
        this.passId = passId;
        this.revision = revision;
        this.kind = OutcomeKind.EMBEDDED;
        this.time = time;
        this.series = series;
        this.modelId = modelId;
        this.scales = scales;
        this.stored = stored;
        this.valid = valid;
    }

    /** A pass that shows nothing of the patch. */
    Look(String passId, int revision, long time, OutcomeKind kind) {
        this.passId = passId;
        this.revision = revision;
        this.kind = kind;
        this.time = time;
        this.series = null;
        this.modelId = "";
        this.scales = new double[0];
        this.stored = new short[0];
        this.valid = new boolean[0];
    }

    /**
     * The same word about a pass, at the time of the look that it replaces; only for what shows
     * nothing.
     */
    Look at(long otherTime) {
        return new Look(passId, revision, otherTime, kind);
    }

    /** The outcome as a look; its sizes and names are checked. */
    static Look of(PatchOutcome outcome, ChangeOptions options) {
        var kind = outcome.getKind();
        require(kind != OutcomeKind.CUT, "kind", kind, "EMBEDDED, GATED, REJECTED or GONE");
        require(!outcome.getPassId().isEmpty(), "passId", "empty", "the id of a pass");
        if (kind != OutcomeKind.EMBEDDED) {
            return new Look(
                    outcome.getPassId(),
                    outcome.getPassRevision(),
                    outcome.getAcquisitionTime().toEpochMilli(),
                    kind);
        }
        require(outcome.getEmbedding() != null, "embedding", null, "one, as kind is EMBEDDED");
        var seen = outcome.getEmbedding();
        require(
                seen.getPassId().equals(outcome.getPassId()),
                "embedding.passId",
                seen.getPassId(),
                outcome.getPassId());
        if (seen.getCells().getNames().isEmpty() && !seen.getFilledBands().isEmpty()) {
            // none of the bands that are scored was there: for change the pass shows nothing
            return new Look(
                    outcome.getPassId(),
                    outcome.getPassRevision(),
                    seen.getAcquisitionTime().toEpochMilli(),
                    OutcomeKind.GATED);
        }
        return of(seen, outcome.getPassRevision(), options);
    }

    /** The observation as a look. */
    static Look of(PatchEmbedding seen, int revision, ChangeOptions options) {
        var cells = cellsOf(seen.getCells(), options);
        var numbers = numbersOf(cells, options);
        return new Look(
                seen.getPassId(),
                revision,
                seen.getAcquisitionTime().toEpochMilli(),
                new SeriesKey(
                        seen.getSensor(),
                        seen.getRelativeOrbit(),
                        seen.getProductKind(),
                        cells.getNames(),
                        seen.getFilledBands(),
                        Quality.setApart(seen.getQuality()),
                        seen.getModelId()),
                seen.getModelId(),
                scalesOf(cells),
                numbers,
                validOf(cells, options));
    }

    /** The cells as this job tracks them; four of half the size make one where it says so. */
    private static CellLook cellsOf(CellLook cells, ChangeOptions options) {
        if (cells.getGrid() != 2 * options.grid() || options.cellsSuffix().isEmpty()) {
            return cells;
        }
        check(cells, cells.getGrid());
        return MergedCells.of(cells);
    }

    private static double[] scalesOf(CellLook cells) {
        var scales = new double[cells.getScales().size()];
        for (int j = 0; j < scales.length; j++) {
            scales[j] = cells.getScales().get(j);
        }
        return scales;
    }

    private static short[] numbersOf(CellLook cells, ChangeOptions options) {
        check(cells, options.grid());
        return Packed.shorts(cells.getNumbers());
    }

    private static void check(CellLook cells, int grid) {
        if (cells.getGrid() != grid) {
            require(false, "cells.grid", cells.getGrid(), grid + ", as this job tracks");
        }
        int names = cells.getNames().size();
        require(names >= 1 && names <= 127, "cells.names", names, "1 to 127");
        require(cells.getScales().size() == names, "cells.scales", cells.getScales().size(), names);
        for (double scale : cells.getScales()) {
            if (!Double.isFinite(scale) || scale <= 0) {
                require(false, "cells.scales", scale, "above 0");
            }
        }
        int bytes = cells.getNumbers().remaining();
        int expected = grid * grid * names * Short.BYTES;
        if (bytes != expected) {
            require(false, "cells.numbers", bytes + " bytes", expected + " bytes");
        }
        int clear = cells.getClear().remaining();
        require(clear == grid * grid, "cells.clear", clear, grid * grid);
    }

    private static boolean[] validOf(CellLook cells, ChangeOptions options) {
        var clear = Packed.bytes(cells.getClear());
        require(cells.getPixels() > 0, "cells.pixels", cells.getPixels(), "above 0");
        var valid = new boolean[clear.length];
        double least = options.minClear() * cells.getPixels();
        for (int cell = 0; cell < valid.length; cell++) {
            // 1e-9: 0.8 of 225 pixels is 180, whatever the rounding of 0.8
            valid[cell] = (clear[cell] & 0xff) >= least - 1e-9;
        }
        return valid;
    }

    String passId() {
        return passId;
    }

    int revision() {
        return revision;
    }

    OutcomeKind kind() {
        return kind;
    }

    boolean isSeen() {
        return kind == OutcomeKind.EMBEDDED;
    }

    /** Acquisition time, milliseconds since 1970. */
    long time() {
        return time;
    }

    SeriesKey series() {
        return series;
    }

    String modelId() {
        return modelId;
    }

    double[] scales() {
        return scales;
    }

    short[] stored() {
        return stored;
    }

    boolean[] valid() {
        return valid;
    }

    /** What turns the stored numbers of a series into the units of the fold. */
    static float[] factors(SeriesKey series, double[] scales) {
        var factors = new float[scales.length];
        for (int j = 0; j < factors.length; j++) {
            factors[j] =
                    (float)
                            (scales[j]
                                    * (isReflectance(series.names().get(j))
                                            ? REFLECTANCE_PER_DN
                                            : 1));
        }
        return factors;
    }

    /** Numbers of a single band, such as {@code B08.mean}; indices have names of letters. */
    private static boolean isReflectance(String name) {
        return name.length() > 1 && name.charAt(0) == 'B' && Character.isDigit(name.charAt(1));
    }

    /** Whether the other look says the same of the patch, whatever its revision. */
    boolean saysTheSameAs(Look other) {
        return kind == other.kind
                && time == other.time
                && Objects.equals(series, other.series)
                && modelId.equals(other.modelId)
                && Arrays.equals(scales, other.scales)
                && Arrays.equals(stored, other.stored)
                && Arrays.equals(valid, other.valid);
    }

    private static void require(boolean holds, String field, Object value, Object expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    field + ": " + value + " (expected: " + expected + ")");
        }
    }
}
