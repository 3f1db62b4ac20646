package io.groundtrack.ingest.cutting;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of Sen2Cor's scene classification (SCL), and whether the ground of such a pixel can
 * be compared with another day's. Source: Sentinel-2 Products Specification Document 14.9, table of
 * scene classes; the table is also in docs/radiometry.md.
 */
enum SceneClass {
    NO_DATA("no data", false, "nothing was seen"),
    DEFECTIVE("saturated or defective", false, "the number is not a measurement"),
    CAST_SHADOW("dark features, cast shadow", false, "the ground is not lit"),
    CLOUD_SHADOW("cloud shadow", false, "the ground is lit by the sky alone"),
    VEGETATION("vegetation", true, "ground"),
    BARE("not vegetated", true, "ground"),
    WATER("water", true, "ground for our purposes: floods are change"),
    UNCLASSIFIED("unclassified", true, "most often bright or mixed ground"),
    CLOUD_MEDIUM("cloud, medium probability", false, "more often cloud than bright ground"),
    CLOUD_HIGH("cloud, high probability", false, "cloud"),
    THIN_CIRRUS("thin cirrus", false, "brightens every band by an unknown amount"),
    SNOW("snow or ice", false, "hides the ground, and comes and goes");

    private final String title;
    private final boolean usuallyClear;
    private final String why;

    SceneClass(String title, boolean usuallyClear, String why) {
        this.title = title;
        this.usuallyClear = usuallyClear;
        this.why = why;
    }

    /** Number in the raster. */
    int code() {
        return ordinal();
    }

    String title() {
        return title;
    }

    /** Why it counts as it does. */
    String why() {
        return why;
    }

    boolean isUsuallyClear() {
        return usuallyClear;
    }

    /** Numbers of the classes that count as clear unless an option says otherwise. */
    static List<Integer> usuallyClear() {
        return Stream.of(values()).filter(c -> c.usuallyClear).map(SceneClass::code).toList();
    }

    /** Whether a number is one of the classes. */
    static boolean isKnown(int code) {
        return code >= 0 && code < values().length;
    }

    /** Which numbers are clear, as a table; what is not in it is not clear. */
    static boolean[] table(Collection<Integer> clear) {
        var table = new boolean[values().length];
        clear.forEach(code -> table[code] = true);
        return table;
    }
}
