package io.groundtrack.model.optimiser;

/**
 * Learning rate of each step: up from 0 in a straight line, then down to 0 along half a cosine.
 *
 * <p>Step s from 0; s &lt; W: peak·s/(W−1); after: peak·(1 + cos(π·(s−W)/(T−W)))/2. Source: CSMAE's
 * schedule in closed form.
 *
 * @param peak highest rate
 * @param warmUp W, steps
 * @param steps T, of the whole run
 */
public record WarmUpCosine(double peak, long warmUp, long steps) {
    public WarmUpCosine {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("lr: " + peak + " (expected: above 0)");
        }
        if (warmUp < 0 || warmUp >= steps) {
            throw new IllegalArgumentException(
                    "warmup: " + warmUp + " steps (expected: 0 to fewer than all " + steps + ")");
        }
    }

    public double rate(long step) {
        if (step < warmUp) {
            return warmUp == 1 ? peak : peak * step / (warmUp - 1);
        }
        double done = (double) (step - warmUp) / (steps - warmUp);
        return 0.5 * peak * (1 + StrictMath.cos(Math.PI * done));
    }
}
