package io.groundtrack.model;

import io.groundtrack.model.checkpoint.Checkpoint;
import io.groundtrack.model.checkpoint.Checksums;
import io.groundtrack.model.checkpoint.ModelId;
import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** A checkpoint in a folder. The weights' file is open until {@link #close}. */
final class FolderFiles implements ModelFiles {
    private static final long LARGEST_SIDE_FILE = 256L << 20;

    private final Path folder;
    private final Optional<Checksums> sums;
    private final Safetensors model;

    FolderFiles(Path folder) {
        this.folder = folder;
        Path file = folder.resolve(MODEL);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + ": missing");
        }
        sums = readSums();
        model = Safetensors.open(file);
    }

    private Optional<Checksums> readSums() {
        Optional<Checksums> read =
                content(Checksums.FILE)
                        .map(
                                text ->
                                        Checksums.read(
                                                folder.resolve(Checksums.FILE).toString(), text));
        for (String listed : read.map(Checksums::files).orElse(Set.of())) {
            Checkpoint.checkRelative(listed);
            if (!Files.isRegularFile(folder.resolve(listed))) {
                throw new IllegalArgumentException(
                        folder.resolve(listed) + ": missing, " + Checksums.FILE + " lists it");
            }
        }
        return read;
    }

    @Override
    public String name() {
        return Checkpoint.nameOf(folder);
    }

    @Override
    public Optional<byte[]> file(String relative) {
        Checkpoint.checkRelative(relative);
        Optional<byte[]> content = content(relative);
        content.ifPresent(bytes -> sums.ifPresent(list -> list.check(relative, bytes)));
        return content;
    }

    private Optional<byte[]> content(String relative) {
        Path file = folder.resolve(relative);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LARGEST_SIDE_FILE) {
                throw new IllegalArgumentException(
                        file + ": " + Files.size(file) + " bytes (expected: at most 256 MiB)");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e, e);
        }
    }

    /** One pass serves the model's id and the check. */
    @Override
    public MessageDigest weightsDigest(CrossSensorEncoder encoder) {
        Path file = folder.resolve(MODEL);
        MessageDigest sha =
                ModelId.digest(
                        out -> {
                            try {
                                Files.copy(file, out);
                            } catch (IOException e) {
                                throw new UncheckedIOException(file + ": " + e, e);
                            }
                        });
        sums.ifPresent(list -> list.checkDigest(MODEL, ModelId.soFar(sha)));
        return sha;
    }

    /** Weights of decoders may be there and are not used; other strangers are refused. */
    @Override
    public WeightSource weights(CrossSensorEncoder encoder) {
        Path file = folder.resolve(MODEL);
        Set<String> wanted = Weights.trainable(encoder).keySet();
        for (String name : model.names()) {
            boolean known = wanted.contains(name) || name.equals(Weights.POSITIONS);
            if (!known && !name.startsWith("decoder")) {
                throw new IllegalArgumentException(
                        file + ": tensor " + name + ": not part of the network of " + CONFIG);
            }
        }
        var stored = new StoredWeights(file.toString(), model);
        if (model.has(Weights.POSITIONS)) {
            Weights.checkPositions(encoder, file.toString(), stored);
        }
        return stored;
    }

    @Override
    public void close() {
        model.close();
    }
}
