package io.groundtrack.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/** Rows of a table looked up by number; their gradient goes back to the rows they came from. */
final class Rows {
    private Rows() {}

    /** Table (R, D), whole numbers (B, L) → (B, L, D). */
    static NDArray of(NDArray table, NDArray numbers) {
        return table.getNDArrayInternal()
                .embedding(numbers, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }
}
