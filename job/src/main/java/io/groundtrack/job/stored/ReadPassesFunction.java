package io.groundtrack.job.stored;

import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.sinks.files.StoredPasses;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Says again what the stored run says of its passes, its pairs and the patches that were not
 * embedded.
 *
 * <p>in: anything, once → out: ledger lines. State: none. Errors: {@link java.io.IOException}
 * naming file and line.
 */
public final class ReadPassesFunction implements FlatMapFunction<Long, LedgerEntry> {

    private static final long serialVersionUID = 1L;

    private final StoredRun run;

    public ReadPassesFunction(StoredRun run) {
        this.run = run;
    }

    @Override
    public void flatMap(Long once, Collector<LedgerEntry> out) throws Exception {
        var passes = StoredPasses.in(run.path());
        passes.lines().forEach(out::collect);
        passes.patchesNotEmbedded(out::collect);
    }
}
