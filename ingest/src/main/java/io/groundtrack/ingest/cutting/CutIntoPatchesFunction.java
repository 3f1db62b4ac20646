package io.groundtrack.ingest.cutting;

import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Reject;
import io.groundtrack.schemas.Strip;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Step {@code cut-into-patches}: {@link Strip} → {@link PatchOutcome}, files that cannot be read to
 * {@link #REJECTS}.
 *
 * <p>State: none; the cutter's open files and its part in the block cache live from {@code open} to
 * {@code close}. Errors: see {@link PatchCutter}.
 */
public final class CutIntoPatchesFunction extends ProcessFunction<Strip, PatchOutcome> {

    private static final long serialVersionUID = 1L;

    /** Side output of files that cannot be read. */
    public static final OutputTag<Reject> REJECTS =
            new OutputTag<>(PatchCutter.STEP + "-rejects", new AvroTypeInfo<>(Reject.class));

    private final CutOptions options;
    private transient PatchCutter cutter;
    private transient CuttingMetrics metrics;

    /** Cuts as {@code options} say. */
    public CutIntoPatchesFunction(CutOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        cutter = new PatchCutter(options);
        AssetMetrics.register(getRuntimeContext().getMetricGroup(), cutter.access());
        metrics = new CuttingMetrics(getRuntimeContext().getMetricGroup(), cutter);
    }

    @Override
    public void processElement(Strip strip, Context context, Collector<PatchOutcome> out) {
        long start = System.nanoTime();
        cutter.cut(strip, out::collect, reject -> context.output(REJECTS, reject));
        metrics.cut(System.nanoTime() - start);
    }

    @Override
    public void close() {
        if (cutter != null) {
            cutter.close();
        }
    }
}
