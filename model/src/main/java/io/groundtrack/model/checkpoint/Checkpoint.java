package io.groundtrack.model.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the folder of a model: {@code model.safetensors}, {@code config.json}, {@code bands.json},
 * {@code MODEL_CARD.md}, what else there is, and {@code SHA256SUMS} of them all.
 *
 * <p>Weights pass tensor by tensor. The folder appears whole or not at all: it is filled under a
 * hidden name beside its place, forced to the disk and renamed.
 *
 * <p>Errors: {@link IllegalArgumentException} where the place is taken or a path leaves the folder;
 * {@link UncheckedIOException} naming the folder.
 */
public final class Checkpoint {
    public static final String MODEL = "model.safetensors";
    public static final String CONFIG = "config.json";
    public static final String BANDS = "bands.json";
    public static final String SKETCH = "sketch.safetensors";
    public static final String CARD = "MODEL_CARD.md";
    private static final Set<String> WRITTEN_HERE =
            Set.of(MODEL, CONFIG, BANDS, CARD, Checksums.FILE);

    /**
     * A folder that was written.
     *
     * @param bytes of {@code model.safetensors}
     */
    public record Written(
            Path folder, long bytes, MessageDigest weights, byte[] config, byte[] bands) {
        /**
         * @param sketch of the folder, or the one that stands for a missing one
         */
        public String modelId(byte[] sketch) {
            return ModelId.of(nameOf(folder), weights, config, bands, sketch);
        }
    }

    private Checkpoint() {}

    /** The folder's name: the part of a model's id before the hash. */
    public static String nameOf(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * @param folder that does not exist yet, or is empty
     * @param shapes official name → shape of every weight to store, in the order to store them
     */
    public static Written write(
            Path folder,
            ModelConfig config,
            Bands bands,
            Map<String, long[]> shapes,
            WeightSource weights,
            CheckpointNotes notes) {
        refuseTaken(folder);
        for (String file : notes.files().keySet()) {
            checkRelative(file);
            if (WRITTEN_HERE.contains(file)) {
                throw new IllegalArgumentException("file: '" + file + "' is written from the rest");
            }
        }
        Path place = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(place.getParent());
            Path part = Files.createDirectory(AtomicFile.partOf(place));
            try {
                Written written = fill(part, config, bands, shapes, weights, notes);
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
                AtomicFile.forceFolder(place.getParent());
                return new Written(
                        folder,
                        written.bytes(),
                        written.weights(),
                        written.config(),
                        written.bands());
            } finally {
                delete(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written: " + e, e);
        }
    }

    private static Written fill(
            Path part,
            ModelConfig config,
            Bands bands,
            Map<String, long[]> shapes,
            WeightSource weights,
            CheckpointNotes notes)
            throws IOException {
        var sums = new Checksums(Checksums.FILE);
        MessageDigest sha = Checksums.sha256();
        Path model = part.resolve(MODEL);
        AtomicFile.writeForced(
                model,
                out -> {
                    OutputStream hashed = new DigestOutputStream(out, sha);
                    SafetensorsWriter.write(hashed, shapes, notes.storedAs(), weights);
                });
        byte[] modelSum = ModelId.soFar(sha);
        sums.put(MODEL, modelSum);
        long bytes = Files.size(model);
        byte[] card =
                new ModelCard(config, bands, notes, shapes)
                        .toBytes(bytes, HexFormat.of().formatHex(modelSum));
        add(part, sums, CONFIG, config.toJson());
        add(part, sums, BANDS, bands.toJson());
        add(part, sums, CARD, card);
        for (var file : notes.files().entrySet()) {
            add(part, sums, file.getKey(), file.getValue());
        }
        AtomicFile.writeForced(part.resolve(Checksums.FILE), out -> out.write(sums.toBytes()));
        AtomicFile.forceFolder(part);
        return new Written(part, bytes, sha, config.toJson(), bands.toJson());
    }

    private static void add(Path part, Checksums sums, String relative, byte[] content)
            throws IOException {
        Path file = part.resolve(relative);
        Files.createDirectories(file.getParent());
        AtomicFile.writeForced(file, out -> out.write(content));
        sums.put(relative, Checksums.sha256().digest(content));
    }

    /**
     * Adds or replaces a file of a checkpoint other than its weights, and its line of {@code
     * SHA256SUMS} where there is that list.
     */
    public static void put(Path folder, String relative, byte[] content) {
        checkRelative(relative);
        Path list = folder.resolve(Checksums.FILE);
        try {
            if (!Files.exists(list)) {
                AtomicFile.write(folder.resolve(relative), out -> out.write(content));
                return;
            }
            Checksums sums = Checksums.read(list.toString(), Files.readAllBytes(list));
            // a crash half way leaves a file that is not listed, never one that looks damaged
            sums.remove(relative);
            AtomicFile.write(list, out -> out.write(sums.toBytes()));
            AtomicFile.write(folder.resolve(relative), out -> out.write(content));
            sums.put(relative, Checksums.sha256().digest(content));
            AtomicFile.write(list, out -> out.write(sums.toBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + relative + ": " + e, e);
        }
    }

    /** Refuses a path that leaves the checkpoint. */
    public static void checkRelative(String relative) {
        boolean leaves = List.of(relative.split("[/\\\\]", -1)).contains("..");
        if (leaves || relative.isEmpty() || relative.startsWith("/") || relative.contains(":")) {
            throw new IllegalArgumentException(
                    "file: '" + relative + "' (expected: a path inside the checkpoint)");
        }
    }

    /** Refuses a place that holds anything. */
    public static void refuseTaken(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> held =
                Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            if (held.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        folder + ": exists (expected: a new or an empty folder)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": " + e, e);
        }
    }

    /** What is left of a folder that was not finished. */
    private static void delete(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
