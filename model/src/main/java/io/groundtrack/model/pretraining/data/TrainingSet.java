package io.groundtrack.model.pretraining.data;

import io.groundtrack.model.checkpoint.Bands;
import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchSelection;
import io.groundtrack.model.patches.PatchShards;
import io.groundtrack.model.patches.PatchSplit;
import io.groundtrack.model.patches.ShuffledOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The patches of one or several folders, divided into those trained on and those held out.
 *
 * <p>A place is held out or not whatever the seed of the run, so that runs are judged alike. State:
 * one bit a patch; pixels are mapped. Thread safe.
 *
 * <p>Errors: a folder whose bands or image size are not the model's is refused by name.
 */
public final class TrainingSet {
    /** As {@code model evaluate} divides unless told otherwise. */
    private static final long SPLIT_SEED = 1;

    private record Part(PatchShards shards, PatchSelection training, PatchSelection heldOut) {}

    private final List<Part> parts = new ArrayList<>();
    private final long seed;
    private final long trainingSize;
    private final long heldOutSize;
    private final StringBuilder digest = new StringBuilder();
    private ShuffledOrder order;
    private long orderEpoch = -1;

    /**
     * @param heldOutShare of places
     * @param seed of the order
     */
    public TrainingSet(
            List<Path> folders, ModelConfig config, Bands bands, double heldOutShare, long seed) {
        this.seed = seed;
        for (Path folder : folders) {
            var shards = PatchShards.open(folder).withBands(bands.s1().names(), bands.s2().names());
            int side = shards.manifest().layout().imageSize();
            if (side != config.imageSize()) {
                throw new IllegalArgumentException(
                        folder
                                + ": patches of "
                                + side
                                + " px (expected: "
                                + config.imageSize()
                                + ", the model's img_size)");
            }
            var split = PatchSplit.of(shards, heldOutShare, SPLIT_SEED);
            parts.add(new Part(shards, split.training(), split.heldOut()));
            digest.append(digest.isEmpty() ? "" : "+").append(shards.digest());
        }
        trainingSize = sum(part -> part.training().size());
        heldOutSize = sum(part -> part.heldOut().size());
    }

    private long sum(ToLongFunction<Part> size) {
        return parts.stream().mapToLong(size).sum();
    }

    public long trainingSize() {
        return trainingSize;
    }

    public long heldOutSize() {
        return heldOutSize;
    }

    /** Names the content: SHA-256 of every manifest, which hold those of the shards. */
    public String digest() {
        return digest.toString();
    }

    /** Number of the patch visited at {@code position} of an epoch. */
    synchronized long trainingPatch(long epoch, long position) {
        if (orderEpoch != epoch) {
            order = ShuffledOrder.of(trainingSize, seed, epoch);
            orderEpoch = epoch;
        }
        long rank = order.at(position);
        long before = 0;
        for (Part part : parts) {
            if (rank < part.training().size()) {
                return before + part.training().at(rank);
            }
            rank -= part.training().size();
            before += part.shards().size();
        }
        throw new IndexOutOfBoundsException("position " + position);
    }

    /** Number of the held-out patch of {@code rank}. */
    long heldOutPatch(long rank) {
        long left = rank;
        long before = 0;
        for (Part part : parts) {
            if (left < part.heldOut().size()) {
                return before + part.heldOut().at(left);
            }
            left -= part.heldOut().size();
            before += part.shards().size();
        }
        throw new IndexOutOfBoundsException("held-out patch " + rank);
    }

    /** Bands in the model's order. */
    PatchExample read(long number) {
        long left = number;
        for (Part part : parts) {
            if (left < part.shards().size()) {
                return part.shards().read(left);
            }
            left -= part.shards().size();
        }
        throw new IndexOutOfBoundsException("patch " + number);
    }
}
