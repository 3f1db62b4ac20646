package io.groundtrack.operators.change;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Packed;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Two by two cells as one, for a state a quarter as large.
 *
 * <p>in: cells of a patch → out: the same look with half as many cells a side. Means are weighted
 * by clear pixels; a deviation is that of all the pixels together, its own and that between the
 * means of its band. Rounded to the nearest step. Stateless.
 */
final class MergedCells {

    private static final String DEVIATION = ".sd";
    private static final String MEAN = ".mean";

    private MergedCells() {}

    static CellLook of(CellLook cells) {
        int side = cells.getGrid();
        int half = side / 2;
        int names = cells.getNames().size();
        var fine = Packed.shorts(cells.getNumbers());
        var clear = Packed.bytes(cells.getClear());
        // so that the share of clear pixels stays a byte, a merged cell counts quarters of them
        var merged = new short[half * half * names];
        var share = new byte[half * half];
        for (int cell = 0; cell < share.length; cell++) {
            int corner = cell / half * 2 * side + cell % half * 2;
            int[] four = {corner, corner + 1, corner + side, corner + side + 1};
            int pixels = 0;
            for (int one : four) {
                pixels += clear[one] & 0xff;
            }
            share[cell] = (byte) (pixels / 4);
            for (int j = 0; j < names && pixels > 0; j++) {
                merged[cell * names + j] = number(j, four, fine, clear, pixels, cells);
            }
        }
        return CellLook.newBuilder(cells)
                .setGrid(half)
                .setNumbers(Packed.shorts(merged))
                .setClear(ByteBuffer.wrap(share))
                .build();
    }

    private static short number(
            int j, int[] four, short[] fine, byte[] clear, int pixels, CellLook cells) {
        List<String> names = cells.getNames();
        var name = names.get(j);
        double value;
        if (name.endsWith(DEVIATION)) {
            int of = names.indexOf(name.replace(DEVIATION, MEAN));
            double mean = of < 0 ? 0 : mean(of, four, fine, clear, pixels, cells);
            double sum = 0;
            for (int one : four) {
                double own = fine[one * names.size() + j] * cells.getScales().get(j);
                double from =
                        of < 0
                                ? 0
                                : fine[one * names.size() + of] * cells.getScales().get(of) - mean;
                sum += (clear[one] & 0xff) * (own * own + from * from);
            }
            value = Math.sqrt(sum / pixels);
        } else {
            value = mean(j, four, fine, clear, pixels, cells);
        }
        long steps = Math.round(value / cells.getScales().get(j));
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, steps));
    }

    private static double mean(
            int j, int[] four, short[] fine, byte[] clear, int pixels, CellLook cells) {
        int names = cells.getNames().size();
        double sum = 0;
        for (int one : four) {
            sum += (clear[one] & 0xff) * fine[one * names + j] * cells.getScales().get(j);
        }
        return sum / pixels;
    }
}
