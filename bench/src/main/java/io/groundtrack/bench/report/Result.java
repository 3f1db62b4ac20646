package io.groundtrack.bench.report;

import io.groundtrack.bench.rounds.Ratio;
import io.groundtrack.bench.rounds.Statistics;
import java.util.Arrays;
import java.util.Map;

/**
 * What contestants did in one set of rounds; one line of the results' file.
 *
 * @param kind what was set against what
 * @param model of our encoder; in {@link Kind#DENSE_AND_MOE} the Soft MoE's
 * @param batch pairs of a call
 * @param seconds contestant → seconds of one call, a round each
 * @param macs contestant → multiply-adds of one call
 * @param leftOut contestant → why it did not take part
 * @param agreement what was compared → how it came out; numbers as text
 * @param idleShare cores that the side whose turn it was not kept busy, on average
 */
public record Result(
        Kind kind,
        String model,
        String precision,
        int batch,
        int threads,
        Map<String, double[]> seconds,
        Map<String, Double> macs,
        Map<String, String> leftOut,
        Map<String, Double> agreement,
        double idleShare,
        String run) {

    /** The sets of contestants. */
    public enum Kind {
        /** Our encoder, the matrix product, and PyTorch with the same weights. */
        ENCODER_AND_PEERS,
        /** Soft MoE, our fastest dense encoder, and the matrix product. */
        DENSE_AND_MOE
    }

    /** Ours as users call it, from pixels in physical units on. */
    public static final String OURS = "encode";

    public static final String DENSE = "dense";

    /** The matrix product that goals mean: PyTorch's own operator. */
    public static final String PRODUCT = "product";

    /** The matrix product of oneDNN with one side packed: the faster one on some processors. */
    public static final String PACKED_PRODUCT = "product, packed";

    public static final String EAGER = "eager";
    public static final String COMPILED = "compile";

    /** What may be measured once in a run. */
    public String key() {
        return key(kind, model, precision, batch);
    }

    public static String key(Kind kind, String model, String precision, int batch) {
        return kind + " " + model + " " + precision + " " + batch;
    }

    public int rounds() {
        return seconds.values().stream().mapToInt(times -> times.length).min().orElse(0);
    }

    public boolean has(String contestant) {
        return seconds.containsKey(contestant);
    }

    public double median(String contestant) {
        return Statistics.median(seconds.get(contestant));
    }

    public double pairsPerSecond(String contestant) {
        return batch / median(contestant);
    }

    /** How many times as fast. */
    public Ratio speed(String contestant, String against) {
        return Ratio.of(seconds.get(against), seconds.get(contestant));
    }

    /**
     * Time ÷ the time that a matrix product, at its median rate, takes for as many multiply-adds.
     */
    public Ratio overProduct(String contestant, String product) {
        double calls = macs.get(contestant) / macs.get(product);
        var steady = new double[seconds.get(contestant).length];
        Arrays.fill(steady, calls * median(product));
        return Ratio.of(seconds.get(contestant), steady);
    }

    /** 10⁹ floating point operations a second. */
    public double gigaflops(String contestant) {
        return 2e-9 * macs.get(contestant) / median(contestant);
    }
}
