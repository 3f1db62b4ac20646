package io.groundtrack.model.pretraining.heldout;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Errors on held-out patches: mean squared, of removed tokens only, in standard deviations of each
 * band. The baselines of a model with normalised targets are not comparable and are NaN.
 *
 * @param patches looked at
 * @param total of the five losses
 * @param mim the fifth: how well the two sensors' features of one patch find each other
 * @param own S1 from S1 and S2 from S2
 * @param cross S1 from S2 and S2 from S1
 * @param collapse of S1's and of S2's features of whole patches
 */
public record HeldOutReport(
        long patches,
        double total,
        double mim,
        Own s1FromS1,
        Own s2FromS2,
        Cross s1FromS2,
        Cross s2FromS1,
        Collapse s1Features,
        Collapse s2Features) {

    /**
     * @param visibleMean error of guessing, per patch and band, the mean of what is visible
     */
    public record Own(double model, double visibleMean) {}

    /**
     * @param bandMean error of guessing the mean of the band, 0
     * @param shuffled error of the model where it is given another patch of the other sensor
     */
    public record Cross(double model, double bandMean, double shuffled) {}

    /** All that issue and readers hold it to: better than every guess. */
    public boolean beatsBaselines() {
        return s1FromS1.model < s1FromS1.visibleMean
                && s2FromS2.model < s2FromS2.visibleMean
                && s2FromS1.model < s2FromS1.bandMean
                && s2FromS1.model < s2FromS1.shuffled;
    }

    /** Columns of the log. */
    public Map<String, Double> columns() {
        var columns = new LinkedHashMap<String, Double>();
        columns.put("heldOutTotal", total);
        columns.put("heldOutS1FromS1", s1FromS1.model);
        columns.put("heldOutS2FromS2", s2FromS2.model);
        columns.put("heldOutS1FromS2", s1FromS2.model);
        columns.put("heldOutS2FromS1", s2FromS1.model);
        columns.put("heldOutMim", mim);
        columns.put("visibleMeanS1", s1FromS1.visibleMean);
        columns.put("visibleMeanS2", s2FromS2.visibleMean);
        columns.put("bandMeanS2FromS1", s2FromS1.bandMean);
        columns.put("shuffledS2FromS1", s2FromS1.shuffled);
        columns.put("meanCosineS1", s1Features.meanCosine());
        columns.put("meanCosineS2", s2Features.meanCosine());
        columns.put("effectiveRankS1", s1Features.effectiveRank());
        columns.put("effectiveRankS2", s2Features.effectiveRank());
        return columns;
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                "held-out patches: %d; mean squared error of removed tokens, standardised%n"
                        + "             model   visible mean   band mean   shuffled partner%n"
                        + "S1 from S1  %6.4f         %6.4f%n"
                        + "S2 from S2  %6.4f         %6.4f%n"
                        + "S1 from S2  %6.4f                     %6.4f             %6.4f%n"
                        + "S2 from S1  %6.4f                     %6.4f             %6.4f%n"
                        + "total %.4f, of it between sensors %.4f%n"
                        + "features: mean cosine of different patches S1 %.3f, S2 %.3f;"
                        + " effective rank S1 %.1f, S2 %.1f",
                patches,
                s1FromS1.model,
                s1FromS1.visibleMean,
                s2FromS2.model,
                s2FromS2.visibleMean,
                s1FromS2.model,
                s1FromS2.bandMean,
                s1FromS2.shuffled,
                s2FromS1.model,
                s2FromS1.bandMean,
                s2FromS1.shuffled,
                total,
                mim,
                s1Features.meanCosine(),
                s2Features.meanCosine(),
                s1Features.effectiveRank(),
                s2Features.effectiveRank());
    }
}
