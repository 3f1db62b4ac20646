package io.groundtrack.sinks.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundtrack.schemas.Change;
import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.SeriesEvidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The two observations that show a person what an alert means, and the classes of each.
 *
 * <p>in: what lives at the end of a run → out: for an alert, of the series with the highest score,
 * the newest observation before its first look that shows the changed cells, and the last look of
 * its runs; as classes the labels that the head gave the passes. A pure function of what lives.
 */
final class AlertPictures {

    /** Share of clear pixels over the changed cells that makes a picture of them. */
    private static final double CLEAR = 0.8;

    private static final Comparator<PatchEmbedding> IN_TIME =
            Comparator.comparing(PatchEmbedding::getAcquisitionTime)
                    .thenComparing(PatchEmbedding::getPassId);

    private final Map<String, List<PatchEmbedding>> byPatch = new HashMap<>();
    private final Map<String, Classification> byObservation = new HashMap<>();

    AlertPictures(LiveRecords live) {
        live.alerts().forEach(alert -> byPatch.put(alert.getPatchId(), new ArrayList<>()));
        for (var seen : live.embeddings().values()) {
            var ofPatch = byPatch.get(seen.getPatchId());
            if (ofPatch != null) {
                ofPatch.add(seen);
            }
        }
        byPatch.values().forEach(looks -> looks.sort(IN_TIME));
        for (var classes : live.classifications().values()) {
            for (var pass : new String[] {classes.getS1Pass(), classes.getS2Pass()}) {
                if (pass != null) {
                    byObservation.put(Ids.observation(classes.getPatchId(), pass), classes);
                }
            }
        }
    }

    /** Adds {@code before} and {@code after}; one that is not there any more is left out. */
    void describe(Change alert, ObjectNode properties) {
        var best =
                alert.getEvidence().stream()
                        .max(Comparator.comparingDouble(SeriesEvidence::getScore));
        if (best.isEmpty()) {
            return;
        }
        var series = best.get();
        var looks =
                byPatch.getOrDefault(alert.getPatchId(), List.of()).stream()
                        .filter(seen -> isOf(series, seen))
                        .toList();
        newest(looks, seen -> seen.getAcquisitionTime().isBefore(series.getFirst()), alert)
                .ifPresent(seen -> put(seen, properties.putObject("before")));
        newest(looks, seen -> seen.getAcquisitionTime().equals(series.getLast()), alert)
                .ifPresent(seen -> put(seen, properties.putObject("after")));
    }

    private static boolean isOf(SeriesEvidence series, PatchEmbedding seen) {
        return seen.getSensor() == series.getSensor()
                && seen.getRelativeOrbit() == series.getRelativeOrbit()
                && seen.getProductKind().equals(series.getProductKind());
    }

    /** The newest that shows the changed cells, else the newest. */
    private static Optional<PatchEmbedding> newest(
            List<PatchEmbedding> looks, Predicate<PatchEmbedding> when, Change alert) {
        var fitting = looks.stream().filter(when).toList();
        for (int i = fitting.size() - 1; i >= 0; i--) {
            if (shows(fitting.get(i), alert.getCells())) {
                return Optional.of(fitting.get(i));
            }
        }
        return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(fitting.size() - 1));
    }

    private static boolean shows(PatchEmbedding seen, List<Integer> cells) {
        var clear = Packed.bytes(seen.getCells().getClear());
        long pixels = 0;
        for (int cell : cells) {
            pixels += cell < clear.length ? clear[cell] & 0xff : 0;
        }
        return pixels >= CLEAR * cells.size() * seen.getCells().getPixels();
    }

    private void put(PatchEmbedding seen, ObjectNode picture) {
        var id = Ids.observation(seen.getPatchId(), seen.getPassId());
        picture.put("observation", id);
        picture.put("time", seen.getAcquisitionTime().toString());
        var classes = picture.putArray("classes");
        var known = byObservation.get(id);
        if (known != null) {
            known.getLabels().forEach(classes::add);
        }
    }
}
