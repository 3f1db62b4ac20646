package io.groundtrack.model.pretraining.data;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.pretraining.data.Draws.Purpose;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes batches: patches read, turned, standardised, laid into native memory; noise drawn.
 *
 * <p>Patches are worked on in parallel; what comes out does not depend on it. State: two buffers,
 * used again and again.
 */
public final class BatchMaker {
    /** The engine's own: where data begins may decide the last bit of a product. */
    private static final int ALIGNMENT = 64;

    private static final long HELD_OUT_EPOCH = -1;

    private final TrainingSet set;
    private final ModelConfig config;
    private final Standardiser s1Pixels;
    private final Standardiser s2Pixels;
    private final long seed;
    private final boolean turning;
    private final int[][] turns = new int[8][];
    private ByteBuffer s1 = ByteBuffer.allocateDirect(0);
    private ByteBuffer s2 = ByteBuffer.allocateDirect(0);

    /**
     * @param turning flips and quarter turns in training
     */
    public BatchMaker(
            TrainingSet set, ModelConfig config, Bands bands, long seed, boolean turning) {
        this.set = set;
        this.config = config;
        s1Pixels = new Standardiser(bands.s1(), config.imageSize(), bands.transposed());
        s2Pixels = new Standardiser(bands.s2(), config.imageSize(), bands.transposed());
        this.seed = seed;
        this.turning = turning;
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new Turn(i >= 4, i % 4).sources(config.imageSize());
        }
    }

    /** Batch number {@code inEpoch} of an epoch, {@code size} patches. */
    public Batch training(long epoch, long inEpoch, int size) {
        var numbers = new long[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = set.trainingPatch(epoch, inEpoch * size + i);
        }
        return make(numbers, epoch, turning);
    }

    /** Held-out patches {@code from}, {@code from + 1}, …; never turned, always masked alike. */
    public Batch heldOut(long from, int size) {
        var numbers = new long[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = set.heldOutPatch(from + i);
        }
        return make(numbers, HELD_OUT_EPOCH, false);
    }

    private Batch make(long[] numbers, long epoch, boolean turned) {
        int tokens = config.patchTokens();
        s1 = roomFor(s1, numbers.length, s1Pixels.values());
        s2 = roomFor(s2, numbers.length, s2Pixels.values());
        FloatBuffer s1Floats = s1.asFloatBuffer();
        FloatBuffer s2Floats = s2.asFloatBuffer();
        var ids = new String[numbers.length];
        var s1Noise = new float[numbers.length][];
        var s2Noise = new float[numbers.length][];
        IntStream.range(0, numbers.length)
                .parallel()
                .forEach(
                        b -> {
                            PatchExample patch = set.read(numbers[b]);
                            String id = patch.id();
                            ids[b] = id;
                            int[] turn = sources(turned, epoch, id);
                            float[] first = s1Pixels.apply(patch.s1(), turn);
                            float[] second = s2Pixels.apply(patch.s2(), turn);
                            s1Floats.duplicate().position(b * first.length).put(first);
                            s2Floats.duplicate().position(b * second.length).put(second);
                            s1Noise[b] = Draws.noise(seed, epoch, id, Purpose.S1_MASK, tokens);
                            s2Noise[b] = Draws.noise(seed, epoch, id, Purpose.S2_MASK, tokens);
                        });
        return new Batch(Arrays.asList(ids), config, s1, s2, s1Noise, s2Noise);
    }

    private int[] sources(boolean turned, long epoch, String id) {
        Turn turn = turned ? Turn.drawn(Draws.of(seed, epoch, id, Purpose.TURN)) : Turn.NONE;
        return turns[(turn.mirrored() ? 4 : 0) + turn.quarters()];
    }

    private static ByteBuffer roomFor(ByteBuffer buffer, int patches, int values) {
        int bytes = Math.multiplyExact(Math.multiplyExact(patches, values), Float.BYTES);
        if (buffer.capacity() == bytes) {
            return buffer;
        }
        return ByteBuffer.allocateDirect(bytes + ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .limit(bytes)
                .slice()
                .order(ByteOrder.nativeOrder());
    }
}
