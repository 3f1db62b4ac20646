package io.groundtrack.operators.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundtrack.schemas.Packed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MergedCellsTest {

    private static final ChangeOptions FOUR =
            new ChangeOptions(
                    6, 15, 3, Duration.ofDays(180), Duration.ofDays(60), Duration.ZERO, .8, 4);

    @Test
    void meansAreWeightedByClearPixelsAndDeviationsArePooled() {
        var cells =
                Observations.ofPatch(8)
                        .withNumbers("VV.mean", "VV.sd")
                        .embedding(
                                0,
                                (cell, number) -> number == 1 ? 1 : cell == 0 ? 10 : 2,
                                cell -> cell == 0 ? 225 : cell == 1 ? 75 : 150)
                        .getCells();
        var merged = MergedCells.of(cells);
        var numbers = Packed.shorts(merged.getNumbers());
        assertThat(merged.getGrid()).isEqualTo(4);
        // 225 of 10, 75 + 150 + 150 of 2: mean 5, spread sqrt((225 * 25 + 375 * 9) / 600)
        assertThat(numbers[0]).isEqualTo((short) 5000);
        assertThat(numbers[1]).isEqualTo((short) Math.round(1000 * Math.sqrt(1 + 15)));
        assertThat(numbers[2]).isEqualTo((short) 2000);
        assertThat(merged.getClear().get(0)).isEqualTo((byte) 150);
    }

    @Test
    void aPatchOfSixteenCellsTakesAQuarterOfTheState() {
        var looks = Observations.ofPatch(8).withNumbers("VV.mean", "VV.sd", "VH.mean", "VH.sd");
        var thresholds = Thresholds.uncalibrated("S1-RTC", "A4/m6/c4", 6, 4, 6);
        var patch = new LivePatch(FOUR, thresholds, looks.seen(0, 1, cell -> 0));
        for (int i = 0; i < 40; i++) {
            patch.take(looks.seen(12.0 * i, 1, cell -> cell % 5));
        }
        assertThat(patch.history().levelsOf(patch.history().key(0)).exist()).isTrue();
        assertThat(patch.store().folds.get("0").length).isBetween(1_300, 1_450);
    }
}
