package io.groundtrack.operators.change;

import io.groundtrack.schemas.LookEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What one look says of the cells of a patch: no score, clear, or above the threshold with its
 * score. All that the lifecycle needs of a look, so that what follows a late look can be told again
 * without the numbers of other series.
 *
 * <p>State and time: 8 bytes for 64 cells, and 15 for each cell above.
 */
final class Marks {

    private static final int BYTES_ABOVE = 15;

    static final Marks NONE = new Marks(new byte[0], new byte[0], "");

    private final byte[] scored;
    private final ByteBuffer above;
    private final String modelId;

    private Marks(byte[] scored, byte[] above, String modelId) {
        this.scored = scored;
        this.above = ByteBuffer.wrap(above).order(ByteOrder.LITTLE_ENDIAN);
        this.modelId = modelId;
    }

    /** Of the look that the fold took last. */
    static Marks of(
            SeriesFold fold,
            ChangeOptions options,
            Thresholds.Levels levels,
            List<float[]> factors,
            String modelId) {
        int cells = options.cells();
        var scored = new byte[(cells + 7) / 8];
        ByteBuffer above = null;
        for (int cell = 0; cell < cells; cell++) {
            double score = fold.lastScore(cell);
            if (Double.isNaN(score)) {
                continue;
            }
            scored[cell >> 3] |= (byte) (1 << (cell & 7));
            int looks = fold.looks(cell);
            if (score > levels.low(looks)) {
                if (above == null) {
                    above = ByteBuffer.allocate(cells * BYTES_ABOVE);
                    above.order(ByteOrder.LITTLE_ENDIAN);
                }
                above.putShort((short) cell)
                        .put((byte) fold.moved(cell, factors))
                        .putInt(looks)
                        .putDouble(score);
            }
        }
        if (above == null) {
            return new Marks(scored, new byte[0], "");
        }
        var exact = new byte[above.position()];
        above.flip().get(exact);
        return new Marks(scored, exact, modelId);
    }

    static Marks of(LookEntry entry) {
        return new Marks(bytes(entry.getScored()), bytes(entry.getAbove()), entry.getModelId());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    void into(LookEntry entry) {
        entry.setScored(ByteBuffer.wrap(scored));
        entry.setAbove(ByteBuffer.wrap(above.array()));
        entry.setModelId(modelId);
    }

    boolean isScored(int cell) {
        return cell >> 3 < scored.length && (scored[cell >> 3] >> (cell & 7) & 1) == 1;
    }

    /** Cells above the threshold. */
    int above() {
        return above.capacity() / BYTES_ABOVE;
    }

    int cell(int i) {
        return above.getShort(i * BYTES_ABOVE) & 0xffff;
    }

    int moved(int i) {
        return above.get(i * BYTES_ABOVE + 2) & 0xff;
    }

    int looks(int i) {
        return above.getInt(i * BYTES_ABOVE + 3);
    }

    double score(int i) {
        return above.getDouble(i * BYTES_ABOVE + 7);
    }

    String modelId() {
        return modelId;
    }
}
