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

    /** Pixels of one cell: corner and side. */
    private record Cell(int x, int y, int side) {}

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
        var values = new short[grid * grid * numbers.size()];
        var counts = new byte[grid * grid];
        for (int index = 0; index < counts.length; index++) {
            var cell = new Cell(index % grid * side, index / grid * side, side);
            int count = count(cell, clear, size);
            counts[index] = (byte) count;
            for (int n = 0; n < numbers.size() && count > 0; n++) {
                var number = numbers.get(n);
                var plane = planes[bands.indexOf(number.band())];
                double value =
                        switch (number.kind()) {
                            case MEAN -> mean(cell, plane, clear, size, count);
                            case DEVIATION -> deviation(cell, plane, clear, size, count);
                            case INDEX ->
                                    index(
                                            cell,
                                            plane,
                                            planes[bands.indexOf(number.other())],
                                            clear,
                                            size);
                        };
                values[index * numbers.size() + n] = stored(value / number.step());
            }
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

    private static int count(Cell cell, boolean[] clear, int size) {
        int count = 0;
        for (int y = cell.y(); y < cell.y() + cell.side(); y++) {
            for (int x = cell.x(); x < cell.x() + cell.side(); x++) {
                count += clear[y * size + x] ? 1 : 0;
            }
        }
        return count;
    }

    private static double mean(Cell cell, float[] plane, boolean[] clear, int size, int count) {
        double sum = 0;
        for (int y = cell.y(); y < cell.y() + cell.side(); y++) {
            for (int x = cell.x(); x < cell.x() + cell.side(); x++) {
                sum += clear[y * size + x] ? plane[y * size + x] : 0;
            }
        }
        return sum / count;
    }

    private static double deviation(
            Cell cell, float[] plane, boolean[] clear, int size, int count) {
        double mean = mean(cell, plane, clear, size, count);
        double sum = 0;
        for (int y = cell.y(); y < cell.y() + cell.side(); y++) {
            for (int x = cell.x(); x < cell.x() + cell.side(); x++) {
                double off = clear[y * size + x] ? plane[y * size + x] - mean : 0;
                sum += off * off;
            }
        }
        return Math.sqrt(sum / count);
    }

    private static double index(
            Cell cell, float[] plane, float[] other, boolean[] clear, int size) {
        double sum = 0;
        int count = 0;
        for (int y = cell.y(); y < cell.y() + cell.side(); y++) {
            for (int x = cell.x(); x < cell.x() + cell.side(); x++) {
                int i = y * size + x;
                double total = (double) plane[i] + other[i];
                if (clear[i] && total > 0) {
                    double index = ((double) plane[i] - other[i]) / total;
                    sum += Math.max(-1, Math.min(1, index));
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
