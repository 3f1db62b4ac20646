package io.groundtrack.bench.rounds;

/** Something that does one fixed piece of work, as often as it is asked to. */
public interface Contestant {
    String name();

    /**
     * @return seconds of each call, in order
     */
    double[] run(int calls);
}
