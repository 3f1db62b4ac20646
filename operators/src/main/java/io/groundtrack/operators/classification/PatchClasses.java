package io.groundtrack.operators.classification;

import io.groundtrack.schemas.Classification;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.Sensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides what is classified at one patch, as a pure function of its observations and pairs.
 *
 * <p>in: embeddings of the patch and the S1 partner of each S2 pass → out: one classification for
 * each S2 observation (fused with its partner where that one was embedded too) and for each S1
 * observation that no S2 pass took. Source: architecture 3.3, 3.6.
 */
public final class PatchClasses {

    private static final float PRESENT = 0.5f;

    /** Scores of the 19 classes from pooled vectors; either may be null, never both. */
    public interface Head {
        float[] scores(float[] s1, float[] s2);

        List<String> classes();
    }

    private PatchClasses() {}

    /**
     * @param partners S1 pass by S2 pass
     */
    public static Map<String, Classification> of(
            Collection<PatchEmbedding> embeddings, Map<String, String> partners, Head head) {
        var byPass = new TreeMap<String, PatchEmbedding>();
        embeddings.forEach(e -> byPass.put(e.getPassId(), e));
        var classifications = new TreeMap<String, Classification>();
        var taken = new HashSet<String>();
        for (var embedding : byPass.values()) {
            if (embedding.getSensor() == Sensor.S2) {
                var partner = partners.get(embedding.getPassId());
                var s1 = partner == null ? null : byPass.get(partner);
                if (s1 != null && !s1.getModelId().equals(embedding.getModelId())) {
                    s1 = null;
                }
                if (s1 != null) {
                    taken.add(partner);
                }
                add(classifications, embedding, s1, embedding, head);
            }
        }
        for (var embedding : byPass.values()) {
            if (embedding.getSensor() == Sensor.S1 && !taken.contains(embedding.getPassId())) {
                add(classifications, embedding, embedding, null, head);
            }
        }
        return classifications;
    }

    private static void add(
            Map<String, Classification> all,
            PatchEmbedding named,
            PatchEmbedding s1,
            PatchEmbedding s2,
            Head head) {
        var id = Ids.classification(named.getPatchId(), named.getPassId());
        var scores =
                head.scores(
                        s1 == null ? null : Packed.floats(s1.getVector()),
                        s2 == null ? null : Packed.floats(s2.getVector()));
        var labels = new ArrayList<String>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] >= PRESENT) {
                labels.add(head.classes().get(i));
            }
        }
        all.put(
                id,
                Classification.newBuilder()
                        .setId(id)
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
                        .build());
    }
}
