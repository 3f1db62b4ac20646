package io.groundtrack.model.evaluation;

import io.groundtrack.model.EmbeddingModel;
import io.groundtrack.model.Sensor;
import io.groundtrack.model.patches.PatchExample;
import io.groundtrack.model.patches.PatchShards;
import io.groundtrack.model.patches.PatchSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One or more sets of patches as one, divided by place into train, validation and test.
 *
 * <p>A place lies in the same part in every set, and for the same seed in the held-out part of
 * {@link PatchSplit} where that holds out at least test and validation together. State: a byte a
 * patch; pixels stay on disk.
 *
 * <p>Errors: sets of other classes, of another patch size or without a band of the model are
 * refused by name; so is a part without patches.
 */
final class LabelledPatches {
    private final List<PatchShards> sets = new ArrayList<>();
    private final List<String> classes;
    private final int imageSize;
    private final byte[][] parts;
    private final int places;

    LabelledPatches(List<Path> folders, EmbeddingModel model, EvaluationOptions options) {
        for (Path folder : folders) {
            sets.add(
                    PatchShards.open(folder)
                            .withBands(model.bands(Sensor.S1), model.bands(Sensor.S2)));
        }
        if (sets.isEmpty()) {
            throw new IllegalArgumentException("patches: none (expected: at least one folder)");
        }
        classes = sets.get(0).manifest().layout().classes();
        imageSize = model.imageSize();
        parts = new byte[sets.size()][];
        var seen = new HashSet<String>();
        for (int s = 0; s < sets.size(); s++) {
            check(folders.get(s), sets.get(s));
            parts[s] = parts(sets.get(s), options);
            for (int i = 0; i < sets.get(s).size(); i++) {
                seen.add(sets.get(s).place(i));
            }
        }
        places = seen.size();
        for (Part part : Part.values()) {
            if (count(part) == 0) {
                throw new IllegalArgumentException(
                        "patches: "
                                + count(Part.TRAIN)
                                + " to train, "
                                + count(Part.VALIDATION)
                                + " to validate, "
                                + count(Part.TEST)
                                + " to test, from "
                                + places
                                + " places (expected: some of each: more places, or another seed)");
            }
        }
    }

    private void check(Path folder, PatchShards set) {
        var layout = set.manifest().layout();
        if (layout.imageSize() != imageSize) {
            throw new IllegalArgumentException(
                    folder
                            + ": patches of "
                            + layout.imageSize()
                            + " px (expected: "
                            + imageSize
                            + ", as the model)");
        }
        if (layout.classes().isEmpty() || !layout.classes().equals(classes)) {
            throw new IllegalArgumentException(
                    folder
                            + ": classes "
                            + layout.classes()
                            + " (expected: "
                            + (classes.isEmpty() ? "at least one" : classes)
                            + ")");
        }
    }

    private static byte[] parts(PatchShards set, EvaluationOptions options) {
        double held = options.testShare() + options.validationShare();
        var test = PatchSplit.of(set, options.testShare(), options.seed()).heldOut();
        var heldOut = PatchSplit.of(set, held, options.seed()).heldOut();
        var parts = new byte[Math.toIntExact(set.size())];
        for (int i = 0; i < parts.length; i++) {
            Part part =
                    test.contains(i)
                            ? Part.TEST
                            : heldOut.contains(i) ? Part.VALIDATION : Part.TRAIN;
            parts[i] = (byte) part.ordinal();
        }
        return parts;
    }

    @FunctionalInterface
    interface BatchReader {
        void read(List<PatchExample> examples, List<Part> parts);
    }

    /** All patches in their order, {@code batch} at a time. */
    void forEach(int batch, LongConsumer progress, BatchReader reader) {
        var examples = new ArrayList<PatchExample>();
        var of = new ArrayList<Part>();
        long done = 0;
        for (int s = 0; s < sets.size(); s++) {
            for (int i = 0; i < parts[s].length; i++) {
                examples.add(sets.get(s).read(i));
                of.add(Part.values()[parts[s][i]]);
                if (examples.size() == batch || last(s, i)) {
                    reader.read(examples, of);
                    done += examples.size();
                    progress.accept(done);
                    examples.clear();
                    of.clear();
                }
            }
        }
    }

    /** Up to {@code most} patches of one part, spread evenly over it, {@code batch} at a time. */
    void some(Part part, int most, int batch, BatchReader reader) {
        long all = count(part);
        var examples = new ArrayList<PatchExample>();
        long rank = 0;
        for (int s = 0; s < sets.size(); s++) {
            for (int i = 0; i < parts[s].length; i++) {
                if (parts[s][i] != part.ordinal()) {
                    continue;
                }
                // the first rank of each of `most` equal stretches
                boolean taken = all <= most || rank * most / all != (rank - 1) * most / all;
                if (taken || rank == 0) {
                    examples.add(sets.get(s).read(i));
                }
                rank++;
                if (examples.size() == batch || rank == all && !examples.isEmpty()) {
                    var of = new Part[examples.size()];
                    Arrays.fill(of, part);
                    reader.read(examples, List.of(of));
                    examples.clear();
                }
            }
        }
    }

    private boolean last(int set, int patch) {
        return set == sets.size() - 1 && patch == parts[set].length - 1;
    }

    long count(Part part) {
        long count = 0;
        for (byte[] set : parts) {
            for (byte of : set) {
                count += of == part.ordinal() ? 1 : 0;
            }
        }
        return count;
    }

    long size() {
        return Arrays.stream(parts).mapToLong(set -> set.length).sum();
    }

    int places() {
        return places;
    }

    List<String> classes() {
        return classes;
    }

    int imageSize() {
        return imageSize;
    }
}
