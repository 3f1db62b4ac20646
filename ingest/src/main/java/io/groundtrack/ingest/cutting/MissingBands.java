package io.groundtrack.ingest.cutting;

/** What becomes of a granule that lacks bands which the model takes. */
public enum MissingBands {
    /** It is rejected, by the names of the bands. */
    REFUSE,
    /**
     * They are left without data, which the model reads as the band's mean, and listed; one band of
     * the sensor has to be there.
     */
    MEAN
}
