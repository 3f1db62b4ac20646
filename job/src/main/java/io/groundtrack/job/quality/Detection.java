package io.groundtrack.job.quality;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How well scores tell disturbed cells from others, over a sample of them.
 *
 * <p>in: score histories of disturbed cells with their dates and of undisturbed ones → out: {@link
 * Figures} of any resample of them. AUC compares the largest scores; tAUC the largest scores from
 * 30 days before to 180 after the date of the disturbed cell of each pair; ties count half. Dates
 * are days (UTC): a look on the last day of a window is in it, whatever its hour. Thresholds are
 * set so that 5 % of the undisturbed cells of the sample pass them at any time.
 */
final class Detection {

    static final double FALSE_ALARMS = 0.05;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long BEFORE = 30 * DAY;
    private static final long AFTER = 180 * DAY;

    /** A disturbed cell. */
    record Disturbed(ScoreHistory scores, LocalDate date) {

        long time() {
            return millis(date);
        }
    }

    /**
     * What is said of a sample.
     *
     * @param auc pairs of cells in the right order
     * @param tauc the same, in the same window
     * @param confirmed180 share of disturbed cells whose first three looks in a row above the
     *     threshold end within 180 days of the date
     * @param producers the same share: what of the disturbed is found
     * @param users of the cells confirmed at any time, the share that is disturbed and in time
     * @param first180 share of disturbed cells whose first look above its threshold is within 180
     *     days of the date
     */
    record Figures(
            double auc,
            double tauc,
            double confirmed180,
            double producers,
            double users,
            double first180) {}

    /** Thresholds and median days from the date, of cells found within 180 days of it. */
    record Delay(double threshold, int found, double medianDays) {}

    private final List<Disturbed> disturbed;
    private final double[] maxima;
    private final double[] inARow;
    private final double[][] order;
    private final double[][] orderInTime;

    Detection(List<Disturbed> disturbed, List<ScoreHistory> undisturbed) {
        this.disturbed = disturbed;
        this.maxima = undisturbed.stream().mapToDouble(ScoreHistory::largest).toArray();
        this.inARow =
                undisturbed.stream()
                        .mapToDouble(scores -> scores.largestInARow(ScoreHistory.IN_A_ROW))
                        .toArray();
        this.order = new double[disturbed.size()][maxima.length];
        this.orderInTime = new double[disturbed.size()][maxima.length];
        for (int i = 0; i < disturbed.size(); i++) {
            var cell = disturbed.get(i);
            long from = cell.time() - BEFORE;
            long to = lastMoment(cell.time());
            double most = cell.scores().largest();
            double mostInTime = cell.scores().largest(from, to);
            for (int u = 0; u < maxima.length; u++) {
                order[i][u] = wins(most, maxima[u]);
                orderInTime[i][u] = wins(mostInTime, undisturbed.get(u).largest(from, to));
            }
        }
    }

    private static double wins(double one, double other) {
        return one > other ? 1 : one == other ? 0.5 : 0;
    }

    /** Figures where disturbed cell i is taken {@code taken[i]} times, and the others likewise. */
    Figures of(int[] taken, int[] others) {
        double threshold = threshold(inARow, others);
        double firstThreshold = threshold(maxima, others);
        double all = Arrays.stream(taken).sum();
        double inTime = 0;
        double atAll = 0;
        double first = 0;
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] == 0) {
                continue;
            }
            var cell = disturbed.get(i);
            var confirmed = cell.scores().firstInARow(ScoreHistory.IN_A_ROW, threshold);
            atAll += confirmed.isPresent() ? taken[i] : 0;
            inTime += isNear(confirmed, cell) ? taken[i] : 0;
            first += isNear(cell.scores().firstInARow(1, firstThreshold), cell) ? taken[i] : 0;
        }
        double wrong = 0;
        for (int u = 0; u < others.length; u++) {
            wrong += inARow[u] > threshold ? others[u] : 0;
        }
        return new Figures(
                share(order, taken, others),
                share(orderInTime, taken, others),
                inTime / all,
                inTime / all,
                inTime / (atAll + wrong),
                first / all);
    }

    /** How long {@code looks} in a row take, over the whole sample. */
    Delay delay(int looks) {
        var undisturbed = looks == 1 ? maxima : inARow;
        var ones = new int[undisturbed.length];
        Arrays.fill(ones, 1);
        double threshold = threshold(undisturbed, ones);
        var days =
                disturbed.stream()
                        .map(cell -> days(cell, looks, threshold))
                        .flatMap(Optional::stream)
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        return new Delay(
                threshold, days.length, days.length == 0 ? Double.NaN : WindowScores.median(days));
    }

    private static Optional<Double> days(Disturbed cell, int looks, double threshold) {
        var time = cell.scores().firstInARow(looks, threshold);
        return isNear(time, cell)
                ? Optional.of((time.getAsLong() - cell.time()) / (double) DAY)
                : Optional.empty();
    }

    private static boolean isNear(OptionalLong time, Disturbed cell) {
        return time.isPresent() && isNear(time.getAsLong(), cell.date());
    }

    /** Whether a moment is within 180 days of a day. */
    static boolean isNear(long time, LocalDate date) {
        return time >= millis(date) - AFTER && time <= lastMoment(millis(date));
    }

    /** The end of the last day that counts as in time. */
    private static long lastMoment(long date) {
        return date + AFTER + DAY - 1;
    }

    /** The beginning of a day. */
    static long millis(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    static double share(double[][] order, int[] taken, int[] others) {
        double sum = 0;
        double pairs = 0;
        for (int i = 0; i < taken.length; i++) {
            for (int u = 0; taken[i] > 0 && u < others.length; u++) {
                double weight = (double) taken[i] * others[u];
                sum += weight * order[i][u];
                pairs += weight;
            }
        }
        return sum / pairs;
    }

    /** Quantile between the two nearest values of the sample; cells without a score count. */
    private static double threshold(double[] values, int[] taken) {
        var sample = new double[Arrays.stream(taken).sum()];
        int size = 0;
        for (int u = 0; u < taken.length; u++) {
            for (int k = 0; k < taken[u]; k++) {
                sample[size++] = values[u];
            }
        }
        Arrays.sort(sample);
        double place = (1 - FALSE_ALARMS) * (sample.length - 1);
        int below = (int) Math.floor(place);
        double low = sample[below];
        double high = sample[Math.min(sample.length - 1, below + 1)];
        return low == high || Double.isInfinite(low) ? low : low + (place - below) * (high - low);
    }
}
