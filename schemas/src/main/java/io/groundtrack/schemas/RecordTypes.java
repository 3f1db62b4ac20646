package io.groundtrack.schemas;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Every record that crosses an edge or is kept as state. */
public final class RecordTypes {

    public static final List<Class<? extends SpecificRecord>> ALL =
            List.of(
                    GranuleNotice.class,
                    Granule.class,
                    Strip.class,
                    PatchPair.class,
                    PatchOutcome.class,
                    PatchEmbedding.class,
                    Classification.class,
                    Change.class,
                    Subscription.class,
                    Notification.class,
                    Reject.class,
                    LedgerEntry.class,
                    ProductState.class,
                    PassState.class,
                    PairState.class,
                    DayState.class,
                    PatchHistoryState.class,
                    SeriesFoldState.class,
                    LookState.class,
                    LookPageState.class);

    private RecordTypes() {}
}
