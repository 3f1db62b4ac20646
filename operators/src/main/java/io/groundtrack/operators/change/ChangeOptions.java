package io.groundtrack.operators.change;

import java.io.Serializable;
import java.time.Duration;

/**
 * What change tracking can be told.
 *
 * <p>State and time: immutable. Errors: {@link IllegalArgumentException} naming the option, its
 * value and what was expected. Source: the study behind the fold, see {@link SeriesFold}.
 *
 * @param looks {@code change.looks}: last looks averaged before the distance is taken; more is
 *     steadier and slower
 * @param burnIn {@code change.burn-in}: the valid look of a cell that is scored first
 * @param clearRun {@code change.clear-run}: consecutive clear looks that finish a confirmed run
 * @param gap {@code change.gap}: acquisition time without a valid look that finishes a confirmed
 *     run
 * @param confirmWindow {@code change.confirm-window}: two series that become provisional within it
 *     confirm the cell
 * @param horizon {@code change.horizon}: how much older than the newest observation of its patch an
 *     arrival may be; zero is without limit
 * @param minClear {@code cells.min-clear}: share of clear pixels that makes a look at a cell
 * @param grid {@code change.cells}: cells per side of a patch; where the cutter's are half as
 *     large, four make one
 */
public record ChangeOptions(
        int looks,
        int burnIn,
        int clearRun,
        Duration gap,
        Duration confirmWindow,
        Duration horizon,
        double minClear,
        int grid)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Cells a side where four of the cutter's make one. */
    private static final int MERGED_GRID = 4;

    public ChangeOptions {
        require(looks >= 1 && looks <= 64, "change.looks", looks, "1 to 64");
        require(burnIn > looks, "change.burn-in", burnIn, "more than change.looks (" + looks + ")");
        require(clearRun >= 1, "change.clear-run", clearRun, "1 or more");
        require(!gap.isNegative() && !gap.isZero(), "change.gap", gap, "more than zero");
        require(
                !confirmWindow.isNegative(),
                "change.confirm-window",
                confirmWindow,
                "not negative");
        require(!horizon.isNegative(), "change.horizon", horizon, "not negative; zero: no limit");
        require(minClear >= 0 && minClear <= 1, "cells.min-clear", minClear, "0 to 1");
        require(grid >= 1 && grid <= 32, "grid", grid, "1 to 32");
    }

    /** The documented defaults. */
    public static ChangeOptions defaults() {
        return new ChangeOptions(
                6, 15, 3, Duration.ofDays(180), Duration.ofDays(60), Duration.ofDays(60), 0.8, 8);
    }

    /** These options with another horizon. */
    public ChangeOptions withHorizon(Duration other) {
        return new ChangeOptions(
                looks, burnIn, clearRun, gap, confirmWindow, other, minClear, grid);
    }

    /** These options with another number of averaged looks. */
    public ChangeOptions withLooks(int other) {
        return new ChangeOptions(
                other, burnIn, clearRun, gap, confirmWindow, horizon, minClear, grid);
    }

    /** These options with another time within which two series confirm each other. */
    public ChangeOptions withConfirmWindow(Duration other) {
        return new ChangeOptions(looks, burnIn, clearRun, gap, other, horizon, minClear, grid);
    }

    /** Whether arrivals are never too late. */
    public boolean isUnlimited() {
        return horizon.isZero();
    }

    /** Cells of a patch. */
    public int cells() {
        return grid * grid;
    }

    /**
     * What a descriptor of thresholds says of the size of the cells: nothing for those of 150 m, as
     * larger ones are less noisy and have thresholds of their own.
     */
    String cellsSuffix() {
        return grid == MERGED_GRID ? "/c" + grid : "";
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
