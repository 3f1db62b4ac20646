package io.groundtrack.job.rasters;

import io.groundtrack.ingest.raster.Resampling;
import java.util.Optional;

/**
 * How one warp compares with its reference.
 *
 * @param name the warp
 * @param resampling how it was resampled; empty where the whole warp was refused
 * @param outcome passed, refused or failed
 * @param pixels pixels with data in the reference
 * @param largest largest difference of pixels that both have, in units of the raster
 * @param mean mean difference of them
 * @param allowed largest difference allowed for bilinear; 0 for nearest
 * @param ties pixels that differ, or that one side has not, on a cell border: either is right
 * @param wrong pixels that differ by more than allowed, or that one side has not, elsewhere
 * @param reason why it was refused or failed; empty otherwise
 */
public record WarpResult(
        String name,
        Optional<Resampling> resampling,
        Outcome outcome,
        int pixels,
        double largest,
        double mean,
        double allowed,
        int ties,
        int wrong,
        String reason) {

    /** What became of it. */
    public enum Outcome {
        PASSED,
        REFUSED,
        FAILED
    }

    static WarpResult refused(String name, String reason) {
        return new WarpResult(name, Optional.empty(), Outcome.REFUSED, 0, 0, 0, 0, 0, 0, reason);
    }
}
