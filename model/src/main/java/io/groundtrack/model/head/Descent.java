package io.groundtrack.model.head;

import io.groundtrack.model.checkpoint.RandomStream;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Passes over the rows in drawn order until the validation figure has stopped rising. */
final class Descent {
    private Descent() {}

    @FunctionalInterface
    interface Step {
        /** One step on the rows {@code order[from]} to {@code order[to - 1]}. */
        void on(int[] order, int from, int to);
    }

    static <H> FittedHead<H> run(
            int rows,
            DescentOptions options,
            Step step,
            Supplier<H> head,
            ToDoubleFunction<H> validation) {
        var random = new RandomStream(options.seed());
        var order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        int batch = options.batch(rows);
        FittedHead<H> best = null;
        int bestEpoch = 0;
        int epoch = 0;
        while (epoch < options.epochs() && epoch - bestEpoch < options.patience()) {
            epoch++;
            shuffle(order, random);
            for (int from = 0; from < rows; from += batch) {
                step.on(order, from, Math.min(rows, from + batch));
            }
            H now = head.get();
            double figure = validation.applyAsDouble(now);
            if (best == null || figure > best.validation()) {
                best = new FittedHead<>(now, epoch, figure);
                bestEpoch = epoch;
            }
        }
        return new FittedHead<>(best.head(), epoch, best.validation());
    }

    private static void shuffle(int[] order, RandomStream random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) (random.uniform() * (i + 1));
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}
