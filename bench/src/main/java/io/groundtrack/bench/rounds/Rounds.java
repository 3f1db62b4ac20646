package io.groundtrack.bench.rounds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lets contestants take turns: a round is one turn of each, in an order that moves on by one and
 * turns round from round to round, so that nobody always follows the same neighbour.
 *
 * <p>A turn is one call where a call is long; where it is short, one call that is not counted and
 * then as many as fill 0.3 s (less where rounds are few); its time is the median of those.
 *
 * <p>Errors: a contestant that throws while warming up is left out, with the reason; one that
 * throws later ends the rounds.
 */
public final class Rounds {
    private static final double MOST_TURN_SECONDS = 0.3;
    private static final double TURN_SECONDS_A_ROUND = 0.03;
    private static final int MOST_CALLS = 40;
    private static final double MOST_WARM_SECONDS = 3;
    private static final double WARM_SECONDS_A_ROUND = 0.2;

    /**
     * @param seconds contestant → seconds of one call, a round each
     * @param leftOut contestant → why it did not take part
     */
    public record Times(Map<String, double[]> seconds, Map<String, String> leftOut) {
        public boolean has(String contestant) {
            return seconds.containsKey(contestant);
        }

        public double median(String contestant) {
            return Statistics.median(seconds.get(contestant));
        }

        public Ratio ratio(String above, String below) {
            return Ratio.of(seconds.get(above), seconds.get(below));
        }
    }

    private record Taking(Contestant contestant, int callsOfATurn) {}

    private final int count;
    private final Consumer<String> progress;

    /**
     * @param count rounds that are counted
     * @param progress told in one line what was done
     */
    public Rounds(int count, Consumer<String> progress) {
        if (count < 1) {
            throw new IllegalArgumentException("repetitions: " + count + " (expected: 1 or more)");
        }
        this.count = count;
        this.progress = progress;
    }

    public Times run(List<? extends Contestant> contestants) {
        var leftOut = new LinkedHashMap<String, String>();
        var taking = new ArrayList<Taking>();
        for (Contestant contestant : contestants) {
            try {
                taking.add(new Taking(contestant, callsOfATurn(warmUp(contestant))));
            } catch (RuntimeException e) {
                leftOut.put(contestant.name(), reason(e));
                progress.accept("    " + contestant.name() + " is left out: " + reason(e));
            }
        }
        var seconds = new LinkedHashMap<String, double[]>();
        taking.forEach(one -> seconds.put(one.contestant().name(), new double[count]));
        for (int round = 0; round < count; round++) {
            for (Taking one : order(taking, round)) {
                seconds.get(one.contestant().name())[round] =
                        turn(one.contestant(), one.callsOfATurn());
            }
            if ((round + 1) % 5 == 0 || round + 1 == count) {
                progress.accept("    round " + (round + 1) + " of " + count);
            }
        }
        return new Times(seconds, leftOut);
    }

    static <T> List<T> order(List<T> contestants, int round) {
        var order = new ArrayList<>(contestants);
        Collections.rotate(order, -round);
        if (round / Math.max(1, contestants.size()) % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /** At least two calls, and some seconds of them; the last call's seconds. */
    private double warmUp(Contestant contestant) {
        double enough = Math.min(MOST_WARM_SECONDS, count * WARM_SECONDS_A_ROUND);
        double sum = 0;
        int runs = 0;
        double last = 0;
        while (runs < 2 || sum < enough && runs < MOST_CALLS) {
            last = contestant.run(1)[0];
            sum += last;
            runs++;
        }
        return last;
    }

    private int callsOfATurn(double secondsOfACall) {
        double enough = Math.min(MOST_TURN_SECONDS, count * TURN_SECONDS_A_ROUND);
        return (int) Math.max(1, Math.min(MOST_CALLS, Math.ceil(enough / secondsOfACall)));
    }

    private static double turn(Contestant contestant, int calls) {
        if (calls == 1) {
            return contestant.run(1)[0];
        }
        double[] all = contestant.run(calls + 1);
        var counted = new double[calls];
        System.arraycopy(all, 1, counted, 0, calls);
        return Statistics.median(counted);
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
