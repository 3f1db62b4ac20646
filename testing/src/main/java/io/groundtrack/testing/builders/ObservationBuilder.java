package io.groundtrack.testing.builders;

import io.groundtrack.schemas.CellLook;
import io.groundtrack.schemas.Ids;
import io.groundtrack.schemas.OutcomeKind;
import io.groundtrack.schemas.Packed;
import io.groundtrack.schemas.PatchEmbedding;
import io.groundtrack.schemas.PatchOutcome;
import io.groundtrack.testing.landscape.scene.TileFrame;
import io.groundtrack.testing.landscape.scene.Utm;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Builds observations and outcomes: {@code anObservation().s1().ofPatch("33UUP", 30,
 * 40).acquired(t).cells(cell -> new double[] {-10, 1, -16, 1}).build()}.
 *
 * <p>Unless told otherwise: Sentinel-1 over row 30, column 40 of 33UUP, every cell clear with all
 * numbers 0, a vector of four zeros. Numbers are given in their unit (dB, digital numbers, index)
 * and stored in steps of their scale.
 */
public final class ObservationBuilder {

    private static final int PIXELS = 225;

    private Series series = Series.S1;
    private TileFrame frame = TileFrame.T33UUP;
    private int row = 30;
    private int column = 40;
    private Instant acquired = Instant.parse("2024-06-01T16:50:43Z");
    private String platform;
    private String productKind;
    private int relativeOrbit = -1;
    private String passId;
    private int revision = 1;
    private String modelId = "test-00000000";
    private float[] vector = new float[4];
    private byte[] sketch = new byte[0];
    private int grid = 8;
    private List<String> names;
    private List<Double> scales;
    private IntFunction<double[]> numbers;
    private IntUnaryOperator clear = cell -> PIXELS;
    private float validFraction = 1;
    private List<String> filled = List.of();

    private ObservationBuilder() {}

    /** An observation about which nothing is said yet. */
    public static ObservationBuilder anObservation() {
        return new ObservationBuilder();
    }

    /** Sentinel-1 RTC. */
    public ObservationBuilder s1() {
        series = Series.S1;
        return this;
    }

    /** Sentinel-2 L2A. */
    public ObservationBuilder s2() {
        series = Series.S2;
        return this;
    }

    public ObservationBuilder ofPatch(String tile, int patchRow, int patchColumn) {
        frame = TileFrame.of(tile);
        row = patchRow;
        column = patchColumn;
        return this;
    }

    public ObservationBuilder acquired(Instant time) {
        acquired = time;
        return this;
    }

    public ObservationBuilder by(String platformName) {
        platform = platformName;
        return this;
    }

    public ObservationBuilder ofKind(String kind) {
        productKind = kind;
        return this;
    }

    public ObservationBuilder relativeOrbit(int track) {
        relativeOrbit = track;
        return this;
    }

    public ObservationBuilder pass(String id) {
        passId = id;
        return this;
    }

    public ObservationBuilder revision(int passRevision) {
        revision = passRevision;
        return this;
    }

    public ObservationBuilder model(String id) {
        modelId = id;
        return this;
    }

    public ObservationBuilder vector(float... values) {
        vector = values.clone();
        return this;
    }

    public ObservationBuilder sketch(byte[] values) {
        sketch = values.clone();
        return this;
    }

    /** Cells a side; 8 unless said. */
    public ObservationBuilder grid(int cells) {
        grid = cells;
        return this;
    }

    /** Names of the numbers of a cell, all with one scale. */
    public ObservationBuilder numbers(double scale, String... numberNames) {
        names = List.of(numberNames);
        scales = names.stream().map(name -> scale).toList();
        return this;
    }

    /** The numbers of each cell. */
    public ObservationBuilder cells(IntFunction<double[]> numbersOfCell) {
        numbers = numbersOfCell;
        return this;
    }

    /** The same numbers in every cell. */
    public ObservationBuilder everyCell(double... values) {
        return cells(cell -> values);
    }

    /** Clear pixels of each cell, of 225. */
    public ObservationBuilder clearPixels(IntUnaryOperator clearPixelsOfCell) {
        clear = clearPixelsOfCell;
        return this;
    }

    /** Cells of which nothing is seen. */
    public ObservationBuilder cloudyCells(int... cells) {
        var cloudy = Arrays.stream(cells).boxed().toList();
        return clearPixels(cell -> cloudy.contains(cell) ? 0 : PIXELS);
    }

    public ObservationBuilder validFraction(double share) {
        validFraction = (float) share;
        return this;
    }

    public ObservationBuilder filledBands(String... bands) {
        filled = List.of(bands);
        return this;
    }

