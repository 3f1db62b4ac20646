package io.groundtrack.ingest.notice;

import io.groundtrack.schemas.GranuleNotice;
import io.groundtrack.schemas.LedgerEntry;
import io.groundtrack.schemas.Origin;
import io.groundtrack.schemas.Reject;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The step {@code read-notices}.
 *
 * <p>in: {@link RawNotice} → out: {@link GranuleNotice}; {@link #REJECTS} what cannot be read,
 * {@link #LEDGER} a line for each notice that is ignored or rejected. No state, no timers; the
 * clock is asked only whether a notice is from the future.
 */
public final class ReadNoticesFunction extends ProcessFunction<RawNotice, GranuleNotice> {

    private static final long serialVersionUID = 1L;

    public static final OutputTag<Reject> REJECTS =
            new OutputTag<>("rejects", TypeInformation.of(Reject.class));

    public static final OutputTag<LedgerEntry> LEDGER =
            new OutputTag<>("ledger", TypeInformation.of(LedgerEntry.class));

    private final NoticeOptions options;
    private transient NoticeReader reader;

    public ReadNoticesFunction(NoticeOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        reader = new NoticeReader(options);
    }

    @Override
    public void processElement(RawNotice raw, Context context, Collector<GranuleNotice> out) {
        var origin = new Origin(raw.topic(), raw.partition(), raw.offset());
        var understood = reader.read(raw.value(), origin, Instant.now());
        if (understood instanceof Understood.Taken taken) {
            out.collect(taken.notice());
        } else if (understood instanceof Understood.Ignored ignored) {
            context.output(LEDGER, ignored.entry());
        } else if (understood instanceof Understood.Rejected rejected) {
            context.output(REJECTS, rejected.reject());
            context.output(LEDGER, NoticeReader.ledger(rejected.reject()));
        }
    }
}
