package io.groundtrack.ingest.cutting;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The radiometric numbers of every cell of a patch, over its clear pixels.
 *
 * <p>in: planes (C, size, size) of one sensor, S2 digital numbers or S1 dB, and which pixels are
 * clear → out: {@link CellLook} with grid² cells. S1: mean and standard deviation of VV and VH in
 * steps of 0.01 dB. S2: means of B03, B04, B08, B11, B12 and standard deviation of B08 in digital
 * numbers, means of the pixels' NDVI = (B08 − B04) / (B08 + B04) and NBR = (B08 − B12) / (B08 +
 * B12) in steps of 0.0001. Numbers whose bands the model does not take are left out.
 *
 * <p>Deviations are those of the cell itself (divided by n). An index needs a positive sum and is
 * bounded to −1…1, because offsets make digital numbers negative over dark water. A cell without a
 * clear pixel has zeros. Values are rounded to the nearest step and bounded to int16. Stateless.
 */
public final class CellStatistics {

    private static final double DECIBEL_STEP = 0.01;
    private static final double INDEX_STEP = 0.0001;

    private static final List<Number> S1 =
            List.of(
                    new Number("VV.mean", Kind.MEAN, "VV", null, DECIBEL_STEP),
                    new Number("VV.sd", Kind.DEVIATION, "VV", null, DECIBEL_STEP),
                    new Number("VH.mean", Kind.MEAN, "VH", null, DECIBEL_STEP),
                    new Number("VH.sd", Kind.DEVIATION, "VH", null, DECIBEL_STEP));

    private static final List<Number> S2 =
            List.of(
                    new Number("B03.mean", Kind.MEAN, "B03", null, 1),
                    new Number("B04.mean", Kind.MEAN, "B04", null, 1),
                    new Number("B08.mean", Kind.MEAN, "B08", null, 1),
                    new Number("B11.mean", Kind.MEAN, "B11", null, 1),
                    new Number("B12.mean", Kind.MEAN, "B12", null, 1),
                    new Number("NDVI.mean", Kind.INDEX, "B08", "B04", INDEX_STEP),
                    new Number("NBR.mean", Kind.INDEX, "B08", "B12", INDEX_STEP),
                    new Number("B08.sd", Kind.DEVIATION, "B08", null, 1));

    private CellStatistics() {}

    private enum Kind {
        MEAN,
        DEVIATION,
        INDEX
    }

    private record Number(String name, Kind kind, String band, String other, double step) {}

    /**
     * The look of a patch.
     *
     * @param bands names of the planes
     * @param planes one plane a band, {@code size · size} pixels; clear pixels have data in all
     * @param clear which pixels are clear
     * @param size pixels per side
     * @param grid cells per side; divides {@code size}
     */
    public static CellLook of(
            Sensor sensor,
            List<String> bands,
            float[][] planes,
            boolean[] clear,
            int size,
            int grid) {
        if (grid < 1 || size % grid != 0 || planes.length != bands.size()) {
            throw new IllegalArgumentException(
                    planes.length
                            + " planes of "
                            + size
                            + " pixels in "
                            + grid
                            + " cells (expected: "
                            + bands.size()
                            + " planes, cells that divide them)");
        }
        int side = size / grid;
        if (side * side > 255) {
            throw new IllegalArgumentException(
                    "cells of " + side + " x " + side + " pixels (expected: at most 255 pixels)");
        }
        var numbers = new ArrayList<Number>();
        for (var number : sensor == Sensor.S1 ? S1 : S2) {
            if (bands.contains(number.band())
                    && (number.other() == null || bands.contains(number.other()))) {
                numbers.add(number);
            }
        }
        var cells = new Cells(clear, size, grid);
        var values = new short[grid * grid * numbers.size()];
        for (int n = 0; n < numbers.size(); n++) {
            var number = numbers.get(n);
            var plane = planes[bands.indexOf(number.band())];
            var found =
                    switch (number.kind()) {
                        case MEAN -> cells.means(plane);
                        case DEVIATION -> cells.deviations(plane);
                        case INDEX -> cells.indices(plane, planes[bands.indexOf(number.other())]);
                    };
            for (int cell = 0; cell < found.length; cell++) {
                if (cells.counts[cell] > 0) {
                    values[cell * numbers.size() + n] = stored(found[cell] / number.step());
                }
            }
        }
        var counts = new byte[grid * grid];
        for (int cell = 0; cell < counts.length; cell++) {
            counts[cell] = (byte) cells.counts[cell];
        }
        return CellLook.newBuilder()
                .setGrid(grid)
                .setNames(numbers.stream().map(Number::name).toList())
                .setScales(numbers.stream().map(Number::step).toList())
                .setNumbers(Packed.shorts(values))
                .setClear(ByteBuffer.wrap(counts))
                .setPixels(side * side)
                .build();
    }

