package io.groundtrack.model;

import io.groundtrack.model.checkpoint.ModelConfig;
import io.groundtrack.model.sketch.Sketches;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Name and first eight hex digits of SHA-256 over all that decides a vector or a sketch. */
public final class ModelId {
    private ModelId() {}

    /**
     * The id of the checkpoint in a folder, without building the model.
     *
     * <p>Errors: {@link IllegalArgumentException} naming the file that is missing.
     */
    public static String ofFolder(Path folder) {
        try (ModelFiles files = new FolderFiles(folder)) {
            byte[] config = files.required(ModelFiles.CONFIG);
            byte[] bands = files.required(ModelFiles.BANDS);
            ModelConfig sizes = ModelConfig.read(files.name() + "/" + ModelFiles.CONFIG, config);
            byte[] sketch =
                    files.file(ModelFiles.SKETCH)
                            .orElseGet(
                                    () ->
                                            Sketches.unfitted(sizes.patchTokens(), sizes.width())
                                                    .toBytes());
            return of(files.name(), out -> files.copyWeights(null, out), config, bands, sketch);
        }
    }

    static String of(String name, Consumer<OutputStream> weights, byte[]... otherFiles) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        weights.accept(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
        for (byte[] file : otherFiles) {
            sha.update(file);
        }
        return name + "-" + HexFormat.of().formatHex(sha.digest(), 0, 4);
    }
}
