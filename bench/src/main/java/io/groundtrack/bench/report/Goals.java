package io.groundtrack.bench.report;

import io.groundtrack.bench.rounds.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The goals that a model's speed is held to.
 *
 * <p>P2: time ÷ matrix product, base, fp32: dense ≤ 1.15 at batches 32 and 128, 16 slots ≤ 1.35 at
 * batch 32 and ≤ 1.25 at 128. P3: pairs/s ÷ PyTorch's, any size and precision: ≥ 1, or 1 inside the
 * interval of at least 15 rounds with a median of at least 0.97. P4: Soft MoE ÷ our fastest dense,
 * base, fp32: 16 slots ≥ 1.65 at batch 32 and ≥ 1.75 at 128, 8 slots ≥ 1.80 at 128.
 */
public final class Goals {
    static final int ENOUGH_ROUNDS = 15;

    private Goals() {}

    public static List<Verdict> judge(List<Result> results) {
        var verdicts = new ArrayList<Verdict>();
        for (Result result : results) {
            switch (result.kind()) {
                case ENCODER_AND_PEERS -> {
                    overProduct(verdicts, result, Result.OURS, result.model());
                    overPeer(verdicts, result, Result.EAGER, "PyTorch eager");
                    overPeer(verdicts, result, Result.COMPILED, "torch.compile");
                }
                case DENSE_AND_MOE -> {
                    overProduct(verdicts, result, Result.OURS, result.model());
                    overProduct(verdicts, result, Result.DENSE, dense(result.model()));
                    overDense(verdicts, result);
                }
            }
        }
        return verdicts;
    }

    /** The dense model of the same size as a Soft MoE model. */
    public static String dense(String softMoe) {
        return "csmae-" + softMoe.split("-")[1];
    }

    private static void overProduct(
            List<Verdict> into, Result result, String contestant, String model) {
        if (!result.has(contestant) || !result.has(Result.PRODUCT)) {
            return;
        }
        Ratio ratio = result.overProduct(contestant, Result.PRODUCT);
        double limit = 0;
        if (result.precision().equals("fp32")) {
            limit =
                    switch (model) {
                        case "csmae-base" ->
                                result.batch() == 32 || result.batch() == 128 ? 1.15 : 0;
                        case "csmoe-base" ->
                                result.batch() == 32 ? 1.35 : result.batch() == 128 ? 1.25 : 0;
                        default -> 0;
                    };
        }
        String goal = limit == 0 ? "" : String.format(Locale.ROOT, "P2 ≤ %.2f", limit);
        String who = contestant.equals(Result.DENSE) ? "encode, fastest sub-batch" : contestant;
        String figure = who + ": time ÷ matrix product";
        into.add(verdict(figure, model, result, ratio, goal, ratio.value() <= limit));
        if (result.has(Result.PACKED_PRODUCT)) {
            Ratio packed = result.overProduct(contestant, Result.PACKED_PRODUCT);
            into.add(verdict(figure + ", packed", model, result, packed, "", false));
        }
    }

    private static void overPeer(
            List<Verdict> into, Result result, String peer, String peerInWords) {
        if (!result.has(peer)) {
            return;
        }
        Ratio ratio = result.speed(Result.OURS, peer);
        String figure = "encode ÷ " + peerInWords + ", pairs/s";
        boolean met = ratio.value() >= 1 || ratio.value() >= 0.97 && ratio.high() >= 1;
        into.add(verdict(figure, result.model(), result, ratio, "P3 ≥ 1.00", met));
    }

    private static void overDense(List<Verdict> into, Result result) {
        if (!result.has(Result.DENSE)) {
            return;
        }
        Ratio ratio = result.speed(Result.OURS, Result.DENSE);
        String where = result.model() + " " + result.precision() + " " + result.batch();
        double limit =
                switch (where) {
                    case "csmoe-base fp32 32" -> 1.65;
                    case "csmoe-base fp32 128" -> 1.75;
                    case "csmoe-base-8x1 fp32 128" -> 1.80;
                    default -> 0;
                };
        String goal = limit == 0 ? "" : String.format(Locale.ROOT, "P4 ≥ %.2f", limit);
        String figure = "Soft MoE ÷ fastest dense, pairs/s";
        into.add(verdict(figure, result.model(), result, ratio, goal, ratio.value() >= limit));
    }

    private static Verdict verdict(
            String figure, String model, Result result, Ratio ratio, String goal, boolean met) {
        boolean judged = !goal.isEmpty() && ratio.rounds() >= ENOUGH_ROUNDS;
        return new Verdict(
                figure,
                model,
                result.precision(),
                result.batch(),
                ratio,
                goal,
                judged ? Boolean.valueOf(met) : null);
    }
}
