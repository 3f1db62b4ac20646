package io.groundtrack.job.quality;

import io.groundtrack.operators.change.ChangeOptions;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.Sensor;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mean of VH before a date less that after it: what somebody would see who knew the date.
 *
 * <p>Each pair of a disturbed and an undisturbed cell is compared at the date of the disturbed one.
 */
final class BeforeAfter {

    private record Value(long time, double vh) {}

    private final Map<CellGrid.Cell, List<Value>> values = new HashMap<>();
    private final long window;

    BeforeAfter(CellGrid grid, int days, ChangeOptions options) {
        this.window = Duration.ofDays(days).toMillis();
        for (var patch : grid.patches().values()) {
            for (var seen : patch) {
                var cells = seen.getCells();
                int vh = cells.getNames().indexOf("VH.mean");
                if (seen.getSensor() != Sensor.S1 || vh < 0) {
                    continue;
                }
                var stored = Packed.shorts(cells.getNumbers());
                var clear = Packed.bytes(cells.getClear());
                double least = options.minClear() * cells.getPixels() - 1e-9;
                for (int cell = 0; cell < clear.length; cell++) {
                    if ((clear[cell] & 0xff) >= least) {
                        double value =
                                stored[cell * cells.getNames().size() + vh]
                                        * cells.getScales().get(vh);
                        values.computeIfAbsent(grid.cell(seen, cell), any -> new ArrayList<>())
                                .add(new Value(seen.getAcquisitionTime().toEpochMilli(), value));
                    }
                }
            }
        }
    }

    /** Which of each pair fell more, 1 for the disturbed; empty where there is no VH at all. */
    Optional<double[][]> order(
            List<CellGrid.Labelled> disturbed, List<CellGrid.Labelled> undisturbed) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var order = new double[disturbed.size()][undisturbed.size()];
        for (int i = 0; i < order.length; i++) {
            long date =
                    disturbed
                            .get(i)
                            .date()
                            .orElseThrow()
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
            double own = fall(disturbed.get(i).cell(), date);
            for (int u = 0; u < order[i].length; u++) {
                double other = fall(undisturbed.get(u).cell(), date);
                order[i][u] = own > other ? 1 : own == other ? 0.5 : 0;
            }
        }
        return Optional.of(order);
    }

    /** Negative infinity where one side has no look. */
    private double fall(CellGrid.Cell cell, long date) {
        double before = 0;
        double after = 0;
        int looksBefore = 0;
        int looksAfter = 0;
        for (var value : values.getOrDefault(cell, List.of())) {
            if (value.time() < date && value.time() >= date - window) {
                before += value.vh();
                looksBefore++;
            } else if (value.time() >= date && value.time() <= date + window) {
                after += value.vh();
                looksAfter++;
            }
        }
        return looksBefore == 0 || looksAfter == 0
                ? Double.NEGATIVE_INFINITY
                : before / looksBefore - after / looksAfter;
    }
}
