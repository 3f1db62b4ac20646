package io.groundtrack.operators.change;

import io.groundtrack.schemas.AvroCodec;
import io.groundtrack.schemas.LookPageState;
import io.groundtrack.schemas.LookState;
import io.groundtrack.schemas.PatchHistoryState;
import java.util.function.Supplier;

/**
 * What the histories of all patches share: options, thresholds, the forms of their state and room
 * to reckon in. One thread.
 */
final class Histories {

    final ChangeOptions options;
    final Thresholds thresholds;
    final FoldScratch scratch;
    final AvroCodec<PatchHistoryState> heads = AvroCodec.of(PatchHistoryState.class);
    final AvroCodec<LookState> looks = AvroCodec.of(LookState.class);
    final AvroCodec<LookPageState> pages = AvroCodec.of(LookPageState.class);
    final FoldCodec folds = new FoldCodec();

    Histories(ChangeOptions options, Thresholds thresholds) {
        this.options = options;
        this.thresholds = thresholds;
        this.scratch = new FoldScratch(options.cells());
    }

    /** The history in the store; {@code place} where there is none yet. */
    PatchHistory open(HistoryStore store, Supplier<PatchPlace> place) {
        var bytes = store.head();
        return bytes == null
                ? new PatchHistory(this, store, place.get())
                : new PatchHistory(this, store, heads.decode(bytes));
    }
}
