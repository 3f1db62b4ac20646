package io.groundtrack.operators.change;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.schemas.Sensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Builds what a pass says about a patch: quiet cells unless told otherwise. */
final class Observations {

    static final Instant BEGINNING = Instant.parse("2020-01-01T05:00:00Z");
    static final String PATCH = "33UUP_r40_c41";
    static final double SCALE = 0.001;

    private final int grid;
    private Sensor sensor = Sensor.S1;
    private String productKind = "S1-RTC";
    private int relativeOrbit = 22;
    private List<String> names = List.of("VV.mean");
    private String patchId = PATCH;
    private String modelId = "csmoe-nano-00000000";
    private int epsg = 32633;
    private int ulx = 300_000;
    private int uly = 5_900_040;

    private Observations(int grid) {
        this.grid = grid;
    }

    static Observations ofPatch(int grid) {
        return new Observations(grid);
    }

    Observations sentinel2() {
        sensor = Sensor.S2;
        productKind = "S2-L2A";
        return this;
    }

    Observations onOrbit(int orbit) {
        relativeOrbit = orbit;
        return this;
    }

    Observations withNumbers(String... numbers) {
        names = List.of(numbers);
        return this;
    }

    Observations onPatch(String id) {
        patchId = id;
        return this;
    }

    Observations byModel(String id) {
        modelId = id;
        return this;
    }

    Observations at(int zoneEpsg, int easting, int northing) {
        epsg = zoneEpsg;
        ulx = easting;
        uly = northing;
        return this;
    }

    String passId(double day) {
        return "%s_R%03d_%06d".formatted(productKind, relativeOrbit, Math.round(day * 100));
    }

    static Instant day(double day) {
        return BEGINNING.plus(Duration.ofMinutes(Math.round(day * 1440)));
    }

    /** Every cell clear; values by cell, the same for every number. */
    PatchEmbedding embedding(double day, IntToDoubleFunction valueOfCell) {
        return embedding(day, (cell, number) -> valueOfCell.applyAsDouble(cell), cell -> 225);
    }

    /** Value of a cell's number. */
    interface Values {
        double of(int cell, int number);
    }

    PatchEmbedding embedding(double day, Values values, IntToDoubleFunction clearPixels) {
        var stored = new short[grid * grid * names.size()];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = (short) Math.round(values.of(i / names.size(), i % names.size()) / SCALE);
        }
        var clear = new byte[grid * grid];
        for (int cell = 0; cell < clear.length; cell++) {
            clear[cell] = (byte) clearPixels.applyAsDouble(cell);
        }
        return PatchEmbedding.newBuilder()
                .setPatchId(patchId)
                .setTile("33UUP")
                .setEpsg(epsg)
                .setUlx(ulx)
                .setUly(uly)
                .setPassId(passId(day))
                .setSensor(sensor)
                .setProductKind(productKind)
                .setRelativeOrbit(relativeOrbit)
                .setAcquisitionTime(day(day))
                .setModelId(modelId)
                .setCells(
                        CellLook.newBuilder()
                                .setGrid(grid)
                                .setNames(names)
                                .setScales(
                                        new ArrayList<>(Collections.nCopies(names.size(), SCALE)))
                                .setNumbers(Packed.shorts(stored))
                                .setClear(ByteBuffer.wrap(clear))
                                .setPixels(225)
                                .build())
                .build();
    }

    PatchOutcome seen(double day, int revision, IntToDoubleFunction valueOfCell) {
        return outcome(embedding(day, valueOfCell), revision);
    }

    static PatchOutcome outcome(PatchEmbedding seen, int revision) {
        return PatchOutcome.newBuilder()
                .setPatchId(seen.getPatchId())
                .setTile(seen.getTile())
                .setEpsg(seen.getEpsg())
                .setUlx(seen.getUlx())
                .setUly(seen.getUly())
                .setPassId(seen.getPassId())
                .setPassRevision(revision)
                .setSensor(seen.getSensor())
                .setProductKind(seen.getProductKind())
                .setRelativeOrbit(seen.getRelativeOrbit())
                .setAcquisitionTime(seen.getAcquisitionTime())
                .setKind(OutcomeKind.EMBEDDED)
                .setEmbedding(seen)
                .build();
    }

    PatchOutcome notSeen(double day, int revision, OutcomeKind kind) {
        var outcome = outcome(embedding(day, cell -> 0), revision);
        outcome.setKind(kind);
        outcome.setEmbedding(null);
        return outcome;
    }
}