    public PatchEmbedding build() {
        var place = place();
        return PatchEmbedding.newBuilder()
                .setPatchId(Ids.patch(frame.tile(), row, column))
                .setTile(frame.tile())
                .setRow(row)
                .setColumn(column)
                .setEpsg(frame.epsg())
                .setUlx(frame.easting(column))
                .setUly(frame.northing(row))
                .setPassId(passIdOrUsual())
                .setPassRevision(revision)
                .setSensor(series.sensor())
                .setPlatform(platformOrUsual())
                .setProductKind(productKind == null ? series.productKind() : productKind)
                .setRelativeOrbit(orbitOrUsual())
                .setAcquisitionTime(acquired)
                .setModelId(modelId)
                .setDimension(vector.length)
                .setVector(Packed.floats(vector))
                .setSketch(ByteBuffer.wrap(sketch))
                .setCells(look())
                .setValidFraction(validFraction)
                .setClearFraction(clearFraction())
                .setFilledBands(filled)
                .setLongitude(place[0])
                .setLatitude(place[1])
                .build();
    }

    /** The outcome that carries the observation: embedded. */
    public PatchOutcome outcome() {
        return outcome(OutcomeKind.EMBEDDED, "");
    }

    /** The outcome that says the patch was not worth embedding. */
    public PatchOutcome gated(String reason) {
        return outcome(OutcomeKind.GATED, reason);
    }

    /** The outcome that says the patch could not be read. */
    public PatchOutcome rejected(String reason) {
        return outcome(OutcomeKind.REJECTED, reason);
    }

    /** The outcome that says the pass sees the patch no more. */
    public PatchOutcome gone() {
        return outcome(OutcomeKind.GONE, "");
    }

    private PatchOutcome outcome(OutcomeKind kind, String reason) {
        var seen = build();
        return PatchOutcome.newBuilder()
                .setPatchId(seen.getPatchId())
                .setTile(seen.getTile())
                .setRow(seen.getRow())
                .setColumn(seen.getColumn())
                .setEpsg(seen.getEpsg())
                .setUlx(seen.getUlx())
                .setUly(seen.getUly())
                .setPassId(seen.getPassId())
                .setPassRevision(seen.getPassRevision())
                .setSensor(seen.getSensor())
                .setPlatform(seen.getPlatform())
                .setProductKind(seen.getProductKind())
                .setRelativeOrbit(seen.getRelativeOrbit())
                .setAcquisitionTime(seen.getAcquisitionTime())
                .setKind(kind)
                .setReason(reason)
                .setValidFraction(seen.getValidFraction())
                .setClearFraction(seen.getClearFraction())
                .setLongitude(seen.getLongitude())
                .setLatitude(seen.getLatitude())
                .setEmbedding(kind == OutcomeKind.EMBEDDED ? seen : null)
                .build();
    }

    private CellLook look() {
        var labels = names == null ? series.numbers() : names;
        var steps = scales == null ? series.scales() : scales;
        var stored = new short[grid * grid * labels.size()];
        var clearPixels = new byte[grid * grid];
        for (int cell = 0; cell < grid * grid; cell++) {
            var values = numbers == null ? new double[labels.size()] : numbers.apply(cell);
            if (values.length != labels.size()) {
                throw new IllegalArgumentException(
                        "cell "
                                + cell
                                + ": "
                                + values.length
                                + " numbers (expected: "
                                + labels.size()
                                + ", "
                                + labels
                                + ")");
            }
            for (int i = 0; i < values.length; i++) {
                long steps16 = Math.round(values[i] / steps.get(i));
                if (steps16 != (short) steps16) {
                    throw new IllegalArgumentException(
                            labels.get(i)
                                    + " of cell "
                                    + cell
                                    + ": "
                                    + values[i]
                                    + " (expected: 16 bits in steps of "
                                    + steps.get(i)
                                    + ")");
                }
                stored[cell * values.length + i] = (short) steps16;
            }
            clearPixels[cell] = (byte) clear.applyAsInt(cell);
        }
        return CellLook.newBuilder()
                .setGrid(grid)
                .setNames(labels)
                .setScales(steps)
                .setNumbers(Packed.shorts(stored))
                .setClear(ByteBuffer.wrap(clearPixels))
                .setPixels(PIXELS)
                .build();
    }

    private float clearFraction() {
        int sum = 0;
        for (int cell = 0; cell < grid * grid; cell++) {
            sum += clear.applyAsInt(cell);
        }
        return (float) sum / (PIXELS * grid * grid);
    }

    private String passIdOrUsual() {
        return passId == null
                ? Series.passOf(
                        platformOrUsual(), orbitOrUsual(), frame.tile(), acquired, series.cycle())
                : passId;
    }

    private String platformOrUsual() {
        return platform == null ? series.platform() : platform;
    }

    private int orbitOrUsual() {
        return relativeOrbit < 0 ? series.relativeOrbit() : relativeOrbit;
    }

    private double[] place() {
        int half = TileFrame.PATCH_METRES / 2;
        return Utm.ofEpsg(frame.epsg())
                .toDegrees(frame.easting(column) + half, frame.northing(row) - half);
    }
}
