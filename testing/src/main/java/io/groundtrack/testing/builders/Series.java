package io.groundtrack.testing.builders;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the builders assume of a sensor unless told otherwise.
 *
 * @param sensor instrument family
 * @param platform platform name
 * @param productKind series kind
 * @param relativeOrbit track number
 * @param cycle repeat cycle
 * @param bands bands of a product
 * @param numbers names of the radiometric numbers of a cell
 * @param scales step of each number
 */
record Series(
        Sensor sensor,
        String platform,
        String productKind,
        int relativeOrbit,
        Duration cycle,
        List<String> bands,
        List<String> numbers,
        List<Double> scales) {

    static final Series S1 =
            new Series(
                    Sensor.S1,
                    "sentinel-1a",
                    "S1-RTC",
                    146,
                    Duration.ofDays(12),
                    List.of("VV", "VH"),
                    List.of("VV.mean", "VV.sd", "VH.mean", "VH.sd"),
                    List.of(0.01, 0.01, 0.01, 0.01));

    static final Series S2 =
            new Series(
                    Sensor.S2,
                    "sentinel-2a",
                    "S2-L2A",
                    22,
                    Duration.ofDays(10),
                    List.of(
                            "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12",
                            "SCL"),
                    List.of(
                            "B03.mean",
                            "B04.mean",
                            "B08.mean",
                            "B11.mean",
                            "B12.mean",
                            "NDVI.mean",
                            "NBR.mean",
                            "B08.sd"),
                    List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1e-4, 1e-4, 1.0));

    /**
     * Id of a pass: overflights of one track on one day are one pass, those a cycle apart are
     * neighbours. The phase is not that of the real platforms.
     */
    static String passOf(
            String platform, int relativeOrbit, String tile, Instant time, Duration cycle) {
        long days = Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
        return Ids.pass(platform, relativeOrbit, tile, Math.floorDiv(days, cycle.toDays()) - 1600);
    }
}
