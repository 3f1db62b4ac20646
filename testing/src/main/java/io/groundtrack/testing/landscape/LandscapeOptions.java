package io.groundtrack.testing.landscape;

import io.groundtrack.testing.landscape.scene.Area;
import io.groundtrack.testing.landscape.scene.TileFrame;
import java.time.LocalDate;

/**
 * What a landscape is like; equal options make equal landscapes.
 *
 * @param seed all chance comes from it
 * @param area tile and patches
 * @param start first day on which something may be sensed, UTC
 * @param s1Looks overflights of each of the two Sentinel-1 tracks, one every 12 days
 * @param s2Looks overflights of the Sentinel-2 track, one every 10 days
 * @param events events to plant, their kinds in turn; 0: nothing happens
 * @param slicedEvery every how many-th Sentinel-1 overflight comes as two slices; 0: none
 * @param repeatedNotices Sentinel-2 products whose notice comes twice
 * @param reprocessed Sentinel-2 products that come again with a newer processing baseline
 * @param deleted Sentinel-2 products that are taken back by a later notice
 * @param split Sentinel-2 overflights that come as two granules of the tile, one of each datastrip
 */
public record LandscapeOptions(
        long seed,
        Area area,
        LocalDate start,
        int s1Looks,
        int s2Looks,
        int events,
        int slicedEvery,
        int repeatedNotices,
        int reprocessed,
        int deleted,
        int split) {

    public LandscapeOptions {
        if (s1Looks < 0 || s2Looks < 0 || s1Looks > 1000 || s2Looks > 1000) {
            throw new IllegalArgumentException(
                    "looks: " + s1Looks + " and " + s2Looks + " (expected: 0 to 1000 each)");
        }
        if (events < 0
                || slicedEvery < 0
                || repeatedNotices < 0
                || reprocessed < 0
                || deleted < 0
                || split < 0) {
            throw new IllegalArgumentException(
                    "counts of events, slices, notices, versions, deletes, split tiles: "
                            + events
                            + ", "
                            + slicedEvery
                            + ", "
                            + repeatedNotices
                            + ", "
                            + reprocessed
                            + ", "
                            + deleted
                            + ", "
                            + split
                            + " (expected: 0 or more)");
        }
    }

    /** The same without deletes and split tiles. */
    public LandscapeOptions(
            long seed,
            Area area,
            LocalDate start,
            int s1Looks,
            int s2Looks,
            int events,
            int slicedEvery,
            int repeatedNotices,
            int reprocessed) {
        this(
                seed,
                area,
                start,
                s1Looks,
                s2Looks,
                events,
                slicedEvery,
                repeatedNotices,
                reprocessed,
                0,
                0);
    }

    /** Six by six patches of 33UUP in 2024 with four events, each overflight one product. */
    public static LandscapeOptions ofSeed(long seed) {
        var area = new Area(TileFrame.T33UUP, 30, 40, 6, 6);
        return new LandscapeOptions(seed, area, LocalDate.of(2024, 1, 1), 30, 36, 4, 0, 0, 0);
    }

    /** The landscape of the demo: also slices, repeated notices and a reprocessed product. */
    public static LandscapeOptions demo() {
        var plain = ofSeed(2024);
        return new LandscapeOptions(
                plain.seed,
                plain.area,
                plain.start,
                plain.s1Looks,
                plain.s2Looks,
                plain.events,
                10,
                3,
                1);
    }

    /** The same with other patches of the same tile. */
    public LandscapeOptions withPatches(int firstRow, int firstColumn, int rows, int columns) {
        return withArea(new Area(area.frame(), firstRow, firstColumn, rows, columns));
    }

    /** The same somewhere else. */
    public LandscapeOptions withArea(Area other) {
        return new LandscapeOptions(
                seed,
                other,
                start,
                s1Looks,
                s2Looks,
                events,
                slicedEvery,
                repeatedNotices,
                reprocessed,
                deleted,
                split);
    }

    /** The same from another day on. */
    public LandscapeOptions withStart(LocalDate other) {
        return new LandscapeOptions(
                seed,
                area,
                other,
                s1Looks,
                s2Looks,
                events,
                slicedEvery,
                repeatedNotices,
                reprocessed,
                deleted,
                split);
    }

    /** The same with other numbers of looks. */
    public LandscapeOptions withLooks(int s1, int s2) {
        return new LandscapeOptions(
                seed,
                area,
                start,
                s1,
                s2,
                events,
                slicedEvery,
                repeatedNotices,
                reprocessed,
                deleted,
                split);
    }

    /** The same with another number of events. */
    public LandscapeOptions withEvents(int count) {
        return new LandscapeOptions(
                seed,
                area,
                start,
                s1Looks,
                s2Looks,
                count,
                slicedEvery,
                repeatedNotices,
                reprocessed,
                deleted,
                split);
    }
}
