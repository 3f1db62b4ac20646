package io.groundtrack.bench.state;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Looks at undisturbed patches of 64 cells: noise in every number, fixed by the seed. */
final class MadeLooks {

    private static final Instant FIRST = Instant.parse("2016-01-01T05:00:00Z");
    private static final int CELLS = 64;

    private final Random random = new Random(20261);
    private final int numbers;
    private final List<String> names;
    private final List<Double> scales;
    private final ByteBuffer clear;

    MadeLooks(int numbers) {
        this.numbers = numbers;
        this.names = IntStream.range(0, numbers).mapToObj(j -> "N" + j + ".mean").toList();
        this.scales = new ArrayList<>(Collections.nCopies(numbers, 0.01));
        var all = new byte[CELLS];
        Arrays.fill(all, (byte) 225);
        this.clear = ByteBuffer.wrap(all);
    }

    /** What thresholds know these looks by. */
    String descriptor() {
        return "A" + numbers + "/m6";
    }

    PatchOutcome of(int patch, double day) {
        var stored = new short[CELLS * numbers];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (short) (100 * random.nextGaussian());
        }
        var time = FIRST.plusSeconds(Math.round(day * 86_400));
        var patchId = "33UUP_r%02d_c%02d_%d".formatted(patch / 84 % 84, patch % 84, patch);
        var passId = "sentinel-1a_R022_33UUP_%07d".formatted(Math.round(day * 100));
        var seen =
                PatchEmbedding.newBuilder()
                        .setPatchId(patchId)
                        .setTile("33UUP")
                        .setEpsg(32633)
                        .setPassId(passId)
                        .setSensor(Sensor.S1)
                        .setProductKind("S1-RTC")
                        .setRelativeOrbit(22)
                        .setAcquisitionTime(time)
                        .setModelId("csmoe-nano-00000000")
                        .setCells(
                                CellLook.newBuilder()
                                        .setGrid(8)
                                        .setNames(names)
                                        .setScales(scales)
                                        .setNumbers(Packed.shorts(stored))
                                        .setClear(clear)
                                        .setPixels(225)
                                        .build())
                        .build();
        return PatchOutcome.newBuilder()
                .setPatchId(patchId)
                .setTile("33UUP")
                .setEpsg(32633)
                .setPassId(passId)
                .setPassRevision(1)
                .setSensor(Sensor.S1)
                .setProductKind("S1-RTC")
                .setRelativeOrbit(22)
                .setAcquisitionTime(time)
                .setKind(OutcomeKind.EMBEDDED)
                .setEmbedding(seen)
                .build();
    }
}
