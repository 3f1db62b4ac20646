package io.groundtrack.operators.classification;

import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides what is classified at one patch, as a pure function of its observations and pairs.
 *
 * <p>in: embeddings of the patch and the S1 partner of each S2 pass → out: one classification for
 * each S2 observation (fused with its partner where that one was embedded too, by the same model)
 * and for each S1 observation that no S2 pass took. Source: architecture 3.3, 3.6.
 */
public final class PatchClasses {

    private static final float PRESENT = 0.5f;

    /** Scores of the 19 classes from pooled vectors; either may be null, never both. */
    public interface Head {
        float[] scores(float[] s1, float[] s2);

        List<String> classes();
    }

    /** What a pass saw of the patch; null where it was not embedded. */
    @FunctionalInterface
    interface Seen {
        PatchEmbedding by(String passId) throws Exception;
    }

    private PatchClasses() {}

    /**
     * All that is classified at the patch, by id.
     *
     * @param partners S1 pass by S2 pass
     */
    public static Map<String, Classification> of(
            Collection<PatchEmbedding> embeddings, Map<String, String> partners, Head head) {
        var byPass = new HashMap<String, PatchEmbedding>();
        embeddings.forEach(e -> byPass.put(e.getPassId(), e));
        var classifications = new TreeMap<String, Classification>();
        try {
            for (var passId : byPass.keySet()) {
                var classification = ofPass(passId, byPass::get, partners, head);
                if (classification != null) {
                    classifications.put(classification.getId(), classification);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("a map does not throw", e);
        }
        return classifications;
    }

    /** Passes whose classification may differ when {@code passId} is seen otherwise. */
    static SortedSet<String> touchedBy(String passId, Map<String, String> partners) {
        var touched = takers(passId, partners);
        touched.add(passId);
        if (partners.containsKey(passId)) {
            touched.add(partners.get(passId));
        }
        return touched;
    }

    /**
     * What is classified under the name of one pass.
     *
     * @return null where it saw nothing, or where an S2 pass took it
     */
    static Classification ofPass(String passId, Seen seen, Map<String, String> partners, Head head)
            throws Exception {
        var named = seen.by(passId);
        if (named == null) {
            return null;
        }
        if (named.getSensor() == Sensor.S2) {
            var partner = partners.get(passId);
            var s1 = partner == null ? null : seen.by(partner);
            return classification(named, fuses(named, s1) ? s1 : null, named, head);
        }
        for (var s2Pass : takers(passId, partners)) {
            if (fuses(seen.by(s2Pass), named)) {
                return null;
            }
        }
        return classification(named, named, null, head);
    }

    /** Vectors of different models are never compared. */
    private static boolean fuses(PatchEmbedding s2, PatchEmbedding s1) {
        return s2 != null && s1 != null && s1.getModelId().equals(s2.getModelId());
    }

    private static SortedSet<String> takers(String s1Pass, Map<String, String> partners) {
        var takers = new TreeSet<String>();
        partners.forEach(
                (s2Pass, partner) -> {
                    if (partner.equals(s1Pass)) {
                        takers.add(s2Pass);
                    }
                });
        return takers;
    }

    private static Classification classification(
            PatchEmbedding named, PatchEmbedding s1, PatchEmbedding s2, Head head) {
        var scores = head.scores(vector(s1), vector(s2));
        var labels = new ArrayList<String>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] >= PRESENT) {
                labels.add(head.classes().get(i));
            }
        }
        return Classification.newBuilder()
                .setId(Ids.classification(named.getPatchId(), named.getPassId()))
                .setPatchId(named.getPatchId())
                .setTile(named.getTile())
                .setS1Pass(s1 == null ? null : s1.getPassId())
                .setS2Pass(s2 == null ? null : s2.getPassId())
                .setAcquisitionTime(named.getAcquisitionTime())
                .setModelId(named.getModelId())
                .setLabels(labels)
                .setScores(Packed.floats(scores))
                .setLongitude(named.getLongitude())
                .setLatitude(named.getLatitude())
                .setFilledBands(filledBands(s1, s2))
                .build();
    }

    private static List<String> filledBands(PatchEmbedding s1, PatchEmbedding s2) {
        return Stream.of(Optional.ofNullable(s1), Optional.ofNullable(s2))
                .flatMap(Optional::stream)
                .flatMap(seen -> seen.getFilledBands().stream())
                .toList();
    }

    private static float[] vector(PatchEmbedding embedding) {
        return embedding == null ? null : Packed.floats(embedding.getVector());
    }
}
