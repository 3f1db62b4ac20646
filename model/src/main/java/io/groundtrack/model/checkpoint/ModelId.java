package io.groundtrack.model.checkpoint;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Name and first eight hex digits of SHA-256 over all that decides a vector or a sketch. */
public final class ModelId {
    private ModelId() {}

    /**
     * @param weights has taken in the bytes of {@code model.safetensors} and nothing else
     * @param otherFiles {@code config.json}, {@code bands.json}, {@code sketch.safetensors}
     */
    public static String of(String name, MessageDigest weights, byte[]... otherFiles) {
        MessageDigest sha = copy(weights);
        for (byte[] file : otherFiles) {
            sha.update(file);
        }
        return name + "-" + HexFormat.of().formatHex(sha.digest(), 0, 4);
    }

    /** Digest that has taken in what the writer wrote. */
    public static MessageDigest digest(Consumer<OutputStream> writer) {
        MessageDigest sha = Checksums.sha256();
        writer.accept(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
        return sha;
    }

    /** The digest of what was taken in so far; more may follow. */
    public static byte[] soFar(MessageDigest sha) {
        return copy(sha).digest();
    }

    private static MessageDigest copy(MessageDigest sha) {
        try {
            return (MessageDigest) sha.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's SHA-256 can be copied", e);
        }
    }
}