    private static short stored(double steps) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(steps)));
    }

    /**
     * Sums over the clear pixels of all cells. Each cell's are added row by row, from left to
     * right, one number a cell in turn: sums of neighbours do not wait for each other.
     */
    private static final class Cells {

        private final boolean[] clear;
        private final int size;
        private final int grid;
        private final int side;
        private final int[] counts;
        private final boolean allClear;

        Cells(boolean[] clear, int size, int grid) {
            this.clear = clear;
            this.size = size;
            this.grid = grid;
            this.side = size / grid;
            this.counts = new int[grid * grid];
            int all = 0;
            for (int y = 0; y < size; y++) {
                for (int column = 0; column < grid; column++) {
                    int from = y * size + column * side;
                    int count = 0;
                    for (int i = from; i < from + side; i++) {
                        count += clear[i] ? 1 : 0;
                    }
                    counts[y / side * grid + column] += count;
                    all += count;
                }
            }
            allClear = all == size * size;
        }

        double[] means(float[] plane) {
            var sums = new double[counts.length];
            for (int y = 0; y < size; y++) {
                for (int column = 0; column < grid; column++) {
                    int cell = y / side * grid + column;
                    sums[cell] = plus(sums[cell], plane, y * size + column * side);
                }
            }
            return divided(sums);
        }

        private double plus(double sum, float[] plane, int from) {
            if (allClear) {
                for (int i = from; i < from + side; i++) {
                    sum += plane[i];
                }
            } else {
                for (int i = from; i < from + side; i++) {
                    sum += clear[i] ? plane[i] : 0;
                }
            }
            return sum;
        }

        double[] deviations(float[] plane) {
            var means = means(plane);
            var sums = new double[counts.length];
            for (int y = 0; y < size; y++) {
                for (int column = 0; column < grid; column++) {
                    int cell = y / side * grid + column;
                    int from = y * size + column * side;
                    double mean = means[cell];
                    double sum = sums[cell];
                    for (int i = from; i < from + side; i++) {
                        double off = allClear || clear[i] ? plane[i] - mean : 0;
                        sum += off * off;
                    }
                    sums[cell] = sum;
                }
            }
            var deviations = divided(sums);
            for (int cell = 0; cell < deviations.length; cell++) {
                deviations[cell] = Math.sqrt(deviations[cell]);
            }
            return deviations;
        }

        double[] indices(float[] plane, float[] other) {
            var sums = new double[counts.length];
            var taken = new int[counts.length];
            for (int y = 0; y < size; y++) {
                for (int column = 0; column < grid; column++) {
                    int cell = y / side * grid + column;
                    int from = y * size + column * side;
                    double sum = sums[cell];
                    int count = 0;
                    for (int i = from; i < from + side; i++) {
                        double total = (double) plane[i] + other[i];
                        if ((allClear || clear[i]) && total > 0) {
                            double index = ((double) plane[i] - other[i]) / total;
                            sum += Math.max(-1, Math.min(1, index));
                            count++;
                        }
                    }
                    sums[cell] = sum;
                    taken[cell] += count;
                }
            }
            for (int cell = 0; cell < sums.length; cell++) {
                sums[cell] = taken[cell] == 0 ? 0 : sums[cell] / taken[cell];
            }
            return sums;
        }

        private double[] divided(double[] sums) {
            for (int cell = 0; cell < sums.length; cell++) {
                sums[cell] /= counts[cell];
            }
            return sums;
        }
    }
}
