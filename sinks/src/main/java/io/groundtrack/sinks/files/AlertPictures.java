package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.SeriesEvidence;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The two observations that show a person what an alert means, and the classes of each.
 *
 * <p>in: what lives at the end of a run → out: for an alert, the observations that the series with
 * the highest score names as before and after; as classes the labels that the head gave the passes.
 * A pure function of what lives.
 */
final class AlertPictures {

    private final Map<String, PatchEmbedding> seen;
    private final Map<String, Classification> classified = new HashMap<>();

    AlertPictures(LiveRecords live) {
        seen = live.embeddings();
        for (var classes : live.classifications().values()) {
            for (var pass : new String[] {classes.getS1Pass(), classes.getS2Pass()}) {
                if (pass != null) {
                    classified.put(Ids.observation(classes.getPatchId(), pass), classes);
                }
            }
        }
    }

    /** Adds {@code before} and {@code after}; one that is not there any more is left out. */
    void describe(Change alert, ObjectNode properties) {
        alert.getEvidence().stream()
                .max(Comparator.comparingDouble(SeriesEvidence::getScore))
                .ifPresent(
                        best -> {
                            put(best.getBefore(), "before", properties);
                            put(best.getAfter(), "after", properties);
                        });
    }

    private void put(String observation, String name, ObjectNode properties) {
        var look = observation == null ? null : seen.get(observation);
        if (look == null) {
            return;
        }
        var picture = properties.putObject(name);
        picture.put("observation", observation);
        picture.put("time", look.getAcquisitionTime().toString());
        var classes = picture.putArray("classes");
        var known = classified.get(observation);
        if (known != null) {
            known.getLabels().forEach(classes::add);
        }
    }
}
