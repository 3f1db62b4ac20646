package io.groundtrack.model.evaluation;

import io.groundtrack.model.metric.RetrievalScores;
import java.util.ArrayList;
import java.util.List;

/**
 * Retrieval by cosine: queries are the validation patches, the archive the test patches.
 *
 * <p>Four directions with the model's features; band means only within a sensor, since those of two
 * sensors cannot be compared; random numbers once, for what an order by chance gets.
 */
final class RetrievalTask {
    private final EmbeddedPatches queries;
    private final EmbeddedPatches archive;
    private final int k;
    private final List<RetrievalRow> rows = new ArrayList<>();

    private RetrievalTask(EmbeddedPatches queries, EmbeddedPatches archive, int k) {
        this.queries = queries;
        this.archive = archive;
        this.k = k;
    }

    static List<RetrievalRow> run(EmbeddedPatches patches, EvaluationOptions options) {
        var task =
                new RetrievalTask(
                        patches.only(Part.VALIDATION), patches.only(Part.TEST), options.k());
        EmbeddedPatches q = task.queries;
        EmbeddedPatches a = task.archive;
        task.add("s1->s1", Features.MODEL, q.s1(), a.s1());
        task.add("s2->s2", Features.MODEL, q.s2(), a.s2());
        task.add("s1->s2", Features.MODEL, q.s1(), a.s2());
        task.add("s2->s1", Features.MODEL, q.s2(), a.s1());
        task.add("s1->s1", Features.BANDS, q.s1Bands(), a.s1Bands());
        task.add("s2->s2", Features.BANDS, q.s2Bands(), a.s2Bands());
        int width = patches.s1()[0].length;
        task.add(
                "any",
                Features.RANDOM,
                Features.random(q.size(), width, options.seed() + 4),
                Features.random(a.size(), width, options.seed() + 5));
        return task.rows;
    }

    private void add(String direction, Features features, float[][] from, float[][] to) {
        int[][] ranking = new RetrievalIndex(archive.ids(), to).search(from, k);
        rows.add(
                new RetrievalRow(
                        direction,
                        features.key(),
                        RetrievalScores.of(ranking, queries.labels(), archive.labels())));
    }
}
