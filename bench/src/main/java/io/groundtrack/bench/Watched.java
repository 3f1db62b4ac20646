package io.groundtrack.bench;

import io.groundtrack.bench.rounds.Contestant;
import java.util.function.DoubleSupplier;

/** A contestant, and how busy the other side keeps its cores meanwhile, though it should sleep. */
final class Watched implements Contestant {

    /** What all contestants of a set of rounds saw. */
    static final class Idleness {
        private double busy;
        private double elapsed;

        /** Cores the waiting side kept busy, on average. */
        double share() {
            return elapsed == 0 ? 0 : busy / elapsed;
        }
    }

    private final Contestant contestant;
    private final DoubleSupplier otherSide;
    private final Idleness idleness;

    /**
     * @param otherSide processor seconds of the side that waits, so far
     */
    Watched(Contestant contestant, DoubleSupplier otherSide, Idleness idleness) {
        this.contestant = contestant;
        this.otherSide = otherSide;
        this.idleness = idleness;
    }

    @Override
    public String name() {
        return contestant.name();
    }

    @Override
    public double[] run(int calls) {
        double busy = otherSide.getAsDouble();
        long start = System.nanoTime();
        try {
            return contestant.run(calls);
        } finally {
            idleness.elapsed += (System.nanoTime() - start) / 1e9;
            idleness.busy += otherSide.getAsDouble() - busy;
        }
    }
}
