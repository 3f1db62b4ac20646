package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookState;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;

/**
 * A look as the record of the state, and back: its series and the steps of its numbers are named by
 * number, so 64 cells of 4 numbers take about 0.6 kB.
 */
final class LookCodec {

    private LookCodec() {}

    static LookState state(Look look, int series, int scales) {
        var state = new LookState(); // every field is set: a builder would only look for defaults
        state.setPassId(look.passId());
        state.setRevision(look.revision());
        state.setKind(look.kind());
        state.setTime(look.time());
        state.setSeries(series);
        state.setScales(scales);
        state.setModelId(look.modelId());
        state.setNumbers(Packed.shorts(look.stored()));
        state.setValid(LastShown.shown(look.valid()));
        return state;
    }

    static Look look(LookState state, PatchSeries series, int cells) {
        if (state.getKind() != OutcomeKind.EMBEDDED) {
            return new Look(
                    state.getPassId(), state.getRevision(), state.getTime(), state.getKind());
        }
        return new Look(
                state.getPassId(),
                state.getRevision(),
                state.getTime(),
                series.key,
                state.getModelId(),
                series.scales.set(state.getScales()),
                Packed.shorts(state.getNumbers()),
                valid(state, cells));
    }

    private static boolean[] valid(LookState state, int cells) {
        var bits = Packed.bits(state.getValid());
        var valid = new boolean[cells];
        for (int i = 0; i < cells; i++) {
            valid[i] = bits.get(i);
        }
        return valid;
    }
}
