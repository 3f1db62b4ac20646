package io.groundtrack.sinks.files;

import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.RejectReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far classification has come.
 *
 * @param observations those that a classification rests on
 * @param tooLate those that came too late to be classified
 * @param at when the last patch of each pass was classified (processing time), where known
 */
public record ClassifiedPatches(
        Set<String> observations, Set<String> tooLate, Map<String, Instant> at) {

    private static final String STEP = "classify-patches";

    /** Nothing yet. */
    static ClassifiedPatches none() {
        return new ClassifiedPatches(new HashSet<>(), new HashSet<>(), new HashMap<>());
    }

    /** What stands on the topics. */
    public static ClassifiedPatches of(LiveRecords live) {
        var told = none();
        for (var c : live.classifications().values()) {
            for (var pass : new String[] {c.getS1Pass(), c.getS2Pass()}) {
                if (pass != null) {
                    told.observations.add(Ids.observation(c.getPatchId(), pass));
                }
            }
        }
        for (var reject : live.deadLetters().values()) {
            if (reject.getStep().equals(STEP) && reject.getReason() == RejectReason.TOO_LATE) {
                told.tooLate.add(reject.getSubject());
            }
        }
        told.at.putAll(live.classifiedAt());
        return told;
    }
}
