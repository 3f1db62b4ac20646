package io.groundtrack.bench.state;

import io.groundtrack.operators.pairing.PairByFootprintFunction;
import io.groundtrack.operators.pairing.PairingOptions;
import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.Strip;
import io.groundtrack.testing.builders.GranuleBuilder;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** The step pair-by-footprint, by itself, over one year of one tile. */
@SuppressWarnings("try") // the harness declares close() throws Exception
final class PairedTile implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<String, Granule, Strip> harness;

    PairedTile(boolean isRocks) throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new UnheardPairing()),
                        granule -> granule.getShare().getTile(),
                        Types.STRING);
        if (isRocks) {
            harness.setStateBackend(TrackedPatches.rocks());
        }
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
        }
        return took;
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    /** The step, with nobody behind it: a harness copies and keeps all that it is told. */
    private static final class UnheardPairing extends KeyedProcessFunction<String, Granule, Strip> {

        private static final long serialVersionUID = 1L;

        private final PairByFootprintFunction step =
                new PairByFootprintFunction(PairingOptions.defaults());

        @Override
        public void open(OpenContext context) throws Exception {
            step.setRuntimeContext(getRuntimeContext());
            step.open(context);
        }

        @Override
        public void processElement(Granule granule, Context context, Collector<Strip> out)
                throws Exception {
            step.processElement(granule, new Unheard(context), new Nowhere());
        }

        private final class Unheard extends Context {
            private final Context heard;

            Unheard(Context heard) {
                this.heard = heard;
            }

            @Override
            public Long timestamp() {
                return heard.timestamp();
            }

            @Override
            public TimerService timerService() {
                return heard.timerService();
            }

            @Override
            public <X> void output(OutputTag<X> tag, X value) {
                // measured up to here
            }

            @Override
            public String getCurrentKey() {
                return heard.getCurrentKey();
            }
        }
    }

    private static final class Nowhere implements Collector<Strip> {
        @Override
        public void collect(Strip strip) {
            // measured up to here
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
