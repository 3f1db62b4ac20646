package io.groundtrack.operators.change;

import java.util.List;

/** What alerts are made of: the runs of a patch, and the series that they are of. */
interface KnownRuns {

    /** Runs, provisional at least, as they stand at the newest observation. */
    List<Run> runs();

    SeriesKey key(int series);

    Thresholds.Levels levelsOf(SeriesKey key);

    ChangeOptions options();
}
