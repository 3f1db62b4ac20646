package io.groundtrack.model;

import io.groundtrack.model.checkpoint.Safetensors;
import io.groundtrack.model.checkpoint.StoredWeights;
import io.groundtrack.model.checkpoint.WeightSource;
import io.groundtrack.model.network.CrossSensorEncoder;
import io.groundtrack.model.network.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** A checkpoint in a folder. The weights' file is open until {@link #close}. */
final class FolderFiles implements ModelFiles {
    private static final long LARGEST_SIDE_FILE = 256L << 20;

    private final Path folder;
    private final Safetensors model;

    FolderFiles(Path folder) {
        this.folder = folder;
        Path file = folder.resolve(MODEL);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + ": missing");
        }
        model = Safetensors.open(file);
    }

    @Override
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    @Override
    public Optional<byte[]> file(String relative) {
        ModelFiles.checkRelative(relative);
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

    @Override
    public void copyWeights(CrossSensorEncoder encoder, OutputStream into) {
        Path file = folder.resolve(MODEL);
        try {
            Files.copy(file, into);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e, e);
        }
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
