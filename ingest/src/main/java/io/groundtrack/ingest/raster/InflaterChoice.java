package io.groundtrack.ingest.raster;

/** What unpacks DEFLATE. */
public enum InflaterChoice {
    /** The native library where it loads, the JDK elsewhere. */
    AUTO,
    /** The native library; where it does not load, nothing starts. */
    NATIVE,
    /** The JDK. */
    JDK
}
