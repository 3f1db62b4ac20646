package io.groundtrack.bench.state;

import io.groundtrack.operators.pairing.PairByFootprintFunction;
import io.groundtrack.operators.pairing.PairingOptions;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Strip;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The step pair-by-footprint, by itself, over one year of one tile. */
@SuppressWarnings("try") // the harness declares close() throws Exception
final class PairedTile implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness;

    PairedTile() throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                new PairByFootprintFunction(PairingOptions.defaults())),
                        granule -> granule.getShare().getTile(),
                        Types.STRING);
        harness.open();
    }

    /**
     * The first arrivals of a year of so many granules, one in three of Sentinel-1; microseconds
     * each, in order.
     */
    double[] year(int granules, int arrivals) throws Exception {
        var took = new double[arrivals];
        var first = Instant.parse("2024-01-01T00:00:00Z");
        var step = Duration.ofDays(365).dividedBy(granules);
        for (int i = 0; i < arrivals; i++) {
            var of = i % 3 == 0 ? GranuleBuilder.aGranule().s1() : GranuleBuilder.aGranule().s2();
            var name = "g%05d".formatted(i);
            var granule =
                    of.acquired(first.plus(step.multipliedBy(i)))
                            .pass("p-" + name)
                            .productKey(name)
                            .named(name)
                            .build();
            long start = System.nanoTime();
            harness.processElement(granule, 0);
            took[i] = (System.nanoTime() - start) / 1e3;
            harness.getOutput().clear();
        }
        return took;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
