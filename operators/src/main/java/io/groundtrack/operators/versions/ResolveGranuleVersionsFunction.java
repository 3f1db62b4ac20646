package io.groundtrack.operators.versions;

import io.groundtrack.schemas.Granule;
import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.ProductState;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Shell of {@link ProductVersions}: notices of one product in → granules per tile out, a ledger
 * line for each notice.
 *
 * <p>State, key = product identity: {@link ProductState}, a few kB (the winning notice with its
 * tiles). Cleared {@code remember} of processing time after the last notice (null: never); a notice
 * after that starts anew, and the tile step drops it if what it knows is newer. A delete after that
 * is told to the tiles it names.
 */
public final class ResolveGranuleVersionsFunction
        extends KeyedProcessFunction<String, GranuleNotice, Granule> {

    private static final long serialVersionUID = 1L;

    /** How products stand. */
    public static final OutputTag<LedgerEntry> LEDGER =
            new OutputTag<>("product-ledger") {
                private static final long serialVersionUID = 1L;
            };

    /** State name, pinned. */
    public static final String PRODUCT_STATE = "product";

    private final Duration remember;
    private transient ValueState<ProductState> product;
    private transient ValueState<Long> clearAt;

    /**
     * @param remember processing time a product is remembered for after its last notice; null = for
     *     ever.
     */
    public ResolveGranuleVersionsFunction(Duration remember) {
        this.remember = remember;
    }

    @Override
    public void open(OpenContext context) {
        product =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>(PRODUCT_STATE, ProductState.class));
        clearAt = getRuntimeContext().getState(new ValueStateDescriptor<>("clear-at", Long.class));
    }

    @Override
    public void processElement(GranuleNotice notice, Context context, Collector<Granule> out)
            throws Exception {
        var now = Instant.ofEpochMilli(context.timerService().currentProcessingTime());
        var decision = ProductVersions.next(product.value(), notice, now);
        product.update(decision.state());
        decision.granules().forEach(out::collect);
        context.output(LEDGER, decision.ledger());
        if (remember != null) {
            moveTimer(context);
        }
    }

    private void moveTimer(Context context) throws Exception {
        var timers = context.timerService();
        var old = clearAt.value();
        if (old != null) {
            timers.deleteProcessingTimeTimer(old);
        }
        long at = timers.currentProcessingTime() + remember.toMillis();
        timers.registerProcessingTimeTimer(at);
        clearAt.update(at);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<Granule> out) {
        product.clear();
        clearAt.clear();
    }
}
