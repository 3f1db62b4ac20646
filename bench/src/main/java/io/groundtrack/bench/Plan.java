package io.groundtrack.bench;

import io.groundtrack.bench.models.BenchModels;
import io.groundtrack.bench.report.Goals;
import io.groundtrack.bench.report.Result;
import io.groundtrack.bench.report.Result.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be measured, in order: what needs the same weights stands together.
 *
 * @param repetitions rounds of each part
 * @param threads of either side
 */
record Plan(List<Part> parts, int repetitions, int threads) {

    /** One set of rounds. */
    record Part(Kind kind, String model, String precision, int batch) {

        String key() {
            return Result.key(kind, model, precision, batch);
        }

        /** Grows with the time it takes: multiply-adds of a round, fewer where they are faster. */
        double weight() {
            double macs = BenchModels.pairMacs(model);
            double round =
                    switch (kind) {
                        case ENCODER_AND_PEERS -> 3 * macs;
                        case DENSE_AND_MOE -> macs + BenchModels.pairMacs(Goals.dense(model));
                    };
            return batch * round * (precision.equals("fp32") ? 1 : 0.4);
        }
    }

    /** Every size, batch and precision. */
    static Plan all(
            List<String> sizes,
            List<Integer> batches,
            List<String> precisions,
            int repetitions,
            int threads) {
        var parts = new ArrayList<Part>();
        for (String size : sizes) {
            for (String family : List.of("csmae-", "csmoe-")) {
                for (String precision : precisions) {
                    for (int batch : batches) {
                        parts.add(
                                new Part(Kind.ENCODER_AND_PEERS, family + size, precision, batch));
                    }
                }
            }
            for (String precision : precisions) {
                for (int batch : batches) {
                    parts.add(new Part(Kind.DENSE_AND_MOE, "csmoe-" + size, precision, batch));
                }
                int largest = batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
                parts.add(
                        new Part(Kind.DENSE_AND_MOE, "csmoe-" + size + "-8x1", precision, largest));
            }
        }
        return new Plan(parts, repetitions, threads);
    }

    /** What P2, P3 and P4 name, and no more: base, P3 at batch 32. */
    static Plan goals(int repetitions, int threads) {
        var parts = new ArrayList<Part>();
        for (String model : List.of("csmae-base", "csmoe-base")) {
            for (String precision : List.of("fp32", "bf16")) {
                parts.add(new Part(Kind.ENCODER_AND_PEERS, model, precision, 32));
            }
        }
        parts.add(new Part(Kind.DENSE_AND_MOE, "csmoe-base", "fp32", 32));
        parts.add(new Part(Kind.DENSE_AND_MOE, "csmoe-base", "fp32", 128));
        parts.add(new Part(Kind.DENSE_AND_MOE, "csmoe-base-8x1", "fp32", 128));
        return new Plan(parts, repetitions, threads);
    }
}
